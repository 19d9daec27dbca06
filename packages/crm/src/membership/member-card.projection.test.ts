import type { Projection, Tagged } from '@patina/eventsourcing'
import { projectionLaws } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import { profile } from '../customers/index.js'
import { idOf } from '../shared/arbitraries.js'
import { type CivilDate, civilDate } from '../shared/civil-date.js'
import { customerId, programmeId, reasonCode } from '../shared/ids.js'
import { viewsAfter } from '../shared/views.arbitraries.js'
import type { MembershipEvent } from './index.js'
import { isMemberOn, type MemberCard, membershipIdOf } from './index.js'
import { memberCardView } from './member-card.codec.js'
import { memberCard } from './member-card.projection.js'

projectionLaws(memberCardView, shopHistories, { numRuns: 30 })

const party = { programmeId: programmeId(idOf('prog', 1)), customerId: customerId(idOf('cust', 1)) }
const of = { membershipId: membershipIdOf(party.programmeId, party.customerId), ...party }
const day = (text: string): CivilDate => civilDate(text)
const given = {
  ...of,
  type: 'MembershipActivated',
  since: day('2023-01-01'),
  through: day('2023-12-31'),
} as const
const suspended = {
  ...of,
  type: 'MembershipSuspended',
  fromDay: day('2023-06-01'),
  reasonCode: reasonCode('asked'),
} as const
const resumed = { ...of, type: 'MembershipResumed', fromDay: day('2023-07-01') } as const
const lapsed = { ...of, type: 'MembershipLapsed', through: day('2023-12-31') } as const
const renewed = {
  ...of,
  type: 'MembershipRenewed',
  fromDay: day('2024-03-01'),
  through: day('2024-12-31'),
} as const
const closed = {
  ...of,
  type: 'MembershipClosed',
  since: day('2023-01-01'),
  until: day('2024-06-30'),
  by: 'member',
  reasonCode: reasonCode('moved'),
} as const

type AnyProjection = Projection<string, unknown, Tagged, unknown>
const cardAfter = (...events: ReadonlyArray<MembershipEvent>): MemberCard =>
  viewsAfter(memberCard as unknown as AnyProjection, events).get(of.membershipId) as MemberCard

const asked = ['2023-05-31', '2023-06-15', '2023-07-01', '2024-01-15', '2024-05-01', '2024-07-01']

describe('the card of a member says how the membership stands', () => {
  test.each<readonly [string, ReadonlyArray<MembershipEvent>, object, ReadonlyArray<string>]>([
    [
      'given for a year',
      [given],
      { through: '2023-12-31', standing: 'active' },
      ['2023-05-31', '2023-06-15', '2023-07-01'],
    ],
    [
      'suspended',
      [given, suspended],
      { through: '2023-12-31', standing: 'suspended', gaps: [{ fromDay: '2023-06-01' }] },
      ['2023-05-31'],
    ],
    [
      'resumed',
      [given, suspended, resumed],
      { standing: 'active', gaps: [{ fromDay: '2023-06-01', resumesOn: '2023-07-01' }] },
      ['2023-05-31', '2023-07-01'],
    ],
    ['lapsed', [given, suspended, lapsed], { standing: 'lapsed' }, ['2023-05-31']],
    [
      'renewed',
      [given, lapsed, renewed],
      { through: '2024-12-31', standing: 'active' },
      ['2023-05-31', '2023-06-15', '2023-07-01', '2024-05-01'].concat('2024-07-01'),
    ],
    [
      'closed',
      [given, renewed, closed],
      { through: '2024-12-31', until: '2024-06-30', standing: 'closed' },
      ['2023-05-31', '2023-06-15', '2023-07-01', '2024-05-01'],
    ],
  ])('%s', (_title, events, expected, days) => {
    const card = cardAfter(...events)
    expect(card).toMatchObject({ since: '2023-01-01', ...expected })
    expect(asked.filter((one) => isMemberOn(card, day(one)))).toEqual(days)
    // The profile says the same of it.
    const seen = viewsAfter(profile as unknown as AnyProjection, events).get(party.customerId)
    expect(seen).toMatchObject({ memberships: [{ since: '2023-01-01', ...expected }] })
  })

  test('and shows SQL its last day', () => {
    const { columns } = memberCardView.encode(of.membershipId, cardAfter(given, lapsed))
    const names = memberCardView.columns.map(({ name }) => name)
    expect(Object.fromEntries(names.map((name, place) => [name, columns[place]]))).toEqual({
      programme_id: of.programmeId,
      customer_id: of.customerId,
      since: '2023-01-01',
      through: '2023-12-31',
      until: null,
      standing: 'lapsed',
    })
  })
})
