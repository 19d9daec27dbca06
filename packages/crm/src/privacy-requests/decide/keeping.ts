// What must be kept, and what is erased. Holds, open requests and erasures of a person stand in one stream: a hold and an
// erasure cannot pass each other.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { dueDayOf, type RetentionClass, retentionRules } from '../../shared/retention.js'
import { isNoted, lastDueDay, salesToErase } from '../claimed-sales.js'
import type {
  ConcludeErasure,
  DecideErasure,
  NoteClaimedSale,
  PlaceHold,
  ReleaseHold,
  StartRetention,
} from '../commands.js'
import type { RetentionHoldPlaced, RetentionStarted } from '../events.js'
import type { PrivacyRequestsRejection } from '../rejections.js'
import type { PrivacyRequests } from '../state.js'
import {
  again,
  conclusionOf,
  type Decision,
  isClosed,
  ofType,
  openRequest,
  todayOf,
} from './request.js'

// The latest by its day, for a clock may have gone back.
const lastStart = (
  state: PrivacyRequests,
  retained: RetentionClass,
): RetentionStarted | undefined =>
  ofType(state, 'RetentionStarted')
    .filter((one) => one.class === retained)
    .reduce<RetentionStarted | undefined>(
      (last, one) => (last === undefined || one.since >= last.since ? one : last),
      undefined,
    )

// The record of a claimed sale is kept as long as that of any other, and goes with its class and no earlier.
const notBeforeClaims = (
  { entries }: PrivacyRequests,
  retained: RetentionClass,
  dueOn: CivilDate,
): CivilDate => {
  const claimed = retained === 'transaction' ? lastDueDay(entries) : undefined
  return claimed !== undefined && claimed > dueOn ? claimed : dueOn
}

export const startRetention = (
  { customerId, class: retained, since }: StartRetention,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const today = todayOf(issued)
  if (since > today) {
    return E.left({ _tag: 'EnteredBeforeItHappened', claimed: since, now: today })
  }
  // The last dealing decides: an earlier one that is entered late moves nothing.
  const before = lastStart(state, retained)
  if (before !== undefined && before.since >= since) return E.right([])
  const dueOn = notBeforeClaims(state, retained, dueDayOf(retained, since))
  return E.right([{ type: 'RetentionStarted', customerId, class: retained, since, dueOn }])
}

export const placeHold = (command: PlaceHold, state: PrivacyRequests): Decision => {
  const { holdId } = command
  const placed: RetentionHoldPlaced = { ...command, type: 'RetentionHoldPlaced' }
  if (isReleased(state, holdId)) return E.left({ _tag: 'HoldReleased', holdId })
  const before = ofType(state, 'RetentionHoldPlaced').find((one) => one.holdId === holdId)
  if (before !== undefined) return again(before, placed)
  // What was decided is on its way to the fence: a hold that was taken now would keep nothing.
  const underWay = ofType(state, 'ErasureDecided').filter(
    ({ erasureId, classes }) =>
      classes.some((one) => command.classes.includes(one)) &&
      conclusionOf(state, erasureId) === undefined,
  )
  if (underWay.length === 0) return E.right([placed])
  const gone = underWay.flatMap(({ classes }) => classes)
  return E.left({
    _tag: 'ErasureUnderWay',
    erasureIds: underWay.map(({ erasureId }) => erasureId),
    classes: command.classes.filter((one) => gone.includes(one)),
  })
}

const isReleased = (state: PrivacyRequests, holdId: RetentionHoldPlaced['holdId']): boolean =>
  ofType(state, 'RetentionHoldReleased').some((one) => one.holdId === holdId)

export const releaseHold = (
  { customerId, holdId, reasonCode }: ReleaseHold,
  state: PrivacyRequests,
): Decision => {
  if (isReleased(state, holdId)) return E.right([])
  return ofType(state, 'RetentionHoldPlaced').some((one) => one.holdId === holdId)
    ? E.right([{ type: 'RetentionHoldReleased', customerId, holdId, reasonCode }])
    : E.left({ _tag: 'UnknownHold', holdId })
}

