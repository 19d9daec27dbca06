// Documents of a shop that does not exist.
import {
  type CivilDate,
  civilDate,
  currency,
  documentNumber,
  lineId,
  reasonCode,
  sku,
  storeId,
} from '@patina/crm'
import { type RecordSale, type ReturnLines, saleIdOf, type VoidSale } from '@patina/crm/sales'
import type { Said } from '@patina/privacy'

export const harbour = storeId('HARBOUR')
export const hkd = currency('HKD')
export const saturday = civilDate('2025-03-01')
export const sunday = civilDate('2025-03-02')

/** A sale of one watch strap. */
export const sold = (number: string, soldOn: CivilDate, paidMinor: number): Said<RecordSale> => ({
  type: 'RecordSale',
  documentNumber: documentNumber(number),
  storeId: harbour,
  soldOn,
  currency: hkd,
  lines: [
    { lineId: lineId('1'), sku: sku('STRAP-9'), quantity: 1, unitMinor: paidMinor, paidMinor },
  ],
})

/** Such a sale was none. */
export const voided = (number: string): VoidSale => ({
  type: 'VoidSale',
  saleId: saleIdOf(harbour, documentNumber(number)),
  reasonCode: reasonCode('typed-twice'),
})

/** The strap of such a sale comes back. */
export const returned = (
  number: string,
  sale: string,
  returnedOn: CivilDate,
  refundMinor: number,
): ReturnLines => ({
  type: 'ReturnLines',
  saleId: saleIdOf(harbour, documentNumber(sale)),
  storeId: harbour,
  returnDocument: documentNumber(number),
  returnedOn,
  lines: [{ lineId: lineId('1'), quantity: 1, refundMinor }],
  reasonCode: reasonCode('does-not-fit'),
})
