import {
  type Context,
  decodeStored,
  type EventStore,
  handle,
  type Instant,
  inMemoryEventStore,
  instantOf,
  streamName,
} from '@patina/eventsourcing'
import { scheduledStore, withoutExpectations } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf } from '../shared/arbitraries.js'
import { type CustomerId, codeOf, dataKind, eventId, subjectClass } from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import { plainNotice } from './arbitraries.js'
import type { ConsentCommand } from './commands.js'
import type { ConsentEntry, ConsentEvent } from './events.js'
import * as Consent from './index.js'
import { redecide } from './redecide.js'

const customerId = idOf<CustomerId>('cust', 1)
const stream = streamName('consent', customerId)
const start = Date.UTC(2024, 5, 3, 4)
const email = dataKind('email')
const watches = subjectClass('watches')

const contextOf = (n: number): Context => ({ commandId: idOf('cmd', n), actor: 'tester' })

const noticeEventId = eventId(
  eventIdOf({ commandId: idOf('cmd', 1), at: instantOf(start), by: 'tester' }),
)

const give = (n: number, receivedAt: Instant): ConsentCommand => ({
  type: 'GiveMarketingConsent',
  customerId,
  consentId: idOf('cons', n),
  basis: 'use',
  form: 'explicit',
  medium: 'written',
  noticeEventId,
  kinds: [email],
  classes: [watches],
  receivedAt,
})

type Step = 'use' | 'handOver' | 'optOut' | 'optOutOfWatches' | 'giveAgain'

const commandOf = (step: Step, n: number, now: Instant): ConsentCommand => {
  switch (step) {
    case 'use':
      return {
        type: 'AuthoriseUse',
        customerId,
        useId: idOf('use', n),
        channel: 'email',
        kinds: [email],
        class: watches,
        hindrances: [],
      }
    case 'handOver':
      return { type: 'RecordHandOver', customerId, useId: idOf('use', 3) }
    case 'optOut':
    case 'optOutOfWatches':
      return {
        type: 'OptOut',
        customerId,
        scope:
          step === 'optOut'
            ? { type: 'all' }
            : { type: 'some', kinds: [email], classes: [watches] },
        of: 'both',
        channel: codeOf('web'),
        receivedAt: now,
      }
    case 'giveAgain':
      return give(n, now)
  }
}

const steps: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  'use',
  'use',
  'use',
  'handOver',
  'optOut',
  'optOutOfWatches',
  'giveAgain',
)

interface Work {
  readonly step: Step
  readonly instance: number
}

const works: fc.Arbitrary<ReadonlyArray<Work>> = fc.array(
  fc.record({ step: steps, instance: fc.nat(1) }),
  { minLength: 2, maxLength: 5 },
)

const entriesIn = async (store: EventStore): Promise<ReadonlyArray<ConsentEntry>> => {
  const page = await store.readStream(stream, -1, 1000)()
  if (E.isLeft(page)) throw new Error('the stream cannot be read')
  const decode = decodeStored<ConsentEvent>(Consent.eventCodecs)
  return page.right.events
    .flatMap((stored) => eventsOf(decode(stored)))
    .map(({ event }) => event as ConsentEntry)
}

// What an authorisation in the log must never do: stand behind an opt-out, with no consent in between. Every opt-out of these
// histories covers every use, so that this is all there is to it; it asks nothing of the code under test.
const standsBehindAnOptOut = (entries: ReadonlyArray<ConsentEntry>): boolean =>
  entries.some((entry, place) => {
    if (entry.type !== 'MarketingUseAuthorised') return false
    const before = entries.slice(0, place)
    const optedOut = before.findLastIndex(({ type }) => type === 'MarketingOptedOut')
    const given = before.findLastIndex(({ type }) => type === 'MarketingConsentGiven')
    return optedOut > given
  })

interface Race {
  readonly entries: ReadonlyArray<ConsentEntry>
}

const race = async (
  scheduler: Scheduler,
  todo: ReadonlyArray<Work>,
  guard: (store: EventStore) => EventStore,
): Promise<Race> => {
  let now = start
  // Time goes on by a second at every look.
  const clock = (): Instant => {
    now += 1000
    return instantOf(now)
  }
  const store = inMemoryEventStore({ clock })
  const shell = { clock, random: () => 0 }
  const on = (one: EventStore) =>
    handle({ store: one, ...shell })(
      { initial: Consent.initial, decide: Consent.decide, evolve: Consent.evolve },
      Consent.eventCodecs,
    )
  const first = on(store)
  const presented: ConsentCommand = {
    type: 'PresentNotice',
    customerId,
    notice: plainNotice,
    lang: 'en',
    medium: 'written',
    presentedAt: instantOf(start),
  }
  eventsOf(E.map(() => [])(await first(stream, presented, contextOf(1))()))
  eventsOf(E.map(() => [])(await first(stream, give(2, clock()), contextOf(2))()))
  eventsOf(E.map(() => [])(await first(stream, commandOf('use', 3, clock()), contextOf(3))()))
  const instances = ['first', 'second'].map((name) =>
    on(guard(scheduledStore(store, scheduler, name))),
  )
  const racing = todo.map(({ step, instance }, index) =>
    (instances[instance] ?? first)(
      stream,
      commandOf(step, 10 + index, clock()),
      contextOf(10 + index),
    )(),
  )
  await scheduler.waitFor(Promise.all(racing))
  return { entries: await entriesIn(store) }
}

describe('two instances that use and withdraw at once', () => {
  test('PDPO s.35G: no use is authorised behind an opt-out that covers it, in 10,000 interleavings', async () => {
    const seen = { useFirst: 0, optOutFirst: 0, overtaken: 0 }
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), works, async (scheduler, todo) => {
        const { entries } = await race(scheduler, todo, (store) => store)
        expect(standsBehindAnOptOut(entries)).toBe(false)
        const { lacking, overtaken } = redecide(entries)
        expect(lacking).toEqual([])
        seen.overtaken += overtaken.length
        // What went out behind an opt-out lies at most five minutes behind its authorisation, and is listed.
        const optedOut = entries.findIndex(({ type }) => type === 'MarketingOptedOut')
        for (const [place, entry] of entries.entries()) {
          if (entry.type !== 'UseHandedOver') continue
          const authorised = entries.find((one) => one.eventId === entry.authorisationEventId)
          const late = Date.parse(entry.handedOverAt) - Date.parse(authorised?.decidedAt ?? '')
          expect(late).toBeLessThanOrEqual(5 * 60_000)
          const isOvertaken = optedOut >= 0 && optedOut < place
          expect(overtaken.includes(entry.eventId)).toBe(isOvertaken)
        }
        const lastUse = entries.findLastIndex(({ type }) => type === 'MarketingUseAuthorised')
        if (optedOut >= 0 && lastUse > 2) seen[lastUse < optedOut ? 'useFirst' : 'optOutFirst']++
      }),
      { numRuns: 10_000 },
    )
    // Both orders of use and opt-out occurred, and so did a hand-over that was overtaken.
    expect(seen.useFirst).toBeGreaterThan(0)
    expect(seen.optOutFirst).toBeGreaterThan(0)
    expect(seen.overtaken).toBeGreaterThan(0)
  }, 600_000)

  test('would authorise one without expected revisions: the control of the race', async () => {
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), works, async (scheduler, todo) => {
        const { entries } = await race(scheduler, todo, withoutExpectations)
        return !standsBehindAnOptOut(entries)
      }),
      { numRuns: 10_000, endOnFailure: true },
    )
    expect(found.failed).toBe(true)
  }, 600_000)
})
