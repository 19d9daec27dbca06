import type { Instant } from '@patina/eventsourcing'
import { expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { dataKind, recipientClass, recipientId, subjectClass } from '../shared/ids.js'
import { disclosuresForConsent } from './consent.reaction.js'

test('PDPO s.23: data that was provided to others stands in the register of disclosures, by the day in Hong Kong', () => {
  const provided = {
    type: 'DataProvided' as const,
    eventId: idOf<never>('evnt', 1),
    customerId: idOf<never>('cust', 1),
    decidedAt: '2024-06-03T16:00:00.000Z' as Instant,
    provisionId: idOf<never>('prov', 1),
    recipientId: recipientId('FIRST-CO'),
    recipientClass: recipientClass('insurers'),
    kinds: [dataKind('email')],
    class: subjectClass('watches'),
    forGain: false,
    by: [],
  }
  const recorded = { event: provided } as unknown as Parameters<
    typeof disclosuresForConsent.react
  >[0]
  expect(disclosuresForConsent.facts(recorded)).toEqual({})
  expect(disclosuresForConsent.react(recorded, {})).toEqual([
    {
      type: 'RecordDisclosure',
      customerId: provided.customerId,
      disclosureId: provided.provisionId,
      recipientId: 'FIRST-CO',
      kinds: ['email'],
      disclosedOn: '2024-06-04',
    },
  ])
})
