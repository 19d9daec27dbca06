export { type Adapters, inMemory, type Stores } from './adapters.js'
export type { Branded } from './brand.js'
export {
  type AnyCapability,
  type Capability,
  type CommandOf,
  type EventOf,
  ownViews,
  type RejectionOf,
} from './capability.js'
export type { Context, InvalidCommand, OccurredInFuture } from './commands/context.js'
export type { Decider, Issued } from './commands/decider.js'
export {
  eventIdOf,
  type Handle,
  type HandleError,
  type HandlerShell,
  handle,
} from './commands/handle.js'
export type { AlreadySo, Appended, Receipt } from './commands/receipt.js'
export type { Placing, Seal } from './commands/seal.js'
export { asNew } from './events/as-new.js'
export { canonical } from './events/canonical.js'
export {
  type ByType,
  dateText,
  decodeWith,
  type Fields,
  flag,
  integer,
  list,
  literal,
  type Optional,
  oneOf,
  oneOfBy,
  optional,
  record,
  refined,
  type Tagged,
  text,
} from './events/codec.js'
export { decodeLogged, decodeStored } from './events/decode-event.js'
export {
  type EventCodec,
  type EventCodecs,
  type EventReader,
  type EventReaders,
  type EventTexts,
  eventCodec,
  instantCodec,
  type LogEvent,
  type Metadata,
  type StreamEvent,
  type UnreadableEvent,
  uuidCodec,
} from './events/event.js'
export { type EvidenceBytes, entryOf, leafOf, sha256 } from './events/evidence.js'
export { type EventDecoder, rememberingDecoder } from './events/recently-decoded.js'
export { type Upcaster, upcaster, versionedCodec } from './events/upcast.js'
export {
  type ExplainOptions,
  explain,
  explaining,
  type Gathering,
  gathering,
  type Touch,
} from './explain/explain.js'
export type { Cause, Change, Explanation, WhyNot, Witness } from './explain/explanation.js'
export { type Figure, type FigureOptions, figureOf } from './explain/figure.js'
export { type Clock, type Instant, instant, instantOf, isInstant, systemClock } from './instant.js'
export type { AheadOfLog } from './outage.js'
export {
  type Apart,
  alone,
  apart,
  type OnePerson,
  type People,
  type PinnedField,
  people,
} from './people.js'
export { valueAt } from './pointer.js'
export * from './ports.js'
export {
  below,
  describe,
  describeDate,
  describeFigure,
  isTellable,
  type Problem,
} from './problem.js'
export { type AnyError, type RefusedReaction, reactionTable } from './reactions/place.js'
export {
  type AnyReaction,
  type Fact,
  type FactsOf,
  type Reaction,
  reaction,
  type ViewRead,
} from './reactions/reaction.js'
export { type ReactionShell, startReaction } from './reactions/runner.js'
export type {
  NotReached,
  ReactionStatus,
  ReactionStopped,
  ReactionThrew,
  RunningReaction,
} from './reactions/standing.js'
export { type Sweep, sweep } from './reactions/sweep.js'
export { judgeAppend, refusalOf, type StreamState, type Verdict } from './stores/append-rules.js'
export {
  type InMemoryEventStore,
  type InMemoryOptions,
  inMemoryEventStore,
} from './stores/in-memory-event-store.js'
export { type InMemoryViewStore, inMemoryViewStore } from './stores/in-memory-view-store.js'
export { createNotifier, type Notifier } from './stores/notifier.js'
export { subscriptionOf } from './stores/subscription.js'
export { categoryOf, isStreamName, isUuid, type StreamName, streamName } from './stream-name.js'
export type { Thrown } from './thrown.js'
export { createTurns, oneAtATime, type TakeTurn } from './turns.js'
export { newId, uuidV5 } from './uuid.js'
export {
  type AsOf,
  foldAsOf,
  type NoOccurredReading,
  type Scan,
  type Scanned,
  scanAsOf,
} from './views/as-of.js'
export { comparableDigest, type ViewInTable, viewDigest } from './views/digest.js'
export type {
  FoldThrew,
  UnkeepableView,
  UnreadableView,
  ViewStopped,
} from './views/folded-table.js'
export type { Because, MadeBy, NotSo, Projection } from './views/projection.js'
export {
  type InvalidQuery,
  invalidQuery,
  problemsOfList,
  problemsOfMoments,
} from './views/query.js'
export type { RebuildProgress } from './views/rebuild.js'
export { type RunnerShell, startRunner } from './views/runner.js'
export type {
  Runner,
  RunnerClosed,
  Standing,
  Superseded,
  UnknownView,
  ViewStatus,
} from './views/standing.js'
export {
  type AnyView,
  type ColumnOf,
  type KeptView,
  tableOf,
  type ViewSpec,
  view,
} from './views/view.js'
