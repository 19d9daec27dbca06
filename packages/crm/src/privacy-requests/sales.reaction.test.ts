import { expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { claimsForPrivacy } from './sales.reaction.js'

test('PDPO s.26: a claim is noted where it is decided what of the customer is erased', () => {
  const claimed = {
    type: 'SaleClaimed',
    saleId: idOf('sale', 1),
    customerId: idOf('cust', 1),
    soldOn: civilDate('2024-06-01'),
  }
  const recorded = { event: claimed } as unknown as Parameters<typeof claimsForPrivacy.react>[0]
  expect(claimsForPrivacy.facts(recorded)).toEqual({})
  expect(claimsForPrivacy.react(recorded, {})).toEqual([{ ...claimed, type: 'NoteClaimedSale' }])
})
