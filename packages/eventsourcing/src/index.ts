export { type Adapters, inMemory, type Stores } from './adapters.js'
export { judgeAppend, refusalOf, type StreamState, type Verdict } from './append-rules.js'
export {
  type AsOf,
  foldAsOf,
  type NoOccurredReading,
  type Scan,
  type Scanned,
  scanAsOf,
} from './as-of.js'
export type { Branded } from './brand.js'
export { canonical } from './canonical.js'
export {
  type AnyCapability,
  type Capability,
  type CommandOf,
  ownViews,
  type RejectionOf,
} from './capability.js'
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
} from './codec.js'
export type { Context, InvalidCommand, OccurredInFuture } from './context.js'
export type { Decider, Issued } from './decider.js'
export { decodeLogged, decodeStored } from './decode-event.js'
export { comparableDigest, type ViewInTable, viewDigest } from './digest.js'
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
} from './event.js'
export { type EvidenceBytes, entryOf, leafOf, sha256 } from './evidence.js'
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
export type { FoldThrew, UnreadableView, ViewStopped } from './folded-table.js'
export {
  eventIdOf,
  type Handle,
  type HandleError,
  type HandlerShell,
  handle,
} from './handle.js'
export { type InMemoryOptions, inMemoryEventStore } from './in-memory-event-store.js'
export { inMemoryViewStore } from './in-memory-view-store.js'
export { type Clock, type Instant, instantOf, isInstant, systemClock } from './instant.js'
export { createNotifier, type Notifier } from './notifier.js'
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
export { below, describe, type Problem } from './problem.js'
export type { Because, MadeBy, NotSo, Projection } from './projection.js'
export {
  type AnyReaction,
  type Fact,
  type FactsOf,
  type Reaction,
  reaction,
  type ViewRead,
} from './reaction.js'
export { type AnyError, type RefusedReaction, reactionTable } from './reaction-place.js'
export { type ReactionShell, startReaction } from './reaction-runner.js'
export type {
  ReactionStatus,
  ReactionStopped,
  ReactionThrew,
  RunningReaction,
} from './reaction-standing.js'
export type { RebuildProgress } from './rebuild.js'
export type { AlreadySo, Appended, Receipt } from './receipt.js'
export { type EventDecoder, rememberingDecoder } from './recently-decoded.js'
export { type RunnerShell, startRunner } from './runner.js'
export type { Placing, Seal } from './seal.js'
export type {
  Runner,
  RunnerClosed,
  Standing,
  Superseded,
  UnknownView,
  ViewStatus,
} from './standing.js'
export { categoryOf, isStreamName, isUuid, type StreamName, streamName } from './stream-name.js'
export { subscriptionOf } from './subscription.js'
export { type Sweep, sweep } from './sweep.js'
export { createTurns, type TakeTurn } from './turns.js'
export { type Upcaster, upcaster, versionedCodec } from './upcast.js'
export { newId, uuidV5 } from './uuid.js'
export { type AnyView, type ColumnOf, type KeptView, tableOf, type ViewSpec, view } from './view.js'
