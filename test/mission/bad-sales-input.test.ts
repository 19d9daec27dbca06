// Commands about sales that are wrong in every way that a member can be wrong: each is refused by the path of what is wrong,
// and nothing is appended.
import { crm } from '@patina/crm'
import { inMemory, newId, type Problem } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let shop: Application<typeof crm>
beforeAll(async () => {
  shop = await orThrow(open(inMemory(), crm))
})
afterAll(() => shop.close())

const id = '6f1d2c3b-0000-4000-8000-000000000001'
const redemption = { membershipId: id, redemptionId: id, points: 100 }
const piece = {
  serial: 'SN-1',
  certificate: 'C-1',
  warranty: { startsOn: '2026-01-15', months: 24, basis: 'sale' },
}
const line = {
  lineId: '1',
  sku: 'RING-1',
  quantity: 1,
  unitMinor: 6000,
  paidMinor: 5000,
  article: { brand: 'EXAMPLE', collection: 'A', reference: 'R', category: 'ring' },
  piece,
  discountMinor: 1000,
  taxMinor: 0,
}
const sale = {
  type: 'RecordSale',
  documentNumber: 'INV-1',
  storeId: 'SHOP-1',
  customerId: id,
  soldOn: '2026-01-15',
  currency: 'HKD',
  lines: [line],
  discountMinor: 0,
  tenders: [
    { kind: 'card', amountMinor: 4000 },
    { kind: 'points', amountMinor: 1000, redemption },
  ],
  occasion: 'wedding',
  giftFor: 'somebody',
  quotationId: id,
  campaignRef: 'SPRING',
  exchangeId: id,
  sizes: [{ lineId: '1', size: 'EXAMPLE 52' }],
}
const back = {
  type: 'ReturnLines',
  saleId: id,
  storeId: 'SHOP-1',
  returnDocument: 'R-1',
  returnedOn: '2026-01-16',
  lines: [{ lineId: '1', quantity: 1 }],
  reasonCode: 'faulty',
  refundBy: 'pointsFirst',
  exchangeId: id,
}
const voided = { type: 'VoidSale', saleId: id, reasonCode: 'mistake', zone: 'Asia/Hong_Kong' }
const claim = {
  type: 'ClaimSale',
  saleId: id,
  customerId: id,
  proof: 'receipt',
  withinDays: 14,
  zone: 'Asia/Hong_Kong',
}
const erase = { type: 'DecideSaleErasure', saleId: id, erasureId: id }
const concluded = { ...erase, type: 'ConcludeSaleErasure', outcome: 'held' }
const ofLine = (change: object): object => ({ ...sale, lines: [{ ...line, ...change }] })
const ofPiece = (change: object): object => ofLine({ piece: { ...piece, ...change } })
const ofTender = (change: object): object => ({
  ...sale,
  tenders: [{ kind: 'card', amountMinor: 5000, ...change }],
})
const ofBack = (change: object): object => ({
  ...back,
  lines: [{ lineId: '1', quantity: 1, ...change }],
})
const without = (of: object, member: string): object =>
  Object.fromEntries(Object.entries(of).filter(([key]) => key !== member))

