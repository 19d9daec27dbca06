// The race of uses and opt-outs of two records of one person, while they are merged and parted again.
import {
  type Context,
  decodeLogged,
  type EventStore,
  handle,
  type Instant,
  inMemoryEventStore,
  instantOf,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import { scheduledStore, withoutExpectations } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { eventsOf, idOf } from '../shared/arbitraries.js'
import { type CustomerId, codeOf, dataKind, eventId, subjectClass } from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import { plainNotice } from './arbitraries.js'
import type { ConsentCommand } from './commands.js'
import type { ConsentEvent } from './events.js'
import * as Consent from './index.js'

const [a, b] = [idOf<CustomerId>('cust', 1), idOf<CustomerId>('cust', 2)]
const start = Date.UTC(2024, 5, 3, 4)
const email = dataKind('email')
const watches = subjectClass('watches')
const streamOfConsent = (of: CustomerId): StreamName => streamName('consent', of)
const contextOf = (n: number): Context => ({ commandId: idOf('cmd', n), actor: 'tester' })

interface Work {
  readonly step: 'use' | 'optOut' | 'giveAgain'
  readonly of: CustomerId
  readonly instance: number
}

interface Todo {
  readonly works: ReadonlyArray<Work>
  readonly moves: number
}

const todos: fc.Arbitrary<Todo> = fc.record({
  works: fc.array(
    fc.record({
      step: fc.constantFrom(
        'use' as const,
        'use' as const,
        'optOut' as const,
        'giveAgain' as const,
      ),
      of: fc.constantFrom(a, b),
      instance: fc.nat(1),
    }),
    { minLength: 2, maxLength: 5 },
  ),
  moves: fc.integer({ min: 1, max: 3 }),
})

const shownBy = (of: CustomerId): number => (of === a ? 1 : 2)

const commandOf = ({ step, of }: Work, n: number, at: Instant): ConsentCommand => {
  const customerId = of
  switch (step) {
    case 'use': {
      const use = { channel: 'email' as const, kinds: [email], class: watches, hindrances: [] }
      return { type: 'AuthoriseUse', customerId, useId: idOf('use', n), ...use }
    }
    case 'optOut': {
      const said = { scope: { type: 'all' as const }, of: 'both' as const, channel: codeOf('web') }
      return { type: 'OptOut', customerId, ...said, receivedAt: at }
    }
    case 'giveAgain':
      return {
        type: 'GiveMarketingConsent',
        customerId,
        consentId: idOf('cons', n),
        basis: 'use',
        form: 'explicit',
        medium: 'written',
        noticeEventId: eventId(
          eventIdOf({ commandId: idOf('cmd', shownBy(of)), at, by: 'tester' }),
        ),
        kinds: [email],
        classes: [watches],
        receivedAt: at,
      }
  }
}

// What no authorisation may do, told by the log alone: stand behind an opt-out of its own customer, or while two are one
// person behind one of the other, with no consent of whoever opted out in between. Two are one from the adoption on, until
// they are handed back.
const wrongUses = (log: ReadonlyArray<ConsentEvent>): number => {
  let wrong = 0
  let areOne = false
  const hasOptedOut = new Map<CustomerId, boolean>()
  for (const event of log) {
    if (event.type === 'ConsentAdopted') areOne = true
    if (event.type === 'ConsentReturned') areOne = false
    if (event.type === 'MarketingOptedOut') hasOptedOut.set(event.customerId, true)
    if (event.type === 'MarketingConsentGiven') hasOptedOut.set(event.customerId, false)
    if (event.type !== 'MarketingUseAuthorised') continue
    const refusing = areOne ? [a, b] : [event.customerId]
    if (refusing.some((one) => hasOptedOut.get(one) === true)) wrong += 1
  }
  return wrong
}

const race = async (
  scheduler: Scheduler,
  { works, moves }: Todo,
  guard: (store: EventStore) => EventStore,
): Promise<ReadonlyArray<ConsentEvent>> => {
  let now = start
  const clock = (): Instant => {
    now += 1000
    return instantOf(now)
  }
  const store = inMemoryEventStore({ clock })
  const on = (one: EventStore) =>
    handle({ store: one, clock, random: () => 0 })(
      { initial: Consent.initial, decide: Consent.decide, evolve: Consent.evolve },
      Consent.eventCodecs,
    )
  const first = on(store)
  for (const of of [a, b]) {
    const shown: ConsentCommand = {
      type: 'PresentNotice',
      customerId: of,
      notice: plainNotice,
      lang: 'en',
      medium: 'written',
      presentedAt: instantOf(start),
    }
    const give: Work = { step: 'giveAgain', of, instance: 0 }
    const n = shownBy(of)
    eventsOf(E.map(() => [])(await first(streamOfConsent(of), shown, contextOf(n))()))
    const given = commandOf(give, 2 + n, clock())
    eventsOf(E.map(() => [])(await first(streamOfConsent(of), given, contextOf(2 + n))()))
  }
  const instances = ['first', 'second', 'mover'].map((name) =>
    on(guard(scheduledStore(store, scheduler, name))),
  )
  const [, , mover = first] = instances

  // As an application does: what a stream has handed over is asked of the other. Who is under way is not waited for here.
  const work = async (one: Work, n: number): Promise<void> => {
    const carryOut = instances[one.instance] ?? first
    const command = commandOf(one, n, clock())
    let stream = streamOfConsent(one.of)
    for (let hops = 0; hops < 3; hops++) {
      const sent = await carryOut(stream, command, contextOf(n))()
      if (E.isRight(sent) || sent.left._tag !== 'AlreadyMoved') return
      stream = streamOfConsent(sent.left.to)
    }
  }

  // As the reaction to merges does: b is taken over by a, handed back, and taken over again.
  const move = async (turn: number): Promise<void> => {
    const mergeId = idOf<never>('merg', Math.floor(turn / 2))
    const step = async (of: CustomerId, command: ConsentCommand, n: number) => {
      const sent = await mover(streamOfConsent(of), command, contextOf(100 + turn * 10 + n))()
      expect(sent).toMatchObject({ _tag: 'Right' })
      const page = await store.readStream(streamOfConsent(of), -1, 1000)()
      return E.isRight(page) ? page.right.events.at(-1) : undefined
    }
    const handedOver = async (of: CustomerId, type: string) => {
      const page = await store.readStream(streamOfConsent(of), -1, 1000)()
      if (E.isLeft(page)) throw new Error('the stream cannot be read')
      const last = page.right.events.findLast((one) => one.type === type)
      const { members, entries } = JSON.parse(last?.data ?? '{}') as {
        members: never
        entries: never
      }
      return { members, entries }
    }
    if (turn % 2 === 0) {
      await step(a, { type: 'ExpectConsent', customerId: a, from: b, mergeId }, 1)
      await step(b, { type: 'MoveConsent', customerId: b, to: a, mergeId }, 2)
      const taken = await handedOver(b, 'ConsentMoved')
      await step(a, { type: 'AdoptConsent', customerId: a, from: b, mergeId, ...taken }, 3)
    } else {
      await step(a, { type: 'ReturnConsent', customerId: a, to: b, mergeId, members: [b] }, 4)
      const taken = await handedOver(a, 'ConsentReturned')
      await step(b, { type: 'ReopenConsent', customerId: b, mergeId, ...taken }, 5)
    }
  }
  const moving = async (): Promise<void> => {
    for (let turn = 0; turn < moves; turn++) await move(turn)
  }

  const racing = [...works.map((one, index) => work(one, 10 + index)), moving()]
  await scheduler.waitFor(Promise.all(racing))
  const all = await store.readAll('' as never, 1000)()
  if (E.isLeft(all)) throw new Error('the log cannot be read')
  const decode = decodeLogged<ConsentEvent>(Consent.eventCodecs)
  return all.right.events.flatMap((stored) => eventsOf(decode(stored))).map(({ event }) => event)
}

test('no use is authorised behind an opt-out of the same person, in any interleaving with merges and unmerges [I2]', async () => {
  const seen = { usesWhileOne: 0, usesApart: 0, optOutsWhileOne: 0 }
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), todos, async (scheduler, todo) => {
      const log = await race(scheduler, todo, (store) => store)
      expect(wrongUses(log)).toBe(0)
      const adopted = log.findIndex(({ type }) => type === 'ConsentAdopted')
      const returned = log.findIndex(({ type }) => type === 'ConsentReturned')
      for (const [place, { type }] of log.entries()) {
        const isWhileOne = place > adopted && (returned < 0 || place < returned)
        if (type === 'MarketingUseAuthorised') seen[isWhileOne ? 'usesWhileOne' : 'usesApart']++
        if (type === 'MarketingOptedOut' && isWhileOne) seen.optOutsWhileOne++
      }
    }),
    { numRuns: 3_000 },
  )
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0)
}, 600_000)

test('one would be without expected revisions: the control of the race', async () => {
  const found = await fc.check(
    fc.asyncProperty(fc.scheduler(), todos, async (scheduler, todo) => {
      const log = await race(scheduler, todo, withoutExpectations)
      return wrongUses(log) === 0
    }),
    { numRuns: 10_000, endOnFailure: true },
  )
  expect(found.failed).toBe(true)
}, 600_000)