const byHold = (
  { classes }: DecideErasure,
  state: PrivacyRequests,
): PrivacyRequestsRejection | undefined => {
  const holdIds = ofType(state, 'RetentionHoldPlaced')
    .filter((hold) => !isReleased(state, hold.holdId))
    .filter((hold) => hold.classes.some((one) => classes.includes(one)))
    .map(({ holdId }) => holdId)
  return holdIds.length === 0 ? undefined : { _tag: 'HoldInForce', holdIds }
}

// What falls due by the calendar goes on; what is erased because somebody asks waits for the copy that is owed.
const byOpenRequest = (
  { why }: DecideErasure,
  state: PrivacyRequests,
): PrivacyRequestsRejection | undefined => {
  const requestIds = ofType(state, 'PrivacyRequestReceived')
    .filter(({ kind }) => kind === 'access' || kind === 'correction')
    .map(({ requestId }) => requestId)
    .filter((requestId) => !isClosed(state, requestId))
  return why === 'retention' || requestIds.length === 0
    ? undefined
    : { _tag: 'AccessRequestOpen', requestIds }
}

const byPeriod = (
  { why, classes }: DecideErasure,
  state: PrivacyRequests,
  today: CivilDate,
): PrivacyRequestsRejection | undefined => {
  for (const retained of classes) {
    const { floor } = retentionRules[retained]
    const started = lastStart(state, retained)
    if (started === undefined) {
      if (floor !== undefined || why === 'retention') {
        return { _tag: 'RetentionNotStarted', class: retained }
      }
      continue
    }
    const dueOn = notBeforeClaims(state, retained, started.dueOn)
    if (today < dueOn) {
      if (floor !== undefined) {
        return { _tag: 'FloorNotReached', class: retained, law: floor, until: dueOn }
      }
      if (why === 'retention') return { _tag: 'NotDueYet', class: retained, dueOn }
    }
  }
  return undefined
}

/** A sale was claimed. It changes nothing of what is decided by then: what comes in later is decided later. */
export const noteClaimedSale = (
  { customerId, saleId, soldOn }: NoteClaimedSale,
  { entries }: PrivacyRequests,
): Decision =>
  isNoted(entries, saleId)
    ? E.right([])
    : E.right([
        {
          type: 'ClaimedSaleNoted',
          customerId,
          saleId,
          soldOn,
          dueOn: dueDayOf('transaction', soldOn),
        },
      ])

export const decideErasure = (
  command: DecideErasure,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const { customerId, erasureId, why, requestId, classes, exceptions } = command
  const before = ofType(state, 'ErasureDecided').find((one) => one.erasureId === erasureId)
  const facts = {
    type: 'ErasureDecided' as const,
    customerId,
    erasureId,
    why,
    ...(requestId === undefined ? {} : { requestId }),
    classes,
    exceptions,
  }
  if (before !== undefined) {
    // What was claimed since then makes it no other command.
    const { decidedOn: _, sales: __, ...was } = before
    return again(was, facts)
  }
  const isBoth = exceptions.some((one) => classes.includes(one.class))
  if (isBoth || classes.length + exceptions.length === 0) return E.left({ _tag: 'NothingDecided' })
  if (requestId !== undefined) {
    const request = openRequest(state, requestId, 'erasure')
    if (E.isLeft(request)) return request
  }
  const today = todayOf(issued)
  const against =
    byHold(command, state) ?? byOpenRequest(command, state) ?? byPeriod(command, state, today)
  if (against !== undefined) return E.left(against)
  const sales = classes.includes('transaction') ? salesToErase(state.entries) : []
  return E.right([{ ...facts, ...(sales.length === 0 ? {} : { sales }), decidedOn: today }])
}

export const concludeErasure = (
  { customerId, erasureId, outcome }: ConcludeErasure,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const before = conclusionOf(state, erasureId)
  if (before !== undefined) return again({ outcome: before.outcome }, { outcome })
  const decided = ofType(state, 'ErasureDecided').find((one) => one.erasureId === erasureId)
  if (decided === undefined) return E.left({ _tag: 'UnknownErasure', erasureId })
  const { requestId, classes } = decided
  return E.right([
    {
      type: 'ErasureConcluded',
      customerId,
      erasureId,
      outcome,
      ...(requestId === undefined ? {} : { requestId }),
      classes,
      concludedOn: todayOf(issued),
    },
  ])
}
