// Corrections, and who must hear of them.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusMonths } from '../../shared/civil-date.js'
import type {
  AnnexNote,
  CorrectData,
  RecordDisclosure,
  SupplyCorrectedCopy,
  TellThirdParty,
} from '../commands.js'
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

// How far back recipients are told of a correction, in calendar months (PDPO s.23(1)(c)).
const recipientMonths = 12

export const recordDisclosure = (
  { customerId, disclosureId, recipientId, kinds, disclosedOn }: RecordDisclosure,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const disclosed = {
    type: 'DataDisclosed' as const,
    customerId,
    disclosureId,
    recipientId,
    kinds,
    disclosedOn,
  }
  const before = ofType(state, 'DataDisclosed').find((one) => one.disclosureId === disclosureId)
  if (before !== undefined) return again(before, disclosed)
  const today = todayOf(issued)
  return disclosedOn > today
    ? E.left({ _tag: 'EnteredBeforeItHappened', claimed: disclosedOn, now: today })
    : E.right([disclosed])
}

export const correctData = (
  { requestId, customerId, corrections }: CorrectData,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const before = ofType(state, 'DataCorrected').find((one) => one.requestId === requestId)
  if (before !== undefined) {
    return again({ corrections: before.corrections }, { corrections })
  }
  const request = openRequest(state, requestId, 'correction')
  if (E.isLeft(request)) return request
  if (!isVerified(state, requestId)) return E.left({ _tag: 'RequesterNotVerified' })
  if (ofType(state, 'AccessCopySupplied').length === 0) {
    return E.left({ _tag: 'NoCopySuppliedBefore' })
  }
  const correctedOn = todayOf(issued)
  const from = plusMonths(correctedOn, -recipientMonths)
  const recipients = ofType(state, 'DataDisclosed')
    .filter(({ disclosedOn }) => disclosedOn >= from && disclosedOn <= correctedOn)
    .map(({ recipientId }) => recipientId)
  const { dueOn } = request.right
  return E.right([
    {
      type: 'DataCorrected',
      requestId,
      customerId,
      corrections,
      correctedOn,
      isLate: isLateOn(state, requestId, dueOn, correctedOn),
      recipients: [...new Set(recipients)],
      dueOn,
    },
  ])
}

export const supplyCorrectedCopy = (
  { requestId, customerId, sha256 }: SupplyCorrectedCopy,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const before = ofType(state, 'CorrectedCopySupplied').find((one) => one.requestId === requestId)
  if (before !== undefined) return again({ sha256: before.sha256 }, { sha256 })
  const isCorrected = ofType(state, 'DataCorrected').some((one) => one.requestId === requestId)
  return isCorrected
    ? E.right([
        {
          type: 'CorrectedCopySupplied',
          requestId,
          customerId,
          sha256,
          suppliedOn: todayOf(issued),
        },
      ])
    : E.left({ _tag: 'UnknownRequest', requestId })
}

export const tellThirdParty = (
  { requestId, customerId, recipientId }: TellThirdParty,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const corrected = ofType(state, 'DataCorrected').find((one) => one.requestId === requestId)
  if (corrected === undefined) return E.left({ _tag: 'UnknownRequest', requestId })
  const isTold = ofType(state, 'ThirdPartyTold').some(
    (one) => one.requestId === requestId && one.recipientId === recipientId,
  )
  const isOwed = corrected.recipients.includes(recipientId) && !isTold
  const told = {
    type: 'ThirdPartyTold' as const,
    requestId,
    customerId,
    recipientId,
    toldOn: todayOf(issued),
  }
  return E.right(isOwed ? [told] : [])
}

export const annexNote = (
  { requestId, customerId, of, noteSha256, note }: AnnexNote,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const before = ofType(state, 'OpinionNoteAnnexed').find(
    (one) => one.requestId === requestId && one.of === of,
  )
  if (before !== undefined) return again({ noteSha256: before.noteSha256 }, { noteSha256 })
  const request = ofType(state, 'PrivacyRequestReceived').find((one) => one.requestId === requestId)
  if (request === undefined) return E.left({ _tag: 'UnknownRequest', requestId })
  if (request.kind !== 'correction') {
    return E.left({ _tag: 'WrongKindOfRequest', expected: 'correction', found: request.kind })
  }
  return E.right([
    {
      type: 'OpinionNoteAnnexed',
      requestId,
      customerId,
      of,
      noteSha256,
      annexedOn: todayOf(issued),
      ...(note === undefined ? {} : { note }),
    },
  ])
}
