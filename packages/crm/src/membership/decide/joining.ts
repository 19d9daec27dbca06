// How a customer becomes a member, and by whom they were brought.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { membershipIdOf } from '../../shared/derived-ids.js'
import { differencesBetween } from '../../shared/differences.js'
import type { AcceptTerms, Admit, Apply, Refer } from '../commands.js'
import type { MembershipActivated, MembershipApplied } from '../events.js'
import type { AdmissionRefused } from '../rejections.js'
import { type Membership, standingAt } from '../state.js'
import type { Decision } from './decision.js'

export const apply = (command: Apply, { applied, standing }: Membership): Decision => {
  const { programmeId, customerId, appliedOn, terms } = command
  const found: MembershipApplied = {
    type: 'MembershipApplied',
    membershipId: membershipIdOf(programmeId, customerId),
    programmeId,
    customerId,
    appliedOn,
    ...(terms === undefined ? {} : { terms }),
  }
  if (applied !== undefined) {
    const differences = differencesBetween(applied, found)
    return differences.length === 0 ? E.right([]) : E.left({ _tag: 'AlreadyApplied', differences })
  }
  // Who was admitted without an application needs none any more.
  if (standing._tag === 'Closed') {
    return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
  }
  return standing._tag === 'NoMember'
    ? E.right([found])
    : E.left({ _tag: 'AlreadyMember', differences: [] })
}

export const acceptTerms = (
  { programmeId, customerId, terms, acceptedOn }: AcceptTerms,
  { standing: told, accepted }: Membership,
  { at }: Issued,
): Decision => {
  const standing = standingAt(told, at)
  if (standing._tag === 'NoMember') return E.left({ _tag: 'NotAMember' })
  if (accepted !== undefined && accepted.version >= terms.version) {
    const isOther = accepted.version === terms.version && accepted.sha256 !== terms.sha256
    return isOther ? E.left({ _tag: 'TermsDiffer', accepted, found: terms }) : E.right([])
  }
  if (standing._tag === 'Closed') {
    return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
  }
  const membershipId = membershipIdOf(programmeId, customerId)
  const of = { membershipId, programmeId, customerId }
  return E.right([{ type: 'TermsAccepted', ...of, terms, acceptedOn }])
}

export const admit = (command: Admit, { standing, accepted }: Membership): Decision => {
  const { programmeId, customerId, since, through } = command
  const activated: MembershipActivated = {
    type: 'MembershipActivated',
    membershipId: membershipIdOf(programmeId, customerId),
    programmeId,
    customerId,
    since,
    ...(through === undefined ? {} : { through }),
  }
  switch (standing._tag) {
    case 'NoMember':
    case 'Applied': {
      const reasons = againstAdmission(command, accepted)
      if (reasons.length > 0) return E.left({ _tag: 'AdmissionRefused', reasons })
      return through !== undefined && through < since
        ? E.left({ _tag: 'EndsBeforeItBegins', since, until: through })
        : E.right([activated])
    }
    case 'Closed':
      return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
    default: {
      const differences = differencesBetween(standing.activated, activated)
      return differences.length === 0 ? E.right([]) : E.left({ _tag: 'AlreadyMember', differences })
    }
  }
}

const againstAdmission = (
  { terms, isOldEnough }: Admit,
  accepted: Membership['accepted'],
): AdmissionRefused['reasons'] => {
  const isAccepted =
    terms === undefined ||
    (accepted?.version === terms.version && accepted.sha256 === terms.sha256) ||
    (accepted !== undefined && accepted.version > terms.version)
  return [
    ...(isAccepted
      ? []
      : [{ _tag: 'TermsNotAccepted' as const, required: terms, accepted: accepted ?? null }]),
    ...(isOldEnough === false ? [{ _tag: 'TooYoung' as const }] : []),
  ]
}

export const refer = (command: Refer, { standing, referral }: Membership): Decision => {
  const { programmeId, customerId, byCustomerId, areOneHousehold, referredOn } = command
  if (referral !== undefined) {
    const { byCustomerId: known, referredOn: day } = referral
    return known === byCustomerId && day === referredOn
      ? E.right([])
      : E.left({ _tag: 'AlreadyReferred', byCustomerId: known, referredOn: day })
  }
  if (standing._tag === 'NoMember') return E.left({ _tag: 'NotAMember' })
  if (standing._tag === 'Closed') {
    return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
  }
  if (byCustomerId === customerId || areOneHousehold) return E.left({ _tag: 'SelfReferral' })
  return E.right([
    {
      type: 'ReferralRecorded',
      membershipId: membershipIdOf(programmeId, customerId),
      programmeId,
      customerId,
      byCustomerId,
      byMembershipId: membershipIdOf(programmeId, byCustomerId),
      referredOn,
    },
  ])
}
