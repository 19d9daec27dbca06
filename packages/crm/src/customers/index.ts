export { customers, streamOf } from './capability.js'
export { commandCodecs, eventCodecs } from './codec.js'
export type * from './commands.js'
export { decide } from './decide/index.js'
export { dormantMonths, isDormant } from './dormancy.js'
export type * from './events.js'
export { fieldHistoryView } from './field-history.codec.js'
export { type FieldEntry, type FieldHistory, fieldHistory } from './field-history.projection.js'
export { interestsView } from './interests.codec.js'
export {
  type Interests,
  type InterestsEvent,
  interests,
  type NeedEnd,
  type StatedNeed,
  type StatedOccasion,
  type StatedPreference,
} from './interests.projection.js'
export {
  type Budget,
  budget,
  need,
  occasion,
  occasionDate,
  preferences,
  relation,
} from './kinds.js'
export { type OccasionDue, type OpenedOccasion, occasionsDue } from './occasions-due.js'
export { accuracyGuard } from './opening.js'
export type {
  Person,
  ProfileIdentifier,
  ProfileIdentifierOf,
  ProfileName,
  Standing,
} from './person.js'
export { profileView } from './profile.codec.js'
export {
  type CustomerProfile,
  type ProfileEvent,
  type ProfileOwner,
  profile,
} from './profile.projection.js'
export type { ProfileMembership } from './profile-memberships.js'
export type * from './rejections.js'
export { relationsView } from './relations.codec.js'
export {
  isOneSided,
  type Relation,
  type RelationHalf,
  type RelationSide,
  type Relations,
  type RelationsEvent,
  relations,
} from './relations.projection.js'
export { type Customer, evolve, initial } from './state.js'
export type { Stated } from './stated.js'
export { timelineView } from './timeline.codec.js'
export {
  type Timeline,
  type TimelineEntry,
  type TimelineEvent,
  timeline,
} from './timeline.projection.js'
