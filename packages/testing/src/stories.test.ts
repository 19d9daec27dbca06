import type { Instant } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { account } from './event-store/toy-deciders.js'
import { stories } from './stories.js'

const { given } = stories(account)
const deposited = { type: 'Deposited', amount: 100 } as const
const redeem = (amount: number) => ({ type: 'Redeem', amount }) as const

describe('a story', () => {
  test('holds when the events are the expected ones', () => {
    given(deposited).when(redeem(40)).expect({ type: 'Redeemed', amount: 40 })
    given().when({ type: 'Deposit', amount: 1 }).expect({ type: 'Deposited', amount: 1 })
  })

  test('holds when nothing follows, or the command is rejected, as expected', () => {
    given(deposited).when(redeem(0)).expectNothing()
    given(deposited, { type: 'Redeemed', amount: 30 })
      .when(redeem(71))
      .expectRejection({ _tag: 'InsufficientBalance', available: 70, asked: 71 })
  })

  test('fails with the difference when other events follow', () => {
    const outcome = given(deposited).when(redeem(40))
    expect(() => outcome.expect({ type: 'Redeemed', amount: 41 })).toThrow(/40[\s\S]*41/)
    expect(() => outcome.expect()).toThrow('other events')
    expect(() => outcome.expectNothing()).toThrow('Redeemed')
    expect(() => outcome.expect({ type: 'Redeemed', amount: 40 }, deposited)).toThrow('Deposited')
  })

  test('fails with the rejection when events were expected, and with the events when a rejection was', () => {
    expect(() => given().when(redeem(5)).expectNothing()).toThrow('InsufficientBalance')
    const rejection = { _tag: 'InsufficientBalance', available: 0, asked: 6 } as const
    expect(() => given().when(redeem(5)).expectRejection(rejection)).toThrow('another reason')
    expect(() => given(deposited).when(redeem(6)).expectRejection(rejection)).toThrow('Redeemed')
  })

  test('points at the line of the test', () => {
    let failure: unknown
    try {
      given().when(redeem(5)).expectNothing()
    } catch (error) {
      failure = error
    }
    const [, first] = String((failure as Error).stack).split('\n    at ')
    expect(first).toContain('stories.test.ts')
  })

  test('fills in what the shell would, for all commands or for one', () => {
    const at = '2026-02-28T16:00:00.000Z' as Instant
    const echo = {
      initial: undefined,
      decide: (_: 'go', __: undefined, issued: { readonly at: Instant; readonly by: string }) =>
        E.right([issued]),
      evolve: () => undefined,
    }
    const told = stories(echo, { issued: { by: 'teller', commandId: 'c' } })
    told
      .given()
      .when('go', { at })
      .expect({ commandId: 'c', at, by: 'teller' } as never)
  })

  test('finds a decider that changes what it is given', () => {
    const spoiler = stories({
      ...account,
      evolve: (balance: number, event: { amount: number; type: string }) =>
        balance + event.amount++,
    } as typeof account)
    expect(() => spoiler.given({ ...deposited })).not.toThrow()
    expect(() => spoiler.given({ ...deposited }).when(redeem(1))).toThrow(TypeError)
  })
})
