import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { eventsOf, idOf, storiesAt } from '../shared/arbitraries.js'
import { customerId, lineId } from '../shared/ids.js'
import { fittingSales, sealedBuyers, sealedSizes } from './arbitraries.js'
import type { RecordSale } from './commands.js'
import type { SaleRecorded, SizesRecorded } from './events.js'
import * as Sales from './index.js'

comparePersonal()

const given = storiesAt(Sales)
const owner = customerId(idOf('cust', 1))
const [drawn] = fc.sample(fittingSales, 1) as [RecordSale]
const command = { ...drawn, customerId: owner }
const [size] = fc.sample(sealedSizes, 1) as [SizesRecorded['sizes'][number]['size']]
const [buyer] = fc.sample(sealedBuyers, 1) as [Sales.BuyerRecorded['buyer']]
const [sale] = eventsOf(given().when(command).outcome()) as [SaleRecorded]
const sizes = [{ lineId: lineId('1'), size }]
const recorded: SizesRecorded = {
  type: 'SizesRecorded',
  saleId: sale.saleId,
  customerId: owner,
  sizes,
}

describe('the sizes of what was sold', () => {
  test('are an event of their own, beside the sale', () => {
    given()
      .when({ ...command, sizes })
      .expect(sale, recorded)
  })

  test('that were left out can be told with the same document, once, and so can the buyer', () => {
    given(sale)
      .when({ ...command, sizes })
      .expect(recorded)
    given(sale, recorded)
      .when({ ...command, sizes })
      .expectNothing()
    given(sale, recorded)
      .when({ ...command, sizes, buyer })
      .expect({ type: 'BuyerRecorded', saleId: sale.saleId, customerId: owner, buyer })
  })

  test('are each of a line that there is, and of one line once', () => {
    given()
      .when({ ...command, sizes: [...sizes, ...sizes, { lineId: lineId('9'), size }] })
      .expectRejection({
        _tag: 'SaleRefused',
        reasons: [{ _tag: 'SizeOfUnknownLine', lineIds: [lineId('9'), lineId('1')] }],
      })
  })
})
