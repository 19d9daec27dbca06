import type {
  AnyCapability,
  AsOf,
  CommandOf,
  Context,
  EventOf,
  HandleError,
  InvalidQuery,
  KeptView,
  LogEvent,
  NoOccurredReading,
  NotReached,
  Position,
  Projection,
  ReactionStatus,
  ReactionStopped,
  RebuildProgress,
  Receipt,
  RefusedReaction,
  RejectionOf,
  StoreUnavailable,
  StreamEvent,
  StreamName,
  Tagged,
  UnreadableEvent,
  ViewQuery,
  ViewStatus,
} from '@patina/eventsourcing'
import type { access, fence, Said } from '@patina/privacy'
import type { SealError } from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Explain } from './explaining.js'
import type { PeopleSide } from './people.js'
import type { PrivateSide } from './privacy.js'
import type { Listed, ReadError, ReadOptions } from './reading.js'
import type { SweepOf } from './sweeping.js'

/** The capability among these whose command it is. */
type CapabilityFor<Capabilities, Command> = Capabilities extends unknown
  ? Command extends Said<CommandOf<Capabilities>>
    ? Capabilities
    : never
  : never

/** What a command of these capabilities may be refused for: the rejections of its own capability and no others. */
export type RejectionFor<Capabilities extends ReadonlyArray<AnyCapability>, Command> = RejectionOf<
  CapabilityFor<Capabilities[number], Command>
>

/** The events that an application of these capabilities writes: theirs, and those of the side that keeps personal data. */
export type FollowedEvent<Capabilities extends ReadonlyArray<AnyCapability>> =
  | Extract<EventOf<Capabilities[number]>, Tagged>
  | EventOf<typeof access>
  | EventOf<typeof fence>

/** Which events to follow. */
export interface SubscribeOptions<Type extends string = string> {
  /** Those after this position; by default all. */
  readonly after?: Position
  /** Only these types; by default every type of the application's capabilities. */
  readonly types?: ReadonlyArray<Type>
}

/** Some events of the log, and where the subscription stands after them. */
export interface Delivered<Event extends Tagged = Tagged> {
  readonly events: ReadonlyArray<LogEvent<Event>>
  readonly position: Position
}

/** How an application stands: the head of its log, its views, its reactions. */
export interface ApplicationStatus {
  readonly logId: string
  readonly head: Position
  readonly views: ReadonlyArray<ViewStatus>
  readonly reactions: ReadonlyArray<ReactionStatus>
}

/** What all views say at one position, as SHA-256 in hex. */
export interface Digests {
  readonly position: Position
  /** By view: tells two states of one log apart. */
  readonly views: Readonly<Record<string, string>>
  /**
   * Over all views but that of erasures, without positions: the same history gives the same in another log or engine, and an
   * erasure changes nothing of it.
   */
  readonly comparable: string
}

/** A CRM at work on its stores. */
export interface Application<Capabilities extends ReadonlyArray<AnyCapability>> {
  /**
   * Carries out a command: checks it member by member, decides, appends. The same command id sent again changes nothing
   * and gives the first receipt. Left: a rejection of the command's capability, or why it could not be carried out.
   */
  readonly send: <Command extends Said<CommandOf<Capabilities[number]>>>(
    command: Command,
    context: Context,
  ) => TaskEither<RejectionFor<Capabilities, Command> | HandleError | SealError, Receipt>
  /** The side that keeps personal data; absent when the application was opened without. */
  readonly privacy?: PrivateSide
  /** One view by its key; `undefined` when nothing has happened to it. */
  readonly read: <Key extends string, View, Event extends Tagged, Part>(
    view: KeptView<Key, View, Event, Part>,
    key: Key,
    options?: ReadOptions,
  ) => TaskEither<ReadError, View | undefined>
  /** Views in the order of their keys, or of an indexed column. */
  readonly list: <Key extends string, View, Event extends Tagged, Part>(
    view: KeptView<Key, View, Event, Part>,
    query: ViewQuery,
    options?: ReadOptions,
  ) => TaskEither<ReadError, ReadonlyArray<Listed<Key, View>>>
  /** A view as of any moment, folded from the log: of a kept projection or of any other. */
  readonly asOf: <Key extends string, View, Event extends Tagged, Part>(
    projection: Projection<Key, View, Event, Part>,
    key: Key,
    moment?: AsOf,
  ) => TaskEither<InvalidQuery | NoOccurredReading | UnreadableEvent | StoreUnavailable, View>
  /**
   * Where a figure of a view comes from: every event that changed it, and few that make it by themselves. It reads the log
   * from the start, as `asOf` does.
   */
  readonly explain: Explain
  /** The same for people who turned out to be several keys: combined on reading; and who may be one. */
  readonly people: PeopleSide
  /**
   * Carries out what is due by nothing but time, such as `categoriesDue` of `@patina/crm/categories`: when you like, once a
   * day. Refused commands are told and do not keep the others from going on.
   */
  readonly sweep: SweepOf
  /** The events of one stream, from the first. */
  readonly history: (
    stream: StreamName,
  ) => TaskEither<UnreadableEvent | StoreUnavailable, ReadonlyArray<StreamEvent<Tagged>>>
  /** The events of the log, then those to come, until the caller stops iterating or the application is closed. */
  readonly subscribe: <
    Type extends FollowedEvent<Capabilities>['type'] = FollowedEvent<Capabilities>['type'],
  >(
    options?: SubscribeOptions<Type>,
  ) => AsyncIterable<
    Either<
      StoreUnavailable | UnreadableEvent,
      Delivered<Extract<FollowedEvent<Capabilities>, { readonly type: Type }>>
    >
  >
  /**
   * Resolves when every reaction has dealt with the log up to a position, as that of a receipt. Whoever sends very much keeps
   * itself so from running ahead of what follows, which is soonest done while it is in memory.
   */
  readonly reactionsAtLeast: (position: Position) => TaskEither<NotReached, Position>
  /** Resolves when views and reactions have dealt with everything, also with what reactions led to. */
  readonly settled: TaskEither<ReadError | ReactionStopped, Position>
  /** What the commands of a reaction were refused for, in the order of their ids. */
  readonly refused: (
    reaction: string,
  ) => TaskEither<InvalidQuery | StoreUnavailable, ReadonlyArray<RefusedReaction>>
  /** Folds views again from the first event, beside what is served, and swaps them in. By default all. */
  readonly rebuild: (
    views?: ReadonlyArray<string>,
    onProgress?: (progress: RebuildProgress) => void,
  ) => TaskEither<ReadError, void>
  /** The digests of all views once everything is settled. */
  readonly digests: TaskEither<ReadError | ReactionStopped, Digests>
  readonly status: TaskEither<StoreUnavailable, ApplicationStatus>
  /** Ends what is under way; from then on the application answers that it is closed, and its subscriptions end. */
  readonly close: () => Promise<void>
}
