import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { VoidSale } from '../commands.js'
import type { SaleVoided } from '../events.js'
import type { VoidRefused } from '../rejections.js'
import { type Document, ownerOf, type Sale } from '../state.js'
import { redemptionsOf } from './allocation.js'
import { type Decision, shopDay } from './documents.js'

/** A sale is taken back whole, on its own day and before anything of it came back. */
export const voidSale = (command: VoidSale, document: Document, issued: Issued): Decision => {
  if (document._tag !== 'Sale') return E.left({ _tag: 'UnknownSale', saleId: command.saleId })
  if (document.voided !== undefined) return E.right([])
  const reasons = reasonsAgainst(command, document, issued)
  return reasons.length > 0
    ? E.left({ _tag: 'VoidRefused', reasons })
    : E.right([voided(command, document)])
}

const reasonsAgainst = (
  { zone }: VoidSale,
  { recorded: { soldOn }, returns }: Sale,
  { at }: Issued,
): VoidRefused['reasons'] => {
  const today = shopDay(at, zone)
  return [
    ...(today === soldOn ? [] : [{ _tag: 'VoidTooLate' as const, soldOn, today }]),
    ...(returns.length === 0 ? [] : [{ _tag: 'HasReturns' as const, returns: returns.length }]),
  ]
}

const voided = ({ reasonCode }: VoidSale, sale: Sale): SaleVoided => {
  const { saleId, documentNumber, storeId, giftFor, soldOn, currency, ...rest } = sale.recorded
  const customerId = ownerOf(sale)
  const undone = redemptionsOf(rest.tenders).toReversed()
  return {
    type: 'SaleVoided',
    saleId,
    documentNumber,
    storeId,
    ...(customerId === undefined ? {} : { customerId }),
    ...(giftFor === undefined ? {} : { giftFor }),
    soldOn,
    currency,
    lines: rest.lines,
    units: rest.units,
    totalMinor: rest.totalMinor,
    ...(rest.tenders === undefined ? {} : { tenders: rest.tenders }),
    reasonCode,
    ...(undone.length === 0 ? {} : { undone }),
  }
}
