// What a made-up shop sells and takes back.
import type { PointsRedeemed } from './points/index.js'
import type { Article, LineSold, RecordSale, SaleRecorded, SalesCommand } from './sales/index.js'
import { saleIdOf } from './sales/index.js'
import { idOf, plainRules } from './shared/arbitraries.js'
import {
  codeOf,
  documentNumber,
  type ExchangeId,
  lineId,
  reasonCode,
  serialNumber,
  sku,
  staffId,
} from './shared/ids.js'
import { type Currency, currency } from './shared/money.js'
import { type Moment, type SalesStep, store } from './steps.arbitraries.js'

const articleOf = (of: number): Article => ({
  brand: codeOf(`B${of % 2}`),
  ...(of % 4 === 0 ? {} : { category: codeOf(`C${of % 3}`) }),
  ...(of % 5 === 1 ? { collection: codeOf(`L${of % 2}`), metal: codeOf(`M${of % 2}`) } : {}),
  ...(of % 7 === 2 ? { reference: codeOf(`R${of % 3}`), stone: codeOf('diamond') } : {}),
})
const otherCurrency: Currency = currency('GBP')
const exchangeOf = (count: number): { readonly exchangeId: ExchangeId } => ({
  exchangeId: idOf('exch', count % 3),
})

const linesOf = (amounts: ReadonlyArray<number>): ReadonlyArray<LineSold> =>
  amounts.map((paid, index) => {
    const quantity = 1 + (paid % 4)
    const discountMinor = quantity * paid - paid
    return {
      lineId: lineId(String(index + 1)),
      sku: sku(`W${paid % 3}`),
      ...(paid % 2 === 0 ? { name: `Watch ${paid % 5}` } : {}),
      quantity,
      unitMinor: paid,
      paidMinor: paid,
      ...(paid % 3 === 0 ? {} : { article: articleOf(paid) }),
      ...(paid % 6 === 5 ? { discountMinor, taxMinor: paid % 8 } : {}),
      ...(quantity === 1 && paid % 8 === 4 ? { piece: { serial: serialNumber(`N${paid}`) } } : {}),
    }
  })

// A discount of the whole, and what is left paid in points that were redeemed and in money.
const paidInPoints = (
  lines: ReadonlyArray<LineSold>,
  redeemed: PointsRedeemed | undefined,
): Pick<RecordSale, 'discountMinor' | 'tenders'> => {
  const total = lines.reduce((sum, { paidMinor }) => sum + paidMinor, 0)
  const discountMinor = Math.floor(total / 10)
  const left = total - discountMinor
  if (redeemed === undefined || left < 2) return { discountMinor }
  const { membershipId, redemptionId, points } = redeemed
  const amountMinor = Math.ceil(left / 2)
  return {
    discountMinor,
    tenders: [
      { kind: codeOf('points'), amountMinor, redemption: { membershipId, redemptionId, points } },
      { kind: codeOf('card'), amountMinor: left - amountMinor },
    ],
  }
}

/** What is asked at the till. */
export const salesCommand = (
  kind: SalesStep,
  { step, shop, today, count, customer, known, amount, earlier }: Moment,
): SalesCommand => {
  const { which, amounts } = step
  switch (kind) {
    case 'sell': {
      const lines = linesOf(amounts)
      return {
        type: 'RecordSale',
        documentNumber: documentNumber(`S${count}`),
        storeId: store,
        ...(customer === undefined ? {} : { customerId: customer }),
        soldOn: today,
        currency: which === 5 ? otherCurrency : plainRules.currency,
        ...(amount % 4 === 0 ? { buyer: step.person.buyer } : {}),
        ...(amount % 5 === 0 ? { giftFor: amount % 2 === 0 ? 'somebody' : known } : {}),
        ...(amount % 7 === 3 ? { staffId: staffId('till-2'), occasion: codeOf('birthday') } : {}),
        ...(amount % 7 === 4 ? { campaignRef: codeOf('spring') } : {}),
        ...(amount % 7 === 5 ? exchangeOf(count) : {}),
        lines,
        ...(which === 4 ? paidInPoints(lines, earlier<PointsRedeemed>('PointsRedeemed')) : {}),
      }
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
          ...(which === 4 ? {} : { refundMinor }),
        })),
        reasonCode: reasonCode('unwanted'),
        ...(which > 3 ? { refundBy: which === 4 ? 'pointsFirst' : 'moneyFirst' } : {}),
        ...(which === 3 ? exchangeOf(count) : {}),
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
