// The real command handler over the store: retries, crashes and races of several processes.
import {
  type Context,
  type EventStore,
  eventIdOf,
  type Handle,
  handle,
  newId,
  type StoredEvent,
  systemClock,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { losingAnswers, scheduledStore, withoutExpectations } from '../interleaving.js'
import { holds, leftOf, rightOf, same } from '../judgement.js'
import {
  type AccountCommand,
  account,
  accountCodecs,
  type Claim,
  type InsufficientBalance,
  number,
  numberCodecs,
  type Taken,
} from './toy-deciders.js'
import type { StoreCheck, StoreTrial } from './trial.js'
import { headOf, idsOf, newStream, readLog, readWhole } from './writing.js'

const contextOf = (commandId = newId()): Context => ({ commandId, actor: 'tester' })

// A process: a handler of its own, with its own cache and its own turns.
const accountsOn = (store: EventStore): Handle<AccountCommand, InsufficientBalance> =>
  handle({ store, clock: systemClock, random: () => 0 })(account, accountCodecs)

const numbersOn = (store: EventStore): Handle<Claim, Taken> =>
  handle({ store, clock: systemClock, random: () => 0 })(number, numberCodecs)

const balanceOf = (events: ReadonlyArray<StoredEvent>): number =>
  events.reduce((balance, { type, data }) => {
    const { amount } = JSON.parse(data) as { readonly amount: number }
    return type === 'Deposited' ? balance + amount : balance - amount
  }, 0)

const balance = 100

// Redemptions of which only one can be served, over two processes that may or may not have read the account before.
const drawnRedemptions = fc.array(fc.integer({ min: balance / 2 + 1, max: balance }), {
  minLength: 2,
  maxLength: 5,
})

const raceOfRedemptions = (store: EventStore, soon: StoreTrial['soon']) =>
  fc.asyncProperty(
    fc.scheduler(),
    drawnRedemptions,
    fc.tuple(fc.boolean(), fc.boolean()),
    async (scheduler, amounts, warm) => {
      const stream = newStream()
      const till = accountsOn(store)
      rightOf('a deposit', await till(stream, { type: 'Deposit', amount: balance }, contextOf())())
      const processes = ['first', 'second'].map((name) =>
        accountsOn(scheduledStore(store, scheduler, name)),
      )
      const reading = processes.filter((_, index) => warm[index])
      const warming = reading.map((process) =>
        process(stream, { type: 'Deposit', amount: 0 }, contextOf())(),
      )
      await soon('reading ahead', scheduler.waitFor(Promise.all(warming)))
      const racing = amounts.map((amount, index) =>
        (processes[index % 2] ?? till)(stream, { type: 'Redeem', amount }, contextOf())(),
      )
      const results = await soon('the race', scheduler.waitFor(Promise.all(racing)))
      const stored = await readWhole(store, stream)
      holds(balanceOf(stored) >= 0, `the balance fell to ${balanceOf(stored)}`)
      same('how many were served', results.filter(E.isRight).length, 1)
      same('how many are stored', stored.length, 2)
      for (const result of results) {
        if (E.isLeft(result))
          same('why the others were not', result.left._tag, 'InsufficientBalance')
      }
    },
  )

export const commandChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'a command whose answer was lost, sent again by another process, changes history once and gets the first receipt [K1]',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      const context = contextOf()
      const command: AccountCommand = { type: 'Deposit', amount: 5 }
      const lost = await accountsOn(losingAnswers(store))(stream, command, context)()
      same('the first answer', leftOf('a lost answer', lost)._tag, 'StoreUnavailable')
      const [stored] = await readWhole(store, stream)
      const position = await headOf(store)
      rightOf(
        'another command',
        await accountsOn(store)(stream, { type: 'Deposit', amount: 7 }, contextOf())(),
      )
      const log = await readLog(store, position)
      for (let turn = 0; turn < 2; turn++) {
        const receipt = rightOf(
          'the command again',
          await accountsOn(store)(stream, command, context)(),
        )
        const events = [eventIdOf(context.commandId, 0)]
        same('its receipt', receipt, { _tag: 'Appended', stream, revision: 0, position, events })
        same('the event that it names', events[0], stored?.id)
      }
      same('what was appended meanwhile', await readLog(store, position), log)
    },
  },
  {
    name: 'a command sent by several processes at once changes history once, in every interleaving [K1]',
    run: async ({ open, assert, soon }) => {
      const { store } = await open()
      const property = fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 2, max: 4 }),
        async (scheduler, count) => {
          const stream = newStream()
          const context = contextOf()
          const sending = Array.from({ length: count }, (_, index) =>
            accountsOn(scheduledStore(store, scheduler, `process ${index}`))(
              stream,
              { type: 'Deposit', amount: 5 },
              context,
            )(),
          )
          const results = await soon('the race', scheduler.waitFor(Promise.all(sending)))
          const receipts = results.map((result) => rightOf('a command', result))
          const [stored] = await readWhole(store, stream)
          for (const receipt of receipts) same('a receipt', receipt, receipts[0])
          same('what is stored', idsOf(await readWhole(store, stream)), [
            eventIdOf(context.commandId, 0),
          ])
          same('its revision', stored?.revision, 0)
        },
      )
      await assert(property)
    },
  },
  {
    name: 'of redemptions that race for one balance one is served, and it never falls below zero [L9]',
    run: async ({ open, assert, soon }) => {
      const { store } = await open()
      await assert(raceOfRedemptions(store, soon))
    },
  },
  {
    name: 'the race is a race: without expected revisions the balance does fall below zero',
    run: async ({ open, isBroken, soon }) => {
      const { store } = await open()
      const isHarmDone = await isBroken(raceOfRedemptions(withoutExpectations(store), soon))
      holds(
        isHarmDone,
        'no interleaving did harm without expected revisions, so the race shows nothing',
      )
    },
  },
  {
    name: 'of those who claim one number one gets it, in every interleaving [K4]',
    run: async ({ open, assert, soon }) => {
      const { store } = await open()
      const property = fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 2, max: 5 }),
        async (scheduler, count) => {
          const stream = newStream()
          const claiming = Array.from({ length: count }, (_, index) => {
            const process = numbersOn(scheduledStore(store, scheduler, `process ${index}`))
            return process(stream, { type: 'Claim', by: `member ${index}` }, contextOf())()
          })
          const results = await soon('the race', scheduler.waitFor(Promise.all(claiming)))
          same('how many got it', results.filter(E.isRight).length, 1)
          const owner = `member ${results.findIndex(E.isRight)}`
          for (const result of results) {
            if (E.isLeft(result))
              same('what the others hear', result.left, { _tag: 'Taken', by: owner })
          }
          const stored = await readWhole(store, stream)
          same(
            'what is stored',
            stored.map(({ data }) => data),
            [JSON.stringify({ by: owner })],
          )
        },
      )
      await assert(property)
    },
  },
]
