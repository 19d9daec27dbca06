// The laws of the projection of example 003, as an integrator would run them beside it.
import {
  type CivilDate,
  type Currency,
  civilDate,
  currency,
  customerId,
  documentNumber,
  lineId,
  reasonCode,
  type StoreId,
  sku,
  storeId,
} from '@patina/crm'
import { returnIdOf, type SaleClaimed, saleIdOf, type TradeEntry } from '@patina/crm/sales'
import { historiesOf, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { describe } from 'vitest'
import { tillsView } from '../../examples/003-your-own-projection/tills.codec.js'

const strap = sku('STRAP-9')
const someone = customerId('00000000-0000-4000-8000-0000000000a1')

interface Drawn {
  readonly type:
    | 'SaleRecorded'
    | 'SaleVoided'
    | 'SaleClaimed'
    | 'SaleLinesReturned'
    | 'UnmatchedReturnRecorded'
  readonly shop: StoreId
  readonly number: number
  readonly day: CivilDate
  readonly money: Currency
  readonly paidMinor: number
}

const documentOf = ({
  type,
  shop,
  number,
  day,
  money,
  paidMinor,
}: Drawn): TradeEntry | SaleClaimed => {
  const sale = {
    saleId: saleIdOf(shop, documentNumber(`INV-${number}`)),
    documentNumber: documentNumber(`INV-${number}`),
    soldOn: day,
  }
  const back = {
    returnId: returnIdOf(shop, documentNumber(`RET-${number}`)),
    returnDocument: documentNumber(`RET-${number}`),
    returnedOn: day,
    refundMinor: paidMinor,
    reasonCode: reasonCode('does-not-fit'),
  }
  const all = { storeId: shop, currency: money, units: 1 }
  const line = { lineId: lineId('1'), sku: strap, quantity: 1 }
  const lines = [{ ...line, unitMinor: paidMinor, paidMinor }]
  const totalMinor = paidMinor
  switch (type) {
    case 'SaleRecorded':
      return { type, ...sale, ...all, lines, totalMinor }
    case 'SaleVoided':
      return { type, ...sale, ...all, lines, totalMinor, reasonCode: reasonCode('typed-twice') }
    case 'SaleClaimed': {
      const claim = { customerId: someone, claimedOn: day, proof: 'receipt' } as const
      return { type, ...sale, ...all, lines, totalMinor, ...claim }
    }
    case 'SaleLinesReturned': {
      const returned = { ...line, paidMinor, refundMinor: paidMinor }
      return { type, ...sale, ...all, ...back, lines: [returned] }
    }
    case 'UnmatchedReturnRecorded':
      return { type, ...all, ...back, lines: [{ ...line, refundMinor: paidMinor }] }
  }
}

// Whatever a till counts, and one event that it does not: of a type that was forgotten there must be some in the histories.
const documents: fc.Arbitrary<TradeEntry | SaleClaimed> = fc
  .record({
    type: fc.constantFrom<Drawn['type'][]>(
      'SaleRecorded',
      'SaleVoided',
      'SaleLinesReturned',
      'UnmatchedReturnRecorded',
      'SaleClaimed',
    ),
    shop: fc.constantFrom('HARBOUR', 'PEAK/1').map(storeId),
    number: fc.integer({ min: 1, max: 9 }),
    day: fc.constantFrom('2025-02-28', '2025-03-01').map(civilDate),
    money: fc.constantFrom('HKD', 'CHF').map(currency),
    paidMinor: fc.integer({ min: 0, max: 90_000 }),
  })
  .map((drawn) => documentOf(drawn))

describe('the tills of example 003', () => {
  const histories = historiesOf('sale', () => documents)
  projectionLaws(tillsView, histories)
})
