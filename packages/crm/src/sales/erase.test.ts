import type { ErasureDecisions } from '@patina/privacy'
import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { customerId } from '../shared/ids.js'
import { fittingSales, sealedBuyers } from './arbitraries.js'
import type { ConcludeSaleErasure, DecideSaleErasure, RecordSale } from './commands.js'
import type { SaleErasureConcluded, SaleErasureDecided, SaleRecorded } from './events.js'
import * as Sales from './index.js'

comparePersonal()

const given = storiesAt(Sales)
// Of the first of June 2024: kept for seven years.
const [command] = fc.sample(fittingSales, 1) as [RecordSale]
const [buyer] = fc.sample(sealedBuyers, 1) as [Sales.BuyerRecorded['buyer']]
const [sale] = eventsOf(given().when(command).outcome()) as [SaleRecorded]
const { saleId } = sale
const withBuyer = [sale, { type: 'BuyerRecorded' as const, saleId, buyer }]
const owner = customerId(idOf('cust', 1))

const erasureId = idOf<DecideSaleErasure['erasureId']>('eras', 1)
const otherId = idOf<DecideSaleErasure['erasureId']>('eras', 2)
const erase: DecideSaleErasure = { type: 'DecideSaleErasure', saleId, erasureId }
const due = noon('2031-06-01')
const decided: SaleErasureDecided = {
  type: 'SaleErasureDecided',
  saleId,
  erasureId,
  decidedOn: civilDate('2031-06-01'),
}
const conclude: ConcludeSaleErasure = {
  type: 'ConcludeSaleErasure',
  saleId,
  erasureId,
  outcome: 'carriedOut',
}
const concluded: SaleErasureConcluded = {
  ...conclude,
  type: 'SaleErasureConcluded',
  concludedOn: civilDate('2031-06-01'),
}
const kept = { _tag: 'RecordStillKept', law: 'IRO s.51C', until: civilDate('2031-06-01') } as const
const refused = (...reasons: Sales.SaleErasureRefused['reasons']): Sales.SaleErasureRefused => ({
  _tag: 'SaleErasureRefused',
  reasons,
})

describe('what was sealed for a sale that nobody has claimed', () => {
  test('IRO s.51C: is kept for seven years from the day of the sale, to the day in Hong Kong', () => {
    given(...withBuyer)
      .when(erase, '2031-05-31T15:59:59.999Z')
      .expectRejection(refused(kept))
    given(...withBuyer)
      .when(erase, '2031-05-31T16:00:00.000Z')
      .expect(decided)
  })

  test('PDPO s.26: is decided to be erased once; a decision that came to nothing is none', () => {
    given(...withBuyer, decided)
      .when(erase, due)
      .expectNothing()
    given(...withBuyer, decided)
      .when({ ...erase, erasureId: otherId }, due)
      .expectNothing()
    given(...withBuyer, decided, { ...concluded, outcome: 'held' })
      .when(erase, due)
      .expectNothing()
    given(...withBuyer, decided, { ...concluded, outcome: 'held' })
      .when({ ...erase, erasureId: otherId }, due)
      .expect({ ...decided, erasureId: otherId })
    given(...withBuyer, decided, concluded)
      .when({ ...erase, erasureId: otherId }, due)
      .expectNothing()
  })

  test('needs no decision where nothing was sealed, and no sale has none', () => {
    given(sale).when(erase, due).expectNothing()
    given().when(erase, due).expectRejection({ _tag: 'UnknownSale', saleId: erase.saleId })
    given().when(conclude, due).expectRejection({ _tag: 'UnknownSale', saleId: conclude.saleId })
  })

  test('is told the outcome once, of a decision that there was', () => {
    given(...withBuyer, decided)
      .when(conclude, due)
      .expect(concluded)
    given(...withBuyer, decided, concluded)
      .when({ ...conclude, outcome: 'held' }, due)
      .expectNothing()
    given(...withBuyer)
      .when(conclude, due)
      .expectRejection({ _tag: 'UnknownErasure', erasureId })
  })

  test('goes with the customer where there is one, by the document or by a claim', () => {
    const claim = { type: 'ClaimSale', saleId, customerId: owner, proof: 'receipt' } as const
    const [claimed] = eventsOf(
      given(...withBuyer)
        .when(claim, noon('2024-06-02'))
        .outcome(),
    )
    if (claimed === undefined) throw new Error('the sale was not claimed')
    const hasOwner = { _tag: 'SaleHasOwner', customerId: owner } as const
    given(...withBuyer, claimed)
      .when(erase, noon('2031-05-31'))
      .expectRejection(refused(hasOwner, kept))
    given({ ...sale, customerId: owner })
      .when(erase, due)
      .expectRejection(refused(hasOwner))
  })
})

test('a decision about a sale is handed to the erasure of the application, and its end to the sale', () => {
  const decisions: ErasureDecisions = Sales.saleErasureDecisions
  expect(decisions.read(decided)).toEqual({
    erasureId,
    why: 'retention',
    subject: saleId,
    parts: [{ subject: saleId, class: 'transaction' }],
    kept: [],
  })
  expect(decisions.conclude({ erasureId, subject: saleId }, 'carriedOut')).toEqual(conclude)
})
