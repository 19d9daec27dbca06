// What a made-up shop sells and takes back.
import type { Article, SaleRecorded, SalesCommand } from './sales/index.js'
import { saleIdOf } from './sales/index.js'
import { plainRules } from './shared/arbitraries.js'
import { codeOf, documentNumber, lineId, reasonCode, sku } from './shared/ids.js'
import { type Currency, currency } from './shared/money.js'
import { type Moment, type SalesStep, store } from './steps.arbitraries.js'

const articleOf = (of: number): Article => ({
  brand: codeOf(`B${of % 2}`),
  ...(of % 4 === 0 ? {} : { category: codeOf(`C${of % 3}`) }),
})
const otherCurrency: Currency = currency('GBP')

/** What is asked at the till. */
export const salesCommand = (
  kind: SalesStep,
  { step, shop, today, count, customer, known, amount, earlier }: Moment,
): SalesCommand => {
  const { which, amounts } = step
  switch (kind) {
    case 'sell':
      return {
        type: 'RecordSale',
        documentNumber: documentNumber(`S${count}`),
        storeId: store,
        ...(customer === undefined ? {} : { customerId: customer }),
        soldOn: today,
        currency: which === 5 ? otherCurrency : plainRules.currency,
        ...(amount % 4 === 0 ? { buyer: step.person.buyer } : {}),
        ...(amount % 5 === 0 ? { giftFor: amount % 2 === 0 ? 'somebody' : known } : {}),
        lines: amounts.map((paid, index) => ({
          lineId: lineId(String(index + 1)),
          sku: sku(`W${paid % 3}`),
          ...(paid % 2 === 0 ? { name: `Watch ${paid % 5}` } : {}),
          quantity: 1 + (paid % 4),
          unitMinor: paid,
          paidMinor: paid,
          ...(paid % 3 === 0 ? {} : { article: articleOf(paid) }),
        })),
      }
    case 'voidSale':
      return {
        type: 'VoidSale',
        saleId:
          earlier<SaleRecorded>('SaleRecorded')?.saleId ?? saleIdOf(store, documentNumber('S0')),
        reasonCode: reasonCode('mistake'),
      }
    case 'claimSale': {
      const unclaimed = shop
        .entries()
        .flatMap(({ event }) => (event.type === 'SaleRecorded' ? [event as SaleRecorded] : []))
        .findLast(({ customerId }) => customerId === undefined)
      return {
        type: 'ClaimSale',
        saleId: unclaimed?.saleId ?? saleIdOf(store, documentNumber('S0')),
        customerId: known,
        proof: 'receipt',
        withinDays: 60,
      }
    }
    case 'takeBack':
      return {
        type: 'ReturnLines',
        saleId:
          earlier<SaleRecorded>('SaleRecorded')?.saleId ?? saleIdOf(store, documentNumber('S0')),
        storeId: store,
        returnDocument: documentNumber(`R${amount % 4}`),
        returnedOn: today,
        lines: amounts.map((refundMinor, index) => ({
          lineId: lineId(String(index + 1)),
          quantity: 1,
          refundMinor,
        })),
        reasonCode: reasonCode('unwanted'),
      }
    case 'takeBackUnknown':
      return {
        type: 'RecordReturnWithoutSale',
        storeId: store,
        returnDocument: documentNumber(`R${amount % 4}`),
        ...(customer === undefined ? {} : { customerId: customer }),
        returnedOn: today,
        currency: plainRules.currency,
        lines: amounts.map((refundMinor, index) => ({
          lineId: lineId(String(index + 1)),
          sku: sku(`W${refundMinor % 3}`),
          quantity: 1,
          refundMinor,
        })),
        reasonCode: reasonCode('noReceipt'),
      }
  }
}
