import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { saleIdOf } from '../../shared/derived-ids.js'
import type { RecordSale } from '../commands.js'
import type { BuyerRecorded, SaleRecorded, SizesRecorded } from '../events.js'
import type { Document, NothingRecorded, Sale } from '../state.js'
import { spread } from './allocation.js'
import { type Decision, flawOf, sameOr, sum, tooLarge } from './documents.js'
import { reasonsAgainstSale } from './fit.js'

/** A sale as its document says, with what is sealed beside it. */
export const recordSale = (command: RecordSale, document: Document, issued: Issued): Decision => {
  const found = sum(command.lines, ({ paidMinor }) => paidMinor) - (command.discountMinor ?? 0)
  const { totalMinor: expected = found } = command
  if (found !== expected) return E.left({ _tag: 'TotalsDoNotAdd', expected, found })
  const saleId = saleIdOf(command.storeId, command.documentNumber)
  // What was closed for another sale would be that sale's for ever.
  if (command.saleId !== undefined && command.saleId !== saleId) {
    return E.left({ _tag: 'AnotherSale', expected: saleId, found: command.saleId })
  }
  const lines = spread(command)
  const reasons = reasonsAgainstSale(command, lines, found)
  if (reasons.length > 0) return E.left({ _tag: 'SaleRefused', reasons })
  const { type: _, buyer, sizes, saleId: __, ...facts } = command
  const recorded: SaleRecorded = {
    type: 'SaleRecorded',
    ...facts,
    saleId,
    lines,
    units: sum(lines, ({ quantity }) => quantity),
    totalMinor: found,
  }
  if (document._tag !== 'NothingRecorded') return again(command, document, recorded)
  const flaw = flawOf(command.soldOn, command.lines, issued) ?? tooLarge('totalMinor', found)
  if (flaw !== undefined) return E.left(flaw)
  return E.right([recorded, ...sealedOf(recorded, command)])
}

// The same document again: what is sealed is no part of its content, and can be told later, once.
const again = (
  command: RecordSale,
  document: Exclude<Document, NothingRecorded>,
  found: SaleRecorded,
): Decision => {
  const recorded = document._tag === 'Sale' ? standing(document, found) : document.recorded
  const same = sameOr(command.documentNumber, recorded, found)
  if (E.isLeft(same) || document._tag !== 'Sale') return same
  return E.right(
    sealedOf(found, command).filter(
      ({ type }) => !(type === 'BuyerRecorded' ? document.hasBuyer : document.hasSizes),
    ),
  )
}

// A document that names the customer who has claimed the sale meanwhile says nothing new.
const standing = ({ recorded, claimed }: Sale, { customerId }: SaleRecorded): SaleRecorded =>
  claimed !== undefined && claimed.customerId === customerId
    ? { ...recorded, customerId }
    : recorded

const sealedOf = (
  { saleId, customerId }: SaleRecorded,
  { buyer, sizes = [] }: RecordSale,
): ReadonlyArray<BuyerRecorded | SizesRecorded> => {
  const whose = { saleId, ...(customerId === undefined ? {} : { customerId }) }
  return [
    ...(buyer === undefined ? [] : [{ type: 'BuyerRecorded' as const, ...whose, buyer }]),
    ...(sizes.length === 0 ? [] : [{ type: 'SizesRecorded' as const, ...whose, sizes }]),
  ]
}
