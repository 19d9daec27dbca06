import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type {
  BeginErasure,
  FenceCommand,
  PartToErase,
  PlaceLegalHold,
  RecordKeysDestroyed,
  RecordRotation,
  ReleaseLegalHold,
  ReopenClass,
  WithdrawErasure,
} from './commands.js'
import type { ErasedPart, FenceEvent } from './events.js'
import { unitAt } from './index-of-units.js'
import type { FenceRejection } from './rejections.js'
import { type Fence, fencingOf } from './state.js'

type Decision = Either<FenceRejection, ReadonlyArray<FenceEvent>>

const nothing: Decision = E.right([])

const holdsOn = ({ holds }: Fence, parts: ReadonlyArray<PartToErase>): ReadonlyArray<string> =>
  [...holds].flatMap(([holdId, { subject, classes }]) =>
    parts.some((part) => part.subject === subject && classes.includes(part.class)) ? [holdId] : [],
  )

// The part of a request that is not erased yet.
const leftOf = (
  fence: Fence,
  { subject, class: of, scopes }: PartToErase,
): ReadonlyArray<ErasedPart> => {
  const { generation, isWhole, scopes: fenced } = fencingOf(fence, subject, of)
  if (isWhole) return []
  const part = { subject, class: of, generation }
  if (scopes === undefined) return [part]
  const rest = scopes.filter((scope) => !fenced.has(scope))
  return rest.length === 0 ? [] : [{ ...part, scopes: rest }]
}

const beginErasure = (
  { erasureId, why, parts }: BeginErasure,
  fence: Fence,
  { at }: Issued,
): Decision => {
  const withdrawn = unitAt(fence.withdrawn, erasureId)
  if (withdrawn !== undefined) {
    return E.left({
      _tag: 'ErasureGivenUp',
      erasureId,
      ...(withdrawn === 'hold' ? {} : { why: withdrawn }),
    })
  }
  const holdIds = holdsOn(fence, parts)
  if (holdIds.length > 0) return E.left({ _tag: 'HoldInForce', holdIds })
  const left = parts.flatMap((part) => leftOf(fence, part))
  return left.length === 0
    ? nothing
    : E.right([{ type: 'ErasureBegun', erasureId, why, at, parts: left }])
}

const recordKeysDestroyed = (
  { erasureId, vaultId, keyIds }: RecordKeysDestroyed,
  { erasures }: Fence,
  { at }: Issued,
): Decision => {
  const vaults = unitAt(erasures, erasureId)
  if (vaults === undefined) return E.left({ _tag: 'ErasureUnknown', erasureId })
  return vaults.includes(vaultId)
    ? nothing
    : E.right([{ type: 'SubjectKeyDestroyed', erasureId, vaultId, keyIds, at }])
}

const reopenClass = ({ subject, class: of }: ReopenClass, fence: Fence): Decision => {
  const { generation, isWhole } = fencingOf(fence, subject, of)
  if (of === 'identity') return E.left({ _tag: 'ClassStaysClosed', class: of })
  return isWhole
    ? E.right([{ type: 'ClassReopened', subject, class: of, generation: generation + 1 }])
    : nothing
}

const placeLegalHold = (
  { holdId, subject, classes, why }: PlaceLegalHold,
  fence: Fence,
  { at }: Issued,
): Decision => {
  if (fence.holds.has(holdId)) return nothing
  const gone = classes.filter((of) => fencingOf(fence, subject, of).isWhole)
  return gone.length > 0
    ? E.left({ _tag: 'ErasureUnderWay', classes: gone })
    : E.right([{ type: 'LegalHoldPlaced', holdId, subject, classes, why, at }])
}

const releaseLegalHold = (
  { holdId }: ReleaseLegalHold,
  { holds }: Fence,
  { at }: Issued,
): Decision =>
  holds.has(holdId)
    ? E.right([{ type: 'LegalHoldReleased', holdId, at }])
    : E.left({ _tag: 'HoldUnknown', holdId })

const recordRotation = (
  { vaultId, kekId, through }: RecordRotation,
  { keks }: Fence,
  { at }: Issued,
): Decision =>
  keks.get(vaultId) === kekId
    ? nothing
    : E.right([
        {
          type: 'KeyEncryptionKeyRotated',
          vaultId,
          kekId,
          ...(through === undefined ? {} : { through }),
          at,
        },
      ])

const withdrawErasure = (
  { erasureId, why }: WithdrawErasure,
  { erasures, withdrawn }: Fence,
  { at }: Issued,
): Decision => {
  const isSettled =
    unitAt(erasures, erasureId) !== undefined || unitAt(withdrawn, erasureId) !== undefined
  return isSettled
    ? nothing
    : E.right([{ type: 'ErasureWithdrawn', erasureId, ...(why === undefined ? {} : { why }), at }])
}

export const decide = (command: FenceCommand, fence: Fence, issued: Issued): Decision => {
  switch (command.type) {
    case 'BeginErasure':
      return beginErasure(command, fence, issued)
    case 'RecordKeysDestroyed':
      return recordKeysDestroyed(command, fence, issued)
    case 'ReopenClass':
      return reopenClass(command, fence)
    case 'PlaceLegalHold':
      return placeLegalHold(command, fence, issued)
    case 'ReleaseLegalHold':
      return releaseLegalHold(command, fence, issued)
    case 'RecordRotation':
      return recordRotation(command, fence, issued)
    case 'WithdrawErasure':
      return withdrawErasure(command, fence, issued)
  }
}
