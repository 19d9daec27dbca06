import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type {
  CompleteErasure,
  ConfirmProcessor,
  ErasureCommand,
  OrderPurge,
  RecordPurge,
} from './commands.js'
import type { ErasureEvent } from './events.js'
import type { ErasureRejection } from './rejections.js'
import type { Receipts } from './state.js'

type Decision = Either<ErasureRejection, ReadonlyArray<ErasureEvent>>

const nothing: Decision = E.right([])

const notOrdered = (erasureId: string): Decision => E.left({ _tag: 'PurgeNotOrdered', erasureId })

const orderPurge = (
  { erasureId, places, processors }: OrderPurge,
  receipts: Receipts,
  { at }: Issued,
): Decision =>
  receipts === undefined
    ? E.right([{ type: 'PurgeOrdered', erasureId, places, processors, at }])
    : nothing

const recordPurge = (
  { erasureId, place, count }: RecordPurge,
  receipts: Receipts,
  { at }: Issued,
): Decision => {
  if (receipts === undefined) return notOrdered(erasureId)
  if (!receipts.asked.places.includes(place)) return E.left({ _tag: 'NotAsked', name: place })
  return receipts.missing.places.includes(place)
    ? E.right([{ type: 'DerivedDataPurged', erasureId, place, count, at }])
    : nothing
}

const confirmProcessor = (
  { erasureId, processor }: ConfirmProcessor,
  receipts: Receipts,
  { at }: Issued,
): Decision => {
  if (receipts === undefined) return notOrdered(erasureId)
  const { asked, missing } = receipts
  if (!asked.processors.includes(processor)) return E.left({ _tag: 'NotAsked', name: processor })
  return missing.processors.includes(processor)
    ? E.right([{ type: 'ProcessorConfirmedErasure', erasureId, processor, at }])
    : nothing
}

const completeErasure = (
  { erasureId, vaultIds }: CompleteErasure,
  receipts: Receipts,
  { at }: Issued,
): Decision => {
  if (receipts === undefined) return notOrdered(erasureId)
  if (receipts.isCompleted) return nothing
  const { places, processors } = receipts.missing
  return places.length + processors.length > 0
    ? E.left({ _tag: 'ReceiptsMissing', places, processors })
    : E.right([{ type: 'ErasureCompleted', erasureId, vaultIds, at }])
}

export const decide = (command: ErasureCommand, receipts: Receipts, issued: Issued): Decision => {
  switch (command.type) {
    case 'OrderPurge':
      return orderPurge(command, receipts, issued)
    case 'RecordPurge':
      return recordPurge(command, receipts, issued)
    case 'ConfirmProcessor':
      return confirmProcessor(command, receipts, issued)
    case 'CompleteErasure':
      return completeErasure(command, receipts, issued)
  }
}
