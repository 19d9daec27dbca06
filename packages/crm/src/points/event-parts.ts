// What events of a points account are made of. Stored for ever: add, never edit.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, LotId, MembershipId, ProgrammeId } from '../shared/ids.js'

/** What every event of an account says. */
export interface OfAccount {
  readonly membershipId: MembershipId
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  /** The account's clock: the moment that it was decided for, never before that of an earlier event. */
  readonly at: Instant
  /** The day of `at` in the zone of the programme. */
  readonly onDay: CivilDate
}

/** Points that leave a bucket of a lot. */
export interface Take {
  readonly lotId: LotId
  readonly points: number
  /** Where they were. */
  readonly bucket: 'available' | 'expired' | 'held' | 'pending'
  readonly lastDay?: CivilDate
  readonly rolls?: number
  /** Of points that cannot be spent yet: from when they could have been. */
  readonly availableOn?: CivilDate
}

export interface Back {
  readonly lotId: LotId
  readonly points: number
  readonly lastDay?: CivilDate
  readonly rolls?: number
}
