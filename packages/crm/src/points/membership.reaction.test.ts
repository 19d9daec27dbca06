import type { FactsOf, LogEvent, Position } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { ClosingPoints, MembershipClosed, MembershipEvent } from '../membership/events.js'
import { adopted, eventsOf, idOf, issuedAt, noon } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import { type CustomerId, reasonCode } from '../shared/ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import { account, awardOf, customer, redemptionOf } from './asking.arbitraries.js'
import * as Points from './index.js'
import { pointsForMembership } from './membership.reaction.js'

const { programmeId } = adopted()
const small = adopted({ redemption: { step: 1, minimum: 1, graceDays: 30 } })

const closedWith = (points?: ClosingPoints): MembershipClosed => ({
  type: 'MembershipClosed',
  membershipId: account,
  programmeId,
  customerId: customer,
  since: civilDate('2024-01-01'),
  until: civilDate('2024-06-30'),
  by: 'member',
  reasonCode: reasonCode('moved-away'),
  ...(points === undefined ? {} : { points }),
})

type Source = Extract<
  MembershipEvent,
  { readonly type: (typeof pointsForMembership)['types'][number] }
>

const react = <A extends Points.PointsCommand = Points.CloseAccount>(
  event: Source,
  rules: ReadonlyArray<AdoptedRules> | 'unknown' = [adopted()],
): ReadonlyArray<A> => {
  const facts: FactsOf<NonNullable<ReturnType<typeof pointsForMembership.facts>>> = {
    rules: {
      value: rules === 'unknown' ? undefined : { adopted: rules },
      asOf: '' as Position,
    },
  }
  return pointsForMembership.react({ event } as LogEvent<Source>, facts) as ReadonlyArray<A>
}

// An account of ten points, and what comes of the commands.
const opened = eventsOf(
  Points.decide(awardOf(1, '2024-06-01', [[10]]), Points.initial, issuedAt(noon('2024-06-01'))),
)
const before = opened.reduce(Points.evolve, Points.initial)
const carriedOut = (
  commands: ReadonlyArray<Points.PointsCommand>,
  from: Points.Account = before,
): ReadonlyArray<Points.PointsEvent> =>
  commands.flatMap((command) =>
    eventsOf(Points.decide(command, from, issuedAt(noon('2024-06-30')))),
  )

describe('a membership that ends', () => {
  test('leaves its points alone where nothing was said of them', () => {
    expect(carriedOut(react<Points.PointsCommand>(closedWith()))).toEqual([])
  })

  test('lets points be spent of which nothing was said, also where it rested when it ended', () => {
    const resting = Points.evolve(before, {
      type: 'PointsAccountRested',
      membershipId: account,
      customerId: customer,
      programmeId,
      at: issuedAt(noon('2024-06-10')).at,
      onDay: civilDate('2024-06-10'),
      fromDay: civilDate('2024-06-10'),
    })
    const commands = react<Points.PointsCommand>(closedWith())
    const after = carriedOut(commands, resting).reduce(Points.evolve, resting)
    const spend = (from: Points.Account, day: string) =>
      Points.decide(redemptionOf(1, 10, small), from, issuedAt(noon(day)))
    expect(spend(resting, '2024-07-01')).toEqual(E.left({ _tag: 'MembershipNotActive' }))
    expect(spend(after, '2024-06-30')).toEqual(E.left({ _tag: 'MembershipNotActive' }))
    expect(E.isRight(spend(after, '2024-07-01'))).toBe(true)
  })

  test('forfeits them where that was agreed, whatever rules are known', () => {
    const command = { type: 'CloseAccount', membershipId: account, policy: 'forfeit' }
    const event = closedWith({ type: 'forfeit' })
    expect(react(event)).toEqual([command])
    expect(react(event, [])).toEqual([command])
    expect(carriedOut(react(event))).toMatchObject([
      { type: 'PointsAccountClosed', policy: 'forfeit' },
      { type: 'PointsExpired', points: 10 },
    ])
  })

  test('lets them be spent through the day that was agreed, which need not be its own last one', () => {
    const lastDay = civilDate('2024-08-31')
    const event = closedWith({ type: 'until', lastDay })
    expect(react(event)).toEqual([
      { type: 'CloseAccount', membershipId: account, policy: 'until', until: lastDay },
    ])
    const closed = [...opened, ...carriedOut(react(event))].reduce(Points.evolve, Points.initial)
    const spend = (day: string) =>
      Points.decide(redemptionOf(1, 10, small), closed, issuedAt(noon(day)))
    expect(E.isRight(spend('2024-08-31'))).toBe(true)
    expect(spend('2024-09-01')).toMatchObject(E.left({ _tag: 'InsufficientPoints' }))
  })

  test('pays them out by the rules in force on its last day, not by those of the day it is told', () => {
    const later = adopted({ version: 2, effectiveOn: civilDate('2024-07-01') })
    const event = closedWith({ type: 'payOut' })
    const [command] = react(event, [adopted(), later])
    expect(command?.rules).toEqual(adopted())
    expect(carriedOut(react(event))).toMatchObject([
      { type: 'PointsAccountClosed', policy: 'payOut' },
      { type: 'PointsRedeemed', points: 10, value: { minor: 100 } },
    ])
  })

  test('lets them expire where paying them out was agreed and no rules say what they are worth', () => {
    const event = closedWith({ type: 'payOut' })
    const plain = { type: 'CloseAccount', membershipId: account, policy: 'payOut' }
    expect(react(event, [])).toEqual([plain])
    expect(react(event, 'unknown')).toEqual([plain])
    expect(carriedOut(react(event, [])).at(-1)).toMatchObject({ type: 'PointsExpired', points: 10 })
  })

  test('leaves what is still free to the account that its customer has now, if the two turn out to be one person', () => {
    const lastDay = civilDate('2024-08-31')
    const commands = react(closedWith({ type: 'until', lastDay }))
    const closed = [...opened, ...carriedOut(commands)].reduce(Points.evolve, Points.initial)
    const anew = idOf<CustomerId>('cust', 2)
    const to = membershipIdOf(programmeId, anew)
    const move = {
      type: 'MoveLots',
      membershipId: account,
      customerId: customer,
      programmeId,
      zone: small.rules.zone,
      origins: [account],
      to,
      toCustomerId: anew,
    } as const
    const decided = Points.decide(move, closed, issuedAt(noon('2024-07-15')))
    const lots = [{ points: 10, lastDay }]
    expect(eventsOf(decided)).toMatchObject([
      { type: 'PointLotsMoved', other: to, points: 10, lots },
    ])
  })

  test('closes its account once, however often that arrives, and has none to close without points', () => {
    const commands = react(closedWith({ type: 'forfeit' }))
    const closed = [...opened, ...carriedOut(commands)].reduce(Points.evolve, Points.initial)
    expect(carriedOut(commands, closed)).toEqual([])
    expect(carriedOut(commands, Points.initial)).toEqual([])
  })
})

