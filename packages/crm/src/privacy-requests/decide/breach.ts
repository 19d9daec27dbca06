// The register of breaches. Telling the Commissioner is voluntary in Hong Kong: the clock is the shop's own.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type { AssessBreach, NotifyBreach, SuspectBreach } from '../commands.js'
import type { PrivacyRequests } from '../state.js'
import { again, type Decision, todayOf } from './request.js'

export const suspectBreach = (
  { breachId, suspectedAt, assessWithinDays }: SuspectBreach,
  { breach }: PrivacyRequests,
  { at }: Issued,
): Decision => {
  const suspected = {
    type: 'BreachSuspected' as const,
    breachId,
    suspectedAt,
    assessBy: plusDays(dayInHongKong(suspectedAt), assessWithinDays),
  }
  const before = breach.find(({ type }) => type === 'BreachSuspected')
  if (before !== undefined) return again(before, suspected)
  return suspectedAt > at
    ? E.left({ _tag: 'EnteredBeforeItHappened', claimed: suspectedAt, now: at })
    : E.right([suspected])
}

export const assessBreach = (
  { breachId, isRealRisk, subjects, notifyWithinDays }: AssessBreach,
  { breach }: PrivacyRequests,
  issued: Issued,
): Decision => {
  if (breach.length === 0) return E.left({ _tag: 'UnknownBreach', breachId })
  const last = breach.findLast((one) => one.type === 'BreachAssessed')
  if (last?.isRealRisk === isRealRisk && last.subjects === subjects) return E.right([])
  const assessedOn = todayOf(issued)
  return E.right([
    {
      type: 'BreachAssessed',
      breachId,
      isRealRisk,
      subjects,
      assessedOn,
      ...(isRealRisk ? { notifyBy: plusDays(assessedOn, notifyWithinDays) } : {}),
    },
  ])
}

export const notifyBreach = (
  { breachId, to }: NotifyBreach,
  { breach }: PrivacyRequests,
  issued: Issued,
): Decision => {
  if (breach.length === 0) return E.left({ _tag: 'UnknownBreach', breachId })
  const isTold = breach.some((one) => one.type === 'BreachNotified' && one.to === to)
  return E.right(
    isTold ? [] : [{ type: 'BreachNotified', breachId, to, notifiedOn: todayOf(issued) }],
  )
}
