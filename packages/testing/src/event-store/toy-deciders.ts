// Two small deciders that commands race over: an account that must not fall below zero, and a number that has one owner.
import {
  type Decider,
  type EventCodecs,
  eventCodec,
  integer,
  literal,
  record,
  text,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'

export type AccountCommand =
  | { readonly type: 'Deposit'; readonly amount: number }
  | { readonly type: 'Redeem'; readonly amount: number }

export type AccountEvent = Deposited | Redeemed
interface Deposited {
  readonly type: 'Deposited'
  readonly amount: number
}
interface Redeemed {
  readonly type: 'Redeemed'
  readonly amount: number
}

export interface InsufficientBalance {
  readonly _tag: 'InsufficientBalance'
  readonly available: number
  readonly asked: number
}

export const account: Decider<AccountCommand, number, AccountEvent, InsufficientBalance> = {
  initial: 0,
  decide: (command, balance) => {
    const { type, amount } = command
    if (amount === 0) return E.right([])
    if (type === 'Deposit') return E.right([{ type: 'Deposited', amount }])
    return balance < amount
      ? E.left({ _tag: 'InsufficientBalance', available: balance, asked: amount })
      : E.right([{ type: 'Redeemed', amount }])
  },
  evolve: (balance, { type, amount }) =>
    type === 'Deposited' ? balance + amount : balance - amount,
}

export const accountCodecs: EventCodecs<AccountEvent> = {
  Deposited: eventCodec(
    record<Deposited>('Deposited', { type: literal('Deposited'), amount: integer(1) }),
  ),
  Redeemed: eventCodec(
    record<Redeemed>('Redeemed', { type: literal('Redeemed'), amount: integer(1) }),
  ),
}

export interface Claim {
  readonly type: 'Claim'
  readonly by: string
}

export interface Claimed {
  readonly type: 'Claimed'
  readonly by: string
}

export interface Taken {
  readonly _tag: 'Taken'
  readonly by: string
}

export const number: Decider<Claim, string | undefined, Claimed, Taken> = {
  initial: undefined,
  decide: ({ by }, owner) => {
    if (owner === undefined) return E.right([{ type: 'Claimed', by }])
    return owner === by ? E.right([]) : E.left({ _tag: 'Taken', by: owner })
  },
  evolve: (_, { by }) => by,
}

export const numberCodecs: EventCodecs<Claimed> = {
  Claimed: eventCodec(record<Claimed>('Claimed', { type: literal('Claimed'), by: text(100) })),
}
