// What was sealed for a sale to somebody unknown: nobody asks for its erasure, so it goes when its record has fallen due.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import { dueDayOf, retentionRules } from '../../shared/retention.js'
import type { ConcludeSaleErasure, DecideSaleErasure } from '../commands.js'
import type { SaleErasureRefused } from '../rejections.js'
import { type Document, ownerOf, type Sale, type SaleErasure } from '../state.js'
import type { Decision } from './documents.js'

// The record of a sale, whose buyer and sizes are sealed in this class.
const retained = 'transaction'

const isVoid = ({ outcome }: SaleErasure): boolean =>
  outcome !== undefined && outcome !== 'carriedOut'

const reasonsAgainst = (sale: Sale, issued: Issued): SaleErasureRefused['reasons'] => {
  const customerId = ownerOf(sale)
  const { floor: law = 'house rule' } = retentionRules[retained]
  const until = dueDayOf(retained, sale.recorded.soldOn)
  return [
    ...(customerId === undefined ? [] : [{ _tag: 'SaleHasOwner' as const, customerId }]),
    ...(dayInHongKong(issued.at) < until ? [{ _tag: 'RecordStillKept' as const, law, until }] : []),
  ]
}

export const decideSaleErasure = (
  { saleId, erasureId }: DecideSaleErasure,
  document: Document,
  issued: Issued,
): Decision => {
  if (document._tag !== 'Sale') return E.left({ _tag: 'UnknownSale', saleId })
  const { erasures, hasBuyer, hasSizes } = document
  // What is sealed after an erasure is refused by the vault: one decision that stands is enough.
  const isDecided = erasures.some((one) => one.erasureId === erasureId || !isVoid(one))
  if (isDecided) return E.right([])
  const reasons = reasonsAgainst(document, issued)
  if (reasons.length > 0) return E.left({ _tag: 'SaleErasureRefused', reasons })
  return hasBuyer || hasSizes
    ? E.right([
        { type: 'SaleErasureDecided', saleId, erasureId, decidedOn: dayInHongKong(issued.at) },
      ])
    : E.right([])
}

export const concludeSaleErasure = (
  { saleId, erasureId, outcome }: ConcludeSaleErasure,
  document: Document,
  issued: Issued,
): Decision => {
  if (document._tag !== 'Sale') return E.left({ _tag: 'UnknownSale', saleId })
  const decided = document.erasures.find((one) => one.erasureId === erasureId)
  if (decided === undefined) return E.left({ _tag: 'UnknownErasure', erasureId })
  // What was told first stands.
  if (decided.outcome !== undefined) return E.right([])
  const concludedOn = dayInHongKong(issued.at)
  return E.right([{ type: 'SaleErasureConcluded', saleId, erasureId, outcome, concludedOn }])
}
