import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { claimOf } from '../../shared/rational.js'
import type { ClaimSale } from '../commands.js'
import type { ByPoints, SaleClaimed, SaleLine } from '../events.js'
import type { ClaimRefused } from '../rejections.js'
import {
  type CameBack,
  cameBack,
  type Document,
  ownerOf,
  returnedByLine,
  type Sale,
} from '../state.js'
import { type Decision, shopDay, sum } from './documents.js'

/** How many days after its own a sale can be claimed, where the command does not say. */
const usualDays = 14

/** A sale to somebody unknown turns out to be a customer's: what is left of it is theirs from its own day on. */
export const claimSale = (command: ClaimSale, document: Document, issued: Issued): Decision => {
  if (document._tag !== 'Sale') return E.left({ _tag: 'UnknownSale', saleId: command.saleId })
  if (ownerOf(document) === command.customerId) return E.right([])
  const claimed = claimedOf(command, document, issued)
  const reasons = reasonsAgainst(command, document, claimed)
  return reasons.length > 0 ? E.left({ _tag: 'ClaimRefused', reasons }) : E.right([claimed])
}

const reasonsAgainst = (
  { withinDays: days = usualDays }: ClaimSale,
  sale: Sale,
  { soldOn, claimedOn: today, lines }: SaleClaimed,
): ClaimRefused['reasons'] => [
  ...(sale.voided === undefined ? [] : [{ _tag: 'SaleIsVoid' as const }]),
  ...(ownerOf(sale) === undefined ? [] : [{ _tag: 'AlreadyClaimed' as const }]),
  ...(today < soldOn ? [{ _tag: 'ClaimedBeforeSold' as const, soldOn, claimedOn: today }] : []),
  ...(today > plusDays(soldOn, days)
    ? [{ _tag: 'ClaimTooLate' as const, soldOn, today, days }]
    : []),
  ...(lines.length > 0 ? [] : [{ _tag: 'NothingLeft' as const }]),
]

const claimedOf = (
  { customerId, proof, zone }: ClaimSale,
  sale: Sale,
  { at }: Issued,
): SaleClaimed => {
  const { saleId, documentNumber, storeId, soldOn, currency } = sale.recorded
  const { giftFor, occasion, campaignRef } = sale.recorded
  const returned = returnedByLine(sale)
  const lines = sale.recorded.lines.flatMap((line) => leftOf(line, cameBack(line.lineId, returned)))
  return {
    type: 'SaleClaimed',
    saleId,
    documentNumber,
    storeId,
    customerId,
    ...(giftFor === undefined ? {} : { giftFor }),
    ...(occasion === undefined ? {} : { occasion }),
    ...(campaignRef === undefined ? {} : { campaignRef }),
    soldOn,
    claimedOn: shopDay(at, zone),
    currency,
    lines,
    units: sum(lines, ({ quantity }) => quantity),
    totalMinor: sum(lines, ({ paidMinor }) => paidMinor),
    proof,
  }
}

// A line without what came back of it; none where all of it did. By pieces, whatever was given back for them.
const leftOf = (line: SaleLine, came: CameBack): ReadonlyArray<SaleLine> => {
  if (came.quantity === 0) return [line]
  const { quantity: q, paidMinor: paid, byPoints, discountMinor, taxMinor, ...rest } = line
  const quantity = q - came.quantity
  if (quantity === 0) return []
  const left = (amount: number): number => claimOf(amount, q, came.quantity, quantity)
  const paidMinor = Math.max(0, paid - came.paidMinor)
  const points = byPoints && pointsLeft(byPoints, Math.min(left(byPoints.minor), paidMinor))
  return [
    {
      ...rest,
      quantity,
      paidMinor,
      ...(discountMinor === undefined ? {} : { discountMinor: left(discountMinor) }),
      ...(taxMinor === undefined ? {} : { taxMinor: left(taxMinor) }),
      ...(points === undefined ? {} : { byPoints: points }),
    },
  ]
}

// Points follow their worth, as in a refund.
const pointsLeft = ({ minor: all, points }: ByPoints, minor: number): ByPoints | undefined =>
  minor === 0 ? undefined : { minor, points: claimOf(points, all, all - minor, minor) }
