// A shop that does not exist, a customer of its and what she buys.
import {
  civilDate,
  codeOf,
  currency,
  customerId as customer,
  documentNumber,
  lineId,
  sku,
  storeId,
} from '@patina/crm'
import type { RegisterCustomer } from '@patina/crm/customers'
import type { RecordSale } from '@patina/crm/sales'
import type { Said } from '@patina/privacy'

export const customerId = customer('00000000-0000-4000-8000-00000000a11a')

export const registration: RegisterCustomer = {
  type: 'RegisterCustomer',
  customerId,
  source: codeOf('web'),
  storeId: storeId('HARBOUR'),
}

export const sale: Said<RecordSale> = {
  type: 'RecordSale',
  documentNumber: documentNumber('INV-1'),
  storeId: storeId('HARBOUR'),
  customerId,
  soldOn: civilDate('2025-03-01'),
  currency: currency('HKD'),
  lines: [
    { lineId: lineId('1'), sku: sku('RING-3'), quantity: 1, unitMinor: 90_000, paidMinor: 90_000 },
    { lineId: lineId('2'), sku: sku('BOX-1'), quantity: 1, unitMinor: 2_000, paidMinor: 2_000 },
  ],
}
