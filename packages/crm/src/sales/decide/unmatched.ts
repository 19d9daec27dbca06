import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { returnIdOf } from '../../shared/derived-ids.js'
import type { RecordReturnWithoutSale } from '../commands.js'
import type { UnmatchedReturnRecorded } from '../events.js'
import type { Document } from '../state.js'
import { type Decision, flawOf, sameOr, sum, tooLarge } from './documents.js'

/** Goods that came back without a known sale, in the stream of their own document. */
export const recordReturnWithoutSale = (
  command: RecordReturnWithoutSale,
  document: Document,
  issued: Issued,
): Decision => {
  const { type: _, ...facts } = command
  const recorded: UnmatchedReturnRecorded = {
    type: 'UnmatchedReturnRecorded',
    ...facts,
    returnId: returnIdOf(command.storeId, command.returnDocument),
    units: sum(command.lines, ({ quantity }) => quantity),
    refundMinor: sum(command.lines, ({ refundMinor }) => refundMinor),
  }
  if (document._tag !== 'NothingRecorded') {
    return sameOr(command.returnDocument, document.recorded, recorded)
  }
  const flaw =
    flawOf(command.returnedOn, command.lines, issued) ??
    tooLarge('refundMinor', recorded.refundMinor)
  return flaw === undefined ? E.right([recorded]) : E.left(flaw)
}
