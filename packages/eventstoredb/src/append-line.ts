// The one line over which a process appends. All appends share one stream of the client, and the client keeps the promises
// of all its streams in one place: when one stream breaks, the appends of every other are rejected, and their late answers
// then end the process. So there is never more than one stream: what failed is ended to the last promise before a new
// client is made. And never more than twelve appends are under way: from sixteen on the client queues them by itself, and
// a queue that loses its connection ends the process too.
import type { Client, WireEvent, WireExpected, WirePosition } from './client.js'
import type { Endpoint } from './connection.js'
import { type Fault, faultOf, isOfTheLink, noAnswer } from './faults.js'
import { pause } from './pace.js'

/** What is sent. */
export interface AppendRequest {
  readonly stream: string
  readonly expected: WireExpected
  readonly events: ReadonlyArray<WireEvent>
}

/** What came of it. */
export type Answer =
  | {
      readonly _tag: 'Written'
      readonly revision: number
      readonly position: WirePosition | undefined
    }
  /** `isAlone`: nothing else was under way meanwhile, so that the fault is of this append. */
  | { readonly _tag: 'Failed'; readonly fault: Fault; readonly isAlone: boolean }
  | { readonly _tag: 'NotSent'; readonly reason: 'busy' | 'closed' }

/** How long an append may wait and take, in milliseconds. */
export interface Times {
  readonly waitMs: number
  readonly deadlineMs: number
  readonly timeoutMs: number
}

/** Sends appends, as many at a time as the client bears. */
export interface AppendLine {
  readonly send: (request: AppendRequest, times: Times) => Promise<Answer>
  /** Lets what is under way finish, refuses what waits, and ends the client. */
  readonly close: () => Promise<void>
}

/** How many appends may be under way. */
export const mostInFlight = 12

const longestGoodbyeMs = 1_000

interface Flight {
  isAlone: boolean
  readonly landed: Promise<unknown>
}

interface Lane {
  readonly client: Client
  readonly flights: Set<Flight>
}

/** A line without a client: it is made with the first append, and made anew, to the leader if one is known, after a fault. */
export const createAppendLine = (connect: (leader: Endpoint | undefined) => Client): AppendLine => {
  const waiting = new Set<(mayGo: boolean) => void>()
  let lane: Lane | undefined
  let leader: Endpoint | undefined
  let renewal: Promise<void> | undefined
  let inFlight = 0
  let isClosed = false
  let onEmpty = (): void => undefined

  // Asked through a function, for it changes while something is awaited.
  const hasClosed = (): boolean => isClosed

  const admit = (): void => {
    for (const go of waiting) {
      if (isClosed) go(false)
      else if (renewal === undefined && inFlight < mostInFlight) go(true)
      else return
    }
  }

  const mayGoNow = (): boolean =>
    waiting.size === 0 && renewal === undefined && inFlight < mostInFlight

  const enter = async (waitMs: number): Promise<boolean> => {
    if (mayGoNow()) {
      inFlight++
      return true
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => go(false), waitMs)
      const go = (mayGo: boolean): void => {
        clearTimeout(timer)
        waiting.delete(go)
        if (mayGo) inFlight++
        resolve(mayGo)
      }
      waiting.add(go)
    })
  }

  const leave = (): void => {
    inFlight--
    if (inFlight === 0) onEmpty()
    admit()
  }

  const end = async ({ client, flights }: Lane): Promise<void> => {
    const farewell = client.dispose().catch(() => undefined)
    await Promise.race([farewell, pause(longestGoodbyeMs, false)])
    await Promise.all([...flights].map(({ landed }) => landed))
  }

  // Nothing is sent before the old client has no promise left.
  const retire = (old: Lane, next: Endpoint | undefined): void => {
    if (lane !== old) return
    lane = undefined
    leader = next
    renewal = end(old).then(() => {
      renewal = undefined
      admit()
    })
  }

  const fly = async (
    { client, flights }: Lane,
    { stream, expected, events }: AppendRequest,
    { deadlineMs, timeoutMs }: Times,
  ): Promise<{ readonly answer: Answer; readonly hasLostLink: boolean }> => {
    const isFirst = flights.size === 0
    if (!isFirst) for (const other of flights) other.isAlone = false
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), timeoutMs)
    })
    const result = client
      .appendToStream(stream, events, { expectedRevision: expected, deadline: deadlineMs })
      .then(
        (right) => ({ right }),
        (left: unknown) => ({ left }),
      )
    const landed = Promise.race([result, late])
    const flight: Flight = { isAlone: isFirst, landed }
    flights.add(flight)
    const outcome = await landed
    clearTimeout(timer)
    flights.delete(flight)
    if (outcome === 'late') {
      const answer: Answer = { _tag: 'Failed', fault: noAnswer, isAlone: flight.isAlone }
      return { answer, hasLostLink: true }
    }
    if ('left' in outcome) {
      const fault = faultOf(outcome.left)
      const answer: Answer = { _tag: 'Failed', fault, isAlone: flight.isAlone }
      return { answer, hasLostLink: isOfTheLink(outcome.left) }
    }
    const { nextExpectedRevision, position } = outcome.right
    return {
      answer: { _tag: 'Written', revision: Number(nextExpectedRevision), position },
      hasLostLink: false,
    }
  }

  return {
    send: async (request, times) => {
      if (isClosed) return { _tag: 'NotSent', reason: 'closed' }
      if (!(await enter(times.waitMs))) {
        return { _tag: 'NotSent', reason: hasClosed() ? 'closed' : 'busy' }
      }
      lane ??= { client: connect(leader), flights: new Set() }
      const mine = lane
      const { answer, hasLostLink } = await fly(mine, request, times)
      if (hasLostLink) {
        const isElsewhere = answer._tag === 'Failed' && answer.fault._tag === 'NotLeader'
        retire(mine, isElsewhere ? answer.fault.leader : undefined)
      }
      leave()
      return answer
    },
    close: async () => {
      isClosed = true
      admit()
      if (inFlight > 0) await new Promise<void>((resolve) => (onEmpty = resolve))
      await renewal
      if (lane !== undefined) await end(lane)
      lane = undefined
    },
  }
}
