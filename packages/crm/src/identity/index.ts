export { type Joining, type Person, person, type StandingPin } from '../shared/person.projection.js'
export { identity, streamOf } from './capability.js'
export { commandCodecs, eventCodecs } from './codec.js'
export type * from './commands.js'
export { decide } from './decide/index.js'
export { dismissalsView } from './dismissals.codec.js'
export { type Dismissal, type Dismissals, dismissals } from './dismissals.projection.js'
export type * from './events.js'
export { merging } from './merging.reaction.js'
export { personView } from './person.codec.js'
export type * from './rejections.js'
export { evolve, initial, type Merge, type Register } from './state.js'
export {
  type MergedEntry,
  type Side,
  type WhileMerged,
  whileMerged,
} from './while-merged.projection.js'
