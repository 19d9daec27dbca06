// A small domain on the real handler and runner: accounts, deposits into them, and a view of each balance. Commands are sent
// as an application sends them: again, under the same id, until there is an answer.
import {
  type Decider,
  type EventCodecs,
  type EventStore,
  eventCodec,
  handle,
  inMemoryViewStore,
  integer,
  literal,
  newId,
  type Projection,
  type Receipt,
  type Runner,
  record,
  type StreamName,
  startRunner,
  streamName,
  systemClock,
  view,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'

interface Deposit {
  readonly type: 'Deposit'
  readonly amount: number
}

interface Deposited {
  readonly type: 'Deposited'
  readonly amount: number
}

interface Balance {
  readonly total: number
}

const account: Decider<Deposit, number, Deposited, never> = {
  initial: 0,
  decide: ({ amount }) => E.right([{ type: 'Deposited', amount }]),
  evolve: (total, { amount }) => total + amount,
}

/** How events of accounts are read. */
export const codecs: EventCodecs<Deposited> = {
  Deposited: eventCodec(
    record<Deposited>('Deposited', { type: literal('Deposited'), amount: integer(1) }),
  ),
}

const balance: Projection<StreamName, Balance, Deposited> = {
  name: 'balance',
  version: 1,
  types: ['Deposited'],
  parts: (recorded) => [[recorded.stream, recorded]],
  initial: () => ({ total: 0 }),
  evolve: ({ total }, { event }) => ({ total: total + event.amount }),
}

/** The balance of each account. */
export const balanceView = view(balance, {
  codec: record<Balance>('Balance', { total: integer(0) }),
  columns: {},
})

/** A bank of some accounts on a log. */
export interface Bank {
  readonly streams: ReadonlyArray<StreamName>
  /** Deposits 1, with one command id for as long as it takes. */
  readonly deposit: (stream: StreamName) => Promise<Receipt>
  /** The balances of the view when it has caught up with the log. */
  readonly balances: () => Promise<ReadonlyArray<number>>
  readonly close: () => Promise<void>
}

const mostTries = 200

/** Opens a bank. */
export const openBank = async (store: EventStore, accounts: number): Promise<Bank> => {
  const views = inMemoryViewStore()
  const started = await startRunner({ store, views, readers: codecs })([balanceView])()
  if (E.isLeft(started)) throw new Error(JSON.stringify(started.left))
  const runner: Runner = started.right
  const carryOut = handle({ store, clock: systemClock, random: Math.random })(account, codecs)
  const streams = Array.from({ length: accounts }, () => streamName('account', newId()))
  return {
    streams,
    deposit: async (stream) => {
      const context = { commandId: newId(), actor: 'test' }
      for (let tries = 0; tries < mostTries; tries++) {
        const receipt = await carryOut(stream, { type: 'Deposit', amount: 1 }, context)()
        if (E.isRight(receipt)) return receipt.right
        const { _tag } = receipt.left
        if (_tag !== 'StoreUnavailable' && _tag !== 'WrongExpectedRevision') {
          throw new Error(JSON.stringify(receipt.left))
        }
      }
      throw new Error('a deposit never got through')
    },
    balances: async () => {
      const head = await store.head()
      if (E.isLeft(head)) throw new Error(JSON.stringify(head.left))
      const standing = await runner.atLeast('balance', head.right)()
      if (E.isLeft(standing)) throw new Error(JSON.stringify(standing.left))
      const loaded = await views.load(standing.right.table, streams)()
      if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
      return loaded.right.map((text) => {
        const decoded = balanceView.decode(text ?? '{"total":0}')
        return E.isRight(decoded) ? decoded.right.total : Number.NaN
      })
    },
    close: () => runner.close(),
  }
}