const long = 'x'.repeat(65)
const malformed: ReadonlyArray<readonly [string, unknown, Omit<Problem, 'expected'>]> = [
  [
    'a brand that is a number',
    ofLine({ article: { brand: 7 } }),
    { path: '/lines/0/article/brand', found: '7' },
  ],
  [
    'a brand that is too long',
    ofLine({ article: { brand: long } }),
    { path: '/lines/0/article/brand', found: 'text of 65 characters' },
  ],
  [
    'an unknown fact of an article',
    ofLine({ article: { colour: 'red' } }),
    { path: '/lines/0/article/colour', found: 'text of 3 characters' },
  ],
  [
    'a piece without its number',
    ofPiece({ serial: undefined }),
    { path: '/lines/0/piece/serial', found: 'nothing' },
  ],
  [
    'a warranty of no months',
    ofPiece({ warranty: { ...piece.warranty, months: 0 } }),
    { path: '/lines/0/piece/warranty/months', found: '0' },
  ],
  [
    'a warranty from a day that does not exist',
    ofPiece({ warranty: { ...piece.warranty, startsOn: '2026-02-30' } }),
    { path: '/lines/0/piece/warranty/startsOn', found: '2026-02-30' },
  ],
  [
    'a warranty on another basis',
    ofPiece({ warranty: { ...piece.warranty, basis: 'hope' } }),
    { path: '/lines/0/piece/warranty/basis', found: 'text of 4 characters' },
  ],
  [
    'a negative discount of a line',
    ofLine({ discountMinor: -1 }),
    { path: '/lines/0/discountMinor', found: '-1' },
  ],
  [
    'a tax in fractions of a cent',
    ofLine({ taxMinor: 0.5 }),
    { path: '/lines/0/taxMinor', found: '0.5' },
  ],
  [
    'points that a line says itself',
    ofLine({ byPoints: { minor: 1, points: 1 } }),
    { path: '/lines/0/byPoints', found: 'an object' },
  ],
  ['a negative discount', { ...sale, discountMinor: -1 }, { path: '/discountMinor', found: '-1' }],
  [
    'a discount out of range',
    { ...sale, discountMinor: 1e12 + 1 },
    { path: '/discountMinor', found: '1000000000001' },
  ],
  [
    'a tender of nothing',
    ofTender({ amountMinor: 0 }),
    { path: '/tenders/0/amountMinor', found: '0' },
  ],
  [
    'a tender without its kind',
    ofTender({ kind: undefined }),
    { path: '/tenders/0/kind', found: 'nothing' },
  ],
  [
    'a tender of no points',
    ofTender({ redemption: { ...redemption, points: 0 } }),
    { path: '/tenders/0/redemption/points', found: '0' },
  ],
  [
    'a redemption without its account',
    ofTender({ redemption: without(redemption, 'membershipId') }),
    { path: '/tenders/0/redemption/membershipId', found: 'nothing' },
  ],
  [
    'too many tenders',
    { ...sale, tenders: Array.from({ length: 101 }, () => ({ kind: 'cash', amountMinor: 1 })) },
    { path: '/tenders', found: 'a list of 101' },
  ],
  [
    'an occasion that is empty',
    { ...sale, occasion: '' },
    { path: '/occasion', found: 'empty text' },
  ],
  [
    'a gift for a name',
    { ...sale, giftFor: 'grandmother' },
    { path: '/giftFor', found: 'text of 11 characters' },
  ],
  [
    'a quotation that is no id',
    { ...sale, quotationId: 'Q-1' },
    { path: '/quotationId', found: 'text of 3 characters' },
  ],
  [
    'a campaign that is a list',
    { ...sale, campaignRef: [] },
    { path: '/campaignRef', found: 'a list of 0' },
  ],
  ['an exchange that is no id', { ...sale, exchangeId: 1 }, { path: '/exchangeId', found: '1' }],
  [
    'a size that is a number',
    { ...sale, sizes: [{ lineId: '1', size: 52 }] },
    { path: '/sizes/0/size', found: 'a number' },
  ],
  [
    'a size of no line',
    { ...sale, sizes: [{ size: 'EXAMPLE 52' }] },
    { path: '/sizes/0/lineId', found: 'nothing' },
  ],
  ['no sizes at all', { ...sale, sizes: [] }, { path: '/sizes', found: 'a list of 0' }],
  ['a negative refund', ofBack({ refundMinor: -1 }), { path: '/lines/0/refundMinor', found: '-1' }],
  ['no pieces that come back', ofBack({ quantity: 0 }), { path: '/lines/0/quantity', found: '0' }],
  [
    'an unknown way to refund',
    { ...back, refundBy: 'halves' },
    { path: '/refundBy', found: 'text of 6 characters' },
  ],
  [
    'a return in an exchange that is no id',
    { ...back, exchangeId: 'E-1' },
    { path: '/exchangeId', found: 'text of 3 characters' },
  ],
  [
    'a return without a day',
    without(back, 'returnedOn'),
    { path: '/returnedOn', found: 'nothing' },
  ],
  ['a void of no sale', without(voided, 'saleId'), { path: '/saleId', found: 'nothing' }],
  [
    'a void without a reason',
    without(voided, 'reasonCode'),
    { path: '/reasonCode', found: 'nothing' },
  ],
  [
    'a void in no zone',
    { ...voided, zone: 'Nowhere/Land' },
    { path: '/zone', found: 'text of 12 characters' },
  ],
  ['a void with an unknown member', { ...voided, force: true }, { path: '/force', found: 'true' }],
  ['a claim by nobody', without(claim, 'customerId'), { path: '/customerId', found: 'nothing' }],
  ['a claim without proof', without(claim, 'proof'), { path: '/proof', found: 'nothing' }],
  [
    'a claim with a proof of another kind',
    { ...claim, proof: 'word' },
    { path: '/proof', found: 'text of 4 characters' },
  ],
  [
    'a claim within negative days',
    { ...claim, withinDays: -1 },
    { path: '/withinDays', found: '-1' },
  ],
  [
    'a claim within too many days',
    { ...claim, withinDays: 3661 },
    { path: '/withinDays', found: '3661' },
  ],
  ['an erasure of no sale', without(erase, 'saleId'), { path: '/saleId', found: 'nothing' }],
  [
    'an erasure without an id',
    without(erase, 'erasureId'),
    { path: '/erasureId', found: 'nothing' },
  ],
  [
    'an erasure that ended otherwise',
    { ...concluded, outcome: 'lost' },
    { path: '/outcome', found: 'text of 4 characters' },
  ],
  [
    'a claim with an unknown member',
    { ...claim, note: 'x' },
    { path: '/note', found: 'text of 1 characters' },
  ],
]

const send = (command: unknown) =>
  shop.send(command as never, { commandId: newId(), actor: 'till-1' } as never)()

describe('bad input about sales', () => {
  test.each(malformed)(
    '%s is refused by its path, and nothing is appended',
    async (_title, command, problem) => {
      const { head } = await orThrow(shop.status)
      expect(await send(command)).toMatchObject({
        left: { _tag: 'InvalidCommand', problems: [problem] },
      })
      expect((await orThrow(shop.status)).head).toBe(head)
    },
  )

  test('is each time one step from what is well formed: the commands themselves are no bad input', async () => {
    for (const command of [back, voided, claim, erase, concluded]) {
      expect(await send(command)).toMatchObject({ left: { _tag: 'UnknownSale' } })
    }
    // The sizes are sealed, and a shop without a vault takes none.
    expect(await send(without(sale, 'sizes'))).toMatchObject({ right: { _tag: 'Appended' } })
  })
})
