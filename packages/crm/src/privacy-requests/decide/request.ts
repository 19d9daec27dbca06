// What the decisions about requests share.
import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type { RequestId } from '../../shared/ids.js'
import type {
  ClearPrivacyEntry,
  ErasureConcluded,
  PrivacyRequestReceived,
  PrivacyRequestsEvent,
  RequestKind,
} from '../events.js'
import type { PrivacyRequestsRejection } from '../rejections.js'
import type { PrivacyRequests } from '../state.js'

export type Decision = Either<PrivacyRequestsRejection, ReadonlyArray<PrivacyRequestsEvent>>

/** The entries of one type. */
export const ofType = <Type extends ClearPrivacyEntry['type']>(
  { entries }: PrivacyRequests,
  type: Type,
): ReadonlyArray<Extract<ClearPrivacyEntry, { readonly type: Type }>> =>
  entries.filter(
    (entry): entry is Extract<ClearPrivacyEntry, { readonly type: Type }> => entry.type === type,
  )

/** The day of a decision in Hong Kong. */
export const todayOf = ({ at }: Issued): CivilDate => dayInHongKong(at)

/** Nothing when it is recorded already with the same facts; a rejection when with others. */
export const again = (recorded: object, found: object): Decision => {
  const differences = differencesBetween(recorded, found)
  return differences.length === 0 ? E.right([]) : E.left({ _tag: 'AlreadyEntered', differences })
}

/** What became of a decision to erase; `undefined` as long as it is on its way. */
export const conclusionOf = (
  state: PrivacyRequests,
  erasureId: ErasureConcluded['erasureId'],
): ErasureConcluded | undefined =>
  ofType(state, 'ErasureConcluded').find((one) => one.erasureId === erasureId)

/** Says whether a decision to erase was made void: by a hold at the fence, or by a merge. */
const isVoid = (state: PrivacyRequests, erasureId: ErasureConcluded['erasureId']): boolean => {
  const conclusion = conclusionOf(state, erasureId)
  return conclusion !== undefined && conclusion.outcome !== 'carriedOut'
}

/** Says whether a request has been answered. A decision that was made void is no answer. */
export const isClosed = (state: PrivacyRequests, requestId: RequestId): boolean =>
  state.entries.some((entry) => {
    switch (entry.type) {
      case 'AccessCopySupplied':
      case 'NotHeldConfirmed':
      case 'DataCorrected':
        return entry.requestId === requestId
      case 'ErasureDecided':
        return entry.requestId === requestId && !isVoid(state, entry.erasureId)
      case 'RequestRefused':
        return entry.requestId === requestId && entry.extent === 'whole'
      default:
        return false
    }
  })

/** Says whether who asks has shown who they are. */
export const isVerified = (state: PrivacyRequests, requestId: RequestId): boolean =>
  ofType(state, 'RequesterVerified').some((one) => one.requestId === requestId)

/** The request of a command; one that is unknown or answered, or of another kind, is a rejection. */
export const openRequest = (
  state: PrivacyRequests,
  requestId: RequestId,
  expected?: RequestKind,
): Either<PrivacyRequestsRejection, PrivacyRequestReceived> => {
  const request = ofType(state, 'PrivacyRequestReceived').find((one) => one.requestId === requestId)
  if (request === undefined) return E.left({ _tag: 'UnknownRequest', requestId })
  if (expected !== undefined && request.kind !== expected) {
    return E.left({ _tag: 'WrongKindOfRequest', expected, found: request.kind })
  }
  return isClosed(state, requestId)
    ? E.left({ _tag: 'RequestClosed', requestId })
    : E.right(request)
}

/** Whether an answer on a day comes after its time. An extension that was told in time is in time (PDPO s.19(2), 23(2)). */
export const isLateOn = (
  state: PrivacyRequests,
  requestId: RequestId,
  dueOn: CivilDate,
  onDay: CivilDate,
): boolean =>
  onDay > dueOn && !ofType(state, 'ExtensionNoticeSent').some((one) => one.requestId === requestId)
