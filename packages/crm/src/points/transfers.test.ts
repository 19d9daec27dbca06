import { expect, test } from 'vitest'
import { adopted, eventsOf, idOf, issuedAt, noon } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import type { CustomerId } from '../shared/ids.js'
import type { ReceiveTransfer } from './commands.js'
import * as Points from './index.js'

const { programmeId, rules } = adopted()
const [taker, ...givers] = [1, 2, 3].map((n) => idOf<CustomerId>('cust', n)) as [
  CustomerId,
  CustomerId,
  CustomerId,
]

const from = (giver: CustomerId): ReceiveTransfer => ({
  type: 'ReceiveTransfer',
  membershipId: membershipIdOf(programmeId, taker),
  customerId: taker,
  programmeId,
  zone: rules.zone,
  transferId: idOf('tran', 1),
  part: 0,
  fromMembershipId: membershipIdOf(programmeId, giver),
  fromCustomerId: giver,
  isMember: true,
  lots: [
    {
      lotId: idOf('lots', givers.indexOf(giver)),
      from: idOf('lots', 10 + givers.indexOf(giver)),
      points: 40,
      earnedOn: civilDate('2024-06-01'),
    },
  ],
})

test('gifts of two members under one id both arrive, each once', () => {
  const account = [...givers, ...givers].reduce<Points.Account>((before, giver) => {
    const events = eventsOf(Points.decide(from(giver), before, issuedAt(noon('2024-06-02'))))
    return events.reduce(Points.evolve, before)
  }, Points.initial)
  if (account._tag !== 'Opened') throw new Error('nothing has arrived')
  expect(account.available).toBe(80)
})