describe('a membership that rests', () => {
  const of = { membershipId: account, programmeId, customerId: customer }
  const told = { ...of, zone: adopted().rules.zone }
  const suspended = {
    ...of,
    type: 'MembershipSuspended',
    fromDay: civilDate('2024-06-10'),
    reasonCode: reasonCode('asked-for-it'),
  } as const
  const lapsed = { ...of, type: 'MembershipLapsed', through: civilDate('2024-06-30') } as const
  const goneOn = { ...of, type: 'MembershipResumed', fromDay: civilDate('2024-07-10') } as const
  const renewed = {
    ...of,
    type: 'MembershipRenewed',
    fromDay: civilDate('2024-07-12'),
    through: civilDate('2025-06-30'),
  } as const

  test('lets its account rest from the same day on, or from the day after its last one', () => {
    expect(react<Points.PointsCommand>(suspended)).toEqual([
      { type: 'RestAccount', ...told, fromDay: '2024-06-10' },
    ])
    expect(react<Points.PointsCommand>(lapsed)).toEqual([
      { type: 'RestAccount', ...told, fromDay: '2024-07-01' },
    ])
  })

  test('lets its account go on after its last day, where it was closed before it rested', () => {
    const until = civilDate('2024-06-30')
    const commands = react<Points.PointsCommand>({ ...suspended, until })
    expect(commands).toEqual([
      { type: 'RestAccount', ...told, fromDay: '2024-06-10' },
      { type: 'ResumeAccount', ...told, fromDay: '2024-07-01' },
    ])
    const obey = (from: Points.Account, all: ReadonlyArray<Points.PointsCommand>) =>
      all.reduce((state, one) => carriedOut([one], state).reduce(Points.evolve, state), from)
    const spend = (from: Points.Account, day: string) =>
      E.isRight(Points.decide(redemptionOf(1, 10, small), from, issuedAt(noon(day))))
    const resting = obey(before, commands)
    expect(['2024-06-30', '2024-07-01'].map((one) => spend(resting, one))).toEqual([false, true])
    // It ends earlier than was said at first, or goes on before that.
    const earlier = [
      react<Points.PointsCommand>({ ...closedWith(), until: civilDate('2024-06-20') }),
      react<Points.PointsCommand>({ ...goneOn, fromDay: civilDate('2024-06-21') }),
    ]
    for (const one of earlier) {
      const after = obey(resting, one)
      const days = ['2024-06-30', '2024-07-01'].map((on) => spend(after, on))
      expect(days).toEqual([true, true])
      expect(after.rests).toEqual([{ fromDay: '2024-06-10', resumesOn: '2024-06-21' }])
    }
  })

  test('lets its account go on from the day on which it goes on itself', () => {
    expect(react<Points.PointsCommand>(goneOn)).toEqual([
      { type: 'ResumeAccount', ...told, fromDay: '2024-07-10' },
    ])
    expect(react<Points.PointsCommand>(renewed)).toEqual([
      { type: 'ResumeAccount', ...told, fromDay: '2024-07-12' },
    ])
  })

  test('says no zone where its programme has no rules yet', () => {
    const command = { type: 'RestAccount', ...of, fromDay: '2024-06-10' }
    expect(react<Points.PointsCommand>(suspended, [])).toEqual([command])
    expect(react<Points.PointsCommand>(suspended, 'unknown')).toEqual([command])
    expect(react<Points.PointsCommand>(suspended, [adopted({}, idOf('prog', 2))])).toEqual([
      command,
    ])
    expect(carriedOut(react<Points.PointsCommand>(suspended, []), Points.initial)).toMatchObject([
      { type: 'PointsAccountRested', onDay: '2024-06-30', fromDay: '2024-06-10' },
    ])
  })

  test('that was prolonged before it ran out has no account to wake', () => {
    expect(carriedOut(react<Points.PointsCommand>(renewed))).toEqual([])
  })
})
