// Requests come in, are verified and, where they ask for access, answered with a copy.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type {
  ConfirmNotHeld,
  ExtendTime,
  QuoteFee,
  ReceiveRequest,
  RecordFee,
  SupplyCopy,
  VerifyRequester,
} from '../commands.js'
import type { FeeItem, FeeKind, PrivacyRequestReceived } from '../events.js'
import type { PrivacyRequests } from '../state.js'
import {
  again,
  type Decision,
  isLateOn,
  isVerified,
  ofType,
  openRequest,
  todayOf,
} from './request.js'

// Days within which a request is answered, counted from the day after it was received (PDPO s.19(1), s.21, s.23, s.25).
const answerDays = 40

export const receiveRequest = (
  { requestId, customerId, kind, by, receivedAt, text }: ReceiveRequest,
  state: PrivacyRequests,
  { at }: Issued,
): Decision => {
  const received: PrivacyRequestReceived = {
    type: 'PrivacyRequestReceived',
    requestId,
    customerId,
    kind,
    by,
    receivedAt,
    dueOn: plusDays(dayInHongKong(receivedAt), answerDays),
  }
  const before = ofType(state, 'PrivacyRequestReceived').find((one) => one.requestId === requestId)
  if (before !== undefined) return again(before, received)
  return receivedAt > at
    ? E.left({ _tag: 'EnteredBeforeItHappened', claimed: receivedAt, now: at })
    : E.right([text === undefined ? received : { ...received, text }])
}

export const verifyRequester = (
  { requestId, customerId, method, authoritySha256 }: VerifyRequester,
  state: PrivacyRequests,
): Decision => {
  if (isVerified(state, requestId)) return E.right([])
  const request = openRequest(state, requestId)
  if (E.isLeft(request)) return request
  if (request.right.by === 'authorised' && authoritySha256 === undefined) {
    return E.left({ _tag: 'AuthorityNotWritten' })
  }
  const authority = authoritySha256 === undefined ? {} : { authoritySha256 }
  return E.right([{ type: 'RequesterVerified', requestId, customerId, method, ...authority }])
}

const feeKinds: ReadonlyArray<string> = ['copying', 'postage', 'medium'] satisfies FeeKind[]

export const quoteFee = (
  { requestId, customerId, items, currency }: QuoteFee,
  state: PrivacyRequests,
): Decision => {
  const request = openRequest(state, requestId)
  if (E.isLeft(request)) return request
  const { kind } = request.right
  if (kind !== 'access') return E.left({ _tag: 'FeeNotAllowed', kind })
  const strange = items.map(({ item }) => item).filter((item) => !feeKinds.includes(item))
  if (strange.length > 0) return E.left({ _tag: 'FeeItemNotAllowed', items: strange })
  const quoted = {
    type: 'AccessFeeQuoted' as const,
    requestId,
    customerId,
    items: items as ReadonlyArray<object> as ReadonlyArray<FeeItem>,
    currency,
    totalMinor: items.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }
  const before = ofType(state, 'AccessFeeQuoted').find((one) => one.requestId === requestId)
  return before === undefined ? E.right([quoted]) : again(before, quoted)
}

export const recordFee = (
  { requestId, customerId }: RecordFee,
  state: PrivacyRequests,
): Decision => {
  const isPaid = ofType(state, 'AccessFeePaid').some((one) => one.requestId === requestId)
  if (isPaid) return E.right([])
  const request = openRequest(state, requestId, 'access')
  return E.isLeft(request) ? request : E.right([{ type: 'AccessFeePaid', requestId, customerId }])
}

export const supplyCopy = (
  command: SupplyCopy,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const { requestId, customerId, asOf, sha256, redactions } = command
  const before = ofType(state, 'AccessCopySupplied').find((one) => one.requestId === requestId)
  if (before !== undefined) {
    const { suppliedOn: _, isLate: __, ...facts } = before
    return again(facts, {
      type: 'AccessCopySupplied',
      requestId,
      customerId,
      asOf,
      sha256,
      redactions,
    })
  }
  const request = openRequest(state, requestId, 'access')
  if (E.isLeft(request)) return request
  if (!isVerified(state, requestId)) return E.left({ _tag: 'RequesterNotVerified' })
  const fee = ofType(state, 'AccessFeeQuoted').find((one) => one.requestId === requestId)
  const isPaid = ofType(state, 'AccessFeePaid').some((one) => one.requestId === requestId)
  if (fee !== undefined && !isPaid) {
    return E.left({ _tag: 'FeeUnpaid', totalMinor: fee.totalMinor })
  }
  const { receivedAt, dueOn } = request.right
  if (asOf.at !== receivedAt) {
    return E.left({ _tag: 'CopyNotAsOfReceipt', receivedAt, found: asOf.at })
  }
  const isTold = ofType(state, 'RequestRefused').some(
    (one) => one.requestId === requestId && one.extent === 'redactions',
  )
  if (redactions > 0 && !isTold) return E.left({ _tag: 'RedactionNeedsNotice', redactions })
  const suppliedOn = todayOf(issued)
  return E.right([
    {
      type: 'AccessCopySupplied',
      requestId,
      customerId,
      asOf,
      sha256,
      redactions,
      suppliedOn,
      isLate: isLateOn(state, requestId, dueOn, suppliedOn),
    },
  ])
}

export const confirmNotHeld = (
  { requestId, customerId }: ConfirmNotHeld,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  if (ofType(state, 'NotHeldConfirmed').some((one) => one.requestId === requestId)) {
    return E.right([])
  }
  const request = openRequest(state, requestId, 'access')
  if (E.isLeft(request)) return request
  if (!isVerified(state, requestId)) return E.left({ _tag: 'RequesterNotVerified' })
  const confirmedOn = todayOf(issued)
  const isLate = isLateOn(state, requestId, request.right.dueOn, confirmedOn)
  return E.right([{ type: 'NotHeldConfirmed', requestId, customerId, confirmedOn, isLate }])
}

export const extendTime = (
  { requestId, customerId, partialSha256, isNothingReady, reasonCode, reasons }: ExtendTime,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  if (ofType(state, 'ExtensionNoticeSent').some((one) => one.requestId === requestId)) {
    return E.right([])
  }
  const request = openRequest(state, requestId)
  if (E.isLeft(request)) return request
  if (partialSha256 === undefined && isNothingReady !== true) {
    return E.left({ _tag: 'PartialCopyRequired' })
  }
  const { dueOn } = request.right
  const today = todayOf(issued)
  if (today > dueOn) return E.left({ _tag: 'ExtensionLate', dueOn, today })
  const partial = partialSha256 === undefined ? {} : { partialSha256 }
  return E.right([
    {
      type: 'ExtensionNoticeSent',
      requestId,
      customerId,
      ...partial,
      reasonCode,
      sentOn: today,
      ...(reasons === undefined ? {} : { reasons }),
    },
  ])
}
