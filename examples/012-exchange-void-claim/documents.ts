// Documents of a shop that does not exist, on one Saturday.
import {
  civilDate,
  codeOf,
  currency,
  customerId,
  documentNumber,
  exchangeId,
  lineId,
  reasonCode,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import {
  type ClaimSale,
  type RecordSale,
  type ReturnLines,
  saleIdOf,
  type VoidSale,
} from '@patina/crm/sales'
import type { Said } from '@patina/privacy'

export const harbour = storeId('HARBOUR')
export const saturday = civilDate('2025-03-01')
export const customer = customerId('00000000-0000-4000-8000-00000000a012')
const swap = exchangeId('00000000-0000-4000-8000-00000000b012')
const hongKong = zone('Asia/Hong_Kong')

const article = (name: string, brand: string, category: string, minor: number) => ({
  sku: sku(name),
  quantity: 1,
  unitMinor: minor,
  paidMinor: minor,
  article: { brand: codeOf(brand), category: codeOf(category) },
})
const ring = article('RING-3', 'ALPHA', 'ring', 90_000)
const bracelet = article('BRACELET-1', 'ALPHA', 'bracelet', 30_000)
const clock = article('CLOCK-2', 'BETA', 'clock', 120_000)

/** Two pieces, HK$100 off the whole, and nobody asks for a name. */
export const sale: Said<RecordSale> = {
  type: 'RecordSale',
  documentNumber: documentNumber('INV-1'),
  storeId: harbour,
  soldOn: saturday,
  currency: currency('HKD'),
  lines: [
    { lineId: lineId('1'), ...ring },
    { lineId: lineId('2'), ...bracelet },
  ],
  discountMinor: 10_000,
  tenders: [{ kind: codeOf('card'), amountMinor: 110_000 }],
  totalMinor: 110_000,
}
const saleId = saleIdOf(harbour, sale.documentNumber)

/** The till was in error: the same goods on a document of another number. */
export const typedTwice: Said<RecordSale> = { ...sale, documentNumber: documentNumber('INV-2') }

export const voided: VoidSale = {
  type: 'VoidSale',
  saleId: saleIdOf(harbour, typedTwice.documentNumber),
  reasonCode: reasonCode('typed-twice'),
  zone: hongKong,
}

/** Somebody comes back with the receipt and joins. */
export const claim: ClaimSale = {
  type: 'ClaimSale',
  saleId,
  customerId: customer,
  proof: 'receipt',
  zone: hongKong,
}

/** The ring goes back, for what had been paid for it … */
export const ringBack: ReturnLines = {
  type: 'ReturnLines',
  saleId,
  storeId: harbour,
  returnDocument: documentNumber('RET-1'),
  returnedOn: saturday,
  lines: [{ lineId: lineId('1'), quantity: 1 }],
  reasonCode: reasonCode('does-not-fit'),
  exchangeId: swap,
}

/** … and a clock is taken instead. */
export const clockInstead: Said<RecordSale> = {
  type: 'RecordSale',
  documentNumber: documentNumber('INV-3'),
  storeId: harbour,
  customerId: customer,
  soldOn: saturday,
  currency: currency('HKD'),
  lines: [{ lineId: lineId('1'), ...clock }],
  tenders: [{ kind: codeOf('cash'), amountMinor: 120_000 }],
  exchangeId: swap,
}
