// A week in a small shop, drawn by chance: commands of the real domain, some of them sent again, one after the other. What a
// store makes of it is compared with what the others make of it: answers, histories to the byte, and the digest of all views.
import {
  codeOf,
  crm,
  currency,
  customerId,
  dayOf,
  documentNumber,
  lineId,
  programmeId,
  reasonCode,
  redemptionId,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import {
  type Adapters,
  beforeFirst,
  type EventStore,
  type Instant,
  instantOf,
  newId,
} from '@patina/eventsourcing'
import { type Application, open } from '@patina/patina'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'

// As it is said: what is personal is in the clear.
type Command = Parameters<Application<typeof crm>['send']>[0]

/** One thing that is asked of the shop: a command, or an earlier one once more, under its id. */
export type Asked =
  | { readonly is: 'new'; readonly commandId: string; readonly command: Command }
  | { readonly is: 'again'; readonly at: number }

const hongKong = zone('Asia/Hong_Kong')
const noon: Instant = instantOf(Date.UTC(2026, 0, 15, 4))
const today = dayOf(noon, hongKong)
const harbour = storeId('HARBOUR')
const club = programmeId(newId())
const customers = Array.from({ length: 3 }, () => customerId(newId()))

const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: today,
  zone: hongKong,
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 100], rounding: 'floor', place: 'line' },
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 100, minimum: 100, minorPerPoint: [10, 1], graceDays: 30 },
}

const someCustomer = fc.constantFrom(...customers)

const command: fc.Arbitrary<Command> = fc.oneof(
  someCustomer.map((id) => ({
    type: 'RegisterCustomer' as const,
    customerId: id,
    source: codeOf('walk-in'),
    storeId: harbour,
  })),
  fc.constant({ type: 'AdoptRules' as const, programmeId: club, rules }),
  someCustomer.map((id) => ({
    type: 'Admit' as const,
    programmeId: club,
    customerId: id,
    since: today,
  })),
  someCustomer.map((id) => ({
    type: 'ChangeStatus' as const,
    customerId: id,
    to: 'active' as const,
    reasonCode: reasonCode('returned-caller'),
  })),
  fc
    .tuple(someCustomer, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 90_000 }))
    .map(([id, number, paidMinor]) => ({
      type: 'RecordSale' as const,
      documentNumber: documentNumber(`INV-${number}`),
      storeId: harbour,
      customerId: id,
      soldOn: today,
      currency: currency('HKD'),
      lines: [
        {
          lineId: lineId('1'),
          sku: sku('CLOCK-7'),
          quantity: 1,
          unitMinor: paidMinor,
          paidMinor,
        },
      ],
    })),
  fc.tuple(someCustomer, fc.integer({ min: 1, max: 4 })).map(([id, hundreds]) => ({
    type: 'RedeemPoints' as const,
    membershipId: membershipIdOf(club, id),
    redemptionId: redemptionId(newId()),
    points: hundreds * 100,
    for: codeOf('voucher'),
    rules: { programmeId: club, sha256: 'c10c'.repeat(16), rules },
  })),
)

/** Everybody joins, as things are in most shops; then what chance brings. */
const beginning: ReadonlyArray<Command> = [
  { type: 'AdoptRules', programmeId: club, rules },
  ...customers.flatMap(
    (id): ReadonlyArray<Command> => [
      { type: 'RegisterCustomer', customerId: id, source: codeOf('walk-in'), storeId: harbour },
      { type: 'Admit', programmeId: club, customerId: id, since: today },
    ],
  ),
]

const asNew = (one: Command): Asked => ({ is: 'new', commandId: newId(), command: one })

/** The rules are adopted and all customers are members. */
export const everybodyJoins = (): ReadonlyArray<Asked> => beginning.map(asNew)

/** A sequence of commands. */
export const week: fc.Arbitrary<ReadonlyArray<Asked>> = fc
  .tuple(
    fc.integer({ min: 0, max: beginning.length }),
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: command.map(asNew) },
        { weight: 1, arbitrary: fc.nat(20).map((at): Asked => ({ is: 'again', at })) },
      ),
      { minLength: 1, maxLength: 10 },
    ),
  )
  .map(([joining, others]) => [...beginning.slice(0, joining).map(asNew), ...others])

/** What a store made of a week. */
export interface Outcome {
  readonly answers: ReadonlyArray<string>
  /** Each stream's events, every text of them, in the order of the names. */
  readonly histories: ReadonlyArray<readonly [stream: string, events: ReadonlyArray<string>]>
  readonly comparableDigest: string
}

const must = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const historiesOf = async (store: EventStore): Promise<Outcome['histories']> => {
  const streams = new Map<string, string[]>()
  let after = beforeFirst
  for (let isEnd = false; !isEnd; ) {
    const page = must(await store.readAll(after, 500)())
    for (const { stream, revision, id, type, data, metadata } of page.events) {
      const events = streams.get(stream) ?? []
      streams.set(stream, events)
      events.push([revision, id, type, data, metadata].join(' '))
    }
    after = page.next
    isEnd = page.isEnd
  }
  return [...streams].sort(([a], [b]) => (a < b ? -1 : 1))
}

const answerOf = (answer: E.Either<unknown, object>): string =>
  // Where in the log is each store's own.
  JSON.stringify(answer, (name, value: unknown) => (name === 'position' ? undefined : value))

/** Lives through a week on one store, which it closes. The clock stands still, so that all texts are comparable. */
export const live = async (
  adapters: Adapters<unknown>,
  asked: ReadonlyArray<Asked>,
): Promise<Outcome> => {
  let store: EventStore | undefined
  const watched: Adapters<unknown> = {
    open: async () => {
      const opened = await adapters.open()
      if (E.isRight(opened)) store = opened.right.store
      return opened
    },
  }
  const application = must(await open(watched, crm, { clock: () => noon, idleMs: 1 })())
  try {
    const answers: string[] = []
    const sent: Extract<Asked, { readonly is: 'new' }>[] = []
    for (const one of asked) {
      const what = one.is === 'new' ? one : sent[one.at % Math.max(1, sent.length)]
      if (what === undefined) continue
      if (one.is === 'new') sent.push(one)
      const context = { commandId: what.commandId, actor: 'clerk-7' }
      answers.push(answerOf(await application.send(what.command, context)()))
      must(await application.settled())
    }
    const { comparable } = must(await application.digests())
    if (store === undefined) throw new Error('nothing was opened')
    return { answers, histories: await historiesOf(store), comparableDigest: comparable }
  } finally {
    await application.close()
  }
}
