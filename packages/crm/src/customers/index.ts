export { customers, streamOf } from './capability.js'
export { commandCodecs, eventCodecs } from './codec.js'
export type * from './commands.js'
export { decide } from './decide.js'
export type * from './events.js'
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
  type ProfileMembership,
  profile,
} from './profile.projection.js'
export type * from './rejections.js'
export { type Customer, evolve, initial } from './state.js'
export type { Stated } from './stated.js'
export { timelineView } from './timeline.codec.js'
export {
  type Timeline,
  type TimelineEntry,
  type TimelineEvent,
  timeline,
} from './timeline.projection.js'
