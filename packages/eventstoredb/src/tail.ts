// One subscription of the client, as long as it lasts: what it brings is taken in handfuls, and what the server says beside
// the events is held back until the events before it have been taken.
import type { Position } from '@patina/eventsourcing'
import type { WireFilter, WireResolved, WireSubscription } from './client.js'
import { type Fault, faultOf, noAnswer } from './faults.js'
import { positionOf } from './position.js'

/** What has come since the last time. */
export interface Handful {
  readonly events: ReadonlyArray<WireResolved>
  /** How far the server has looked, if it said so after events that have all been taken. */
  readonly checkpoint: Position | undefined
  /** Whether the server says that it has no more. */
  readonly isCaughtUp: boolean
  /** Whether nothing else is ready. */
  readonly isAll: boolean
}

/** A subscription under way. */
export interface Tail {
  /** Waits for something to take, at most for `idleMs` if given. Then a fault means that the subscription is over. */
  readonly take: (most: number, idleMs: number | undefined) => Promise<Handful | Fault | undefined>
  /** Ends it; who waits gets `undefined`. */
  readonly end: () => void
}

// What the server said, and how many events had come before.
interface Mark {
  readonly after: number
  readonly checkpoint?: Position
}

const ended: Fault = { _tag: 'Passing', reason: 'unreachable', cause: { type: 'ended' } }

/** Opens a subscription. The function that is handed to `open` only notes: a throw in it would end the process. */
export const openTail = (
  open: (checkpointReached: WireFilter['checkpointReached']) => WireSubscription,
): Tail => {
  const marks: Mark[] = []
  let taken = 0
  let fault: Fault | undefined
  let isOver = false
  let isReady = false
  let wake = (): void => undefined
  let subscription: WireSubscription | undefined

  const stir = (): void => {
    isReady = true
    wake()
  }
  const fail = (what: Fault): void => {
    fault ??= what
    stir()
  }
  const mark = (checkpoint?: Position): void => {
    // Events that are ready and not yet taken came before this.
    const after = taken + (subscription?.readableLength ?? 0)
    marks.push({ after, ...(checkpoint === undefined ? {} : { checkpoint }) })
    stir()
  }

  // The client forgets a subscription only when nothing of it is left to read.
  const discard = (): void => {
    while ((subscription?.read() ?? null) !== null);
  }

  try {
    subscription = open((_, position) => {
      mark(positionOf(position))
      return Promise.resolve()
    })
    // For its whole life, and longer: an error that nobody listens to ends the process.
    subscription.on('error', (error) => fail(faultOf(error)))
    subscription.on('end', () => fail(ended))
    subscription.on('close', () => fail(ended))
    subscription.on('caughtUp', () => mark())
    subscription.on('readable', () => (isOver ? discard() : stir()))
  } catch (error) {
    fail(faultOf(error))
  }

  const takeNow = (most: number): Handful => {
    const events: WireResolved[] = []
    while (events.length < most) {
      const event = subscription?.read() ?? null
      if (event === null) break
      events.push(event)
    }
    taken += events.length
    const due = marks.filter(({ after }) => after <= taken)
    marks.splice(0, due.length)
    return {
      events,
      checkpoint: due.findLast(({ checkpoint }) => checkpoint !== undefined)?.checkpoint,
      isCaughtUp: due.some(({ checkpoint }) => checkpoint === undefined),
      isAll: (subscription?.readableLength ?? 0) === 0,
    }
  }

  // Asked through a function, for it changes while the handful is taken.
  const hasStirred = (): boolean => isReady

  const isWorthTelling = ({ events, checkpoint, isCaughtUp }: Handful): boolean =>
    events.length > 0 || checkpoint !== undefined || isCaughtUp

  return {
    take: async (most, idleMs) => {
      for (;;) {
        if (isOver) return undefined
        isReady = false
        const handful = takeNow(most)
        if (isWorthTelling(handful)) return handful
        if (fault !== undefined) return fault
        let timer: NodeJS.Timeout | undefined
        const woken = new Promise<void>((resolve) => {
          wake = resolve
          if (idleMs !== undefined) timer = setTimeout(() => fail(noAnswer), idleMs)
        })
        if (hasStirred()) wake()
        await woken
        clearTimeout(timer)
      }
    },
    end: () => {
      if (isOver) return
      isOver = true
      wake()
      // The server goes on sending otherwise.
      subscription?.unsubscribe().catch(() => undefined)
      discard()
    },
  }
}
