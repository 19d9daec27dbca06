import {
  type Adapters,
  type AnyCapability,
  beforeFirst,
  type Clock,
  comparableDigest,
  describe,
  foldAsOf,
  type InvalidCommand,
  type InvalidQuery,
  type NotReached,
  type Position,
  type ReactionStopped,
  type Receipt,
  type RefusedReaction,
  type RunningReaction,
  reactionTable,
  rememberingDecoder,
  type Stores,
  type StoreUnavailable,
  startReaction,
  startRunner,
  systemClock,
  type ViewInTable,
  type ViewStore,
  viewDigest,
} from '@patina/eventsourcing'
import {
  claiming,
  personIndex,
  sealing,
  sealingWithoutVault,
  type VaultOpenError,
} from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Application, Digests } from './application.js'
import { comparedByPlace } from './comparable.js'
import { comparingPeople } from './comparing.js'
import { explainingOn } from './explaining.js'
import { following, historyOf } from './following.js'
import { peopleReading } from './people.js'
import {
  decisionsOf,
  type PrivacyOptions,
  type PrivateCapabilities,
  privateCapabilities,
  privateSide,
} from './privacy.js'
import { type ReadError, reading } from './reading.js'
import { type CapabilitiesClash, type Registry, register } from './registry.js'
import { type PersonOf, sending } from './sending.js'
import { sweeping } from './sweeping.js'

/** What may be set when an application is opened. */
export interface OpenOptions {
  /** By default the clock of the machine. */
  readonly clock?: Clock
  /** From 0 up to 1: spreads retries. By default `Math.random`. */
  readonly random?: () => number
  /** How long changes may gather before views and reactions take them up, when nobody waits. Default 50 ms. */
  readonly idleMs?: number
  /**
   * How long a read waits while a store fails, or for a position that the log does not have, until it says so. Default 5,000 ms.
   * Of a damaged file it is said at once.
   */
  readonly patienceMs?: number
  /**
   * How many bytes of event data the states that are kept in memory for commands may stand for. Less takes less memory, and
   * more streams are read again. Default 24 MiB.
   */
  readonly hotBytes?: number
  /** How personal data is kept. Without it a command that carries some is refused. */
  readonly privacy?: PrivacyOptions
}

const pageLimit = 1000

const notForOthers = (found: string): InvalidCommand => ({
  _tag: 'InvalidCommand',
  problems: [{ path: '/type', expected: 'a command that others may send', found }],
})

// Sent by hand it would say that an erasure has ended which has not begun.
const ownCommand = notForOthers(
  'the one by which the application itself says how an erasure has ended',
)
// Sent by hand it would say that something is complete which is not.
const innerCommand = notForOthers('one that only a reaction sends')

const unknownReaction = (names: ReadonlyArray<string>, found: unknown): InvalidQuery => ({
  _tag: 'InvalidQuery',
  problems: [
    {
      path: '/reaction',
      expected:
        names.length === 0 ? 'nothing, for there is no reaction' : `one of ${names.join(', ')}`,
      found: describe(found),
    },
  ],
})

const refusedBy = async (
  views: ViewStore,
  reaction: string,
): Promise<Either<StoreUnavailable, ReadonlyArray<RefusedReaction>>> => {
  const refused: RefusedReaction[] = []
  let after: string | undefined
  for (;;) {
    const query = { limit: pageLimit, ...(after === undefined ? {} : { afterKey: after }) }
    const rows = await views.list(reactionTable(reaction), query)()
    if (E.isLeft(rows)) return rows
    for (const { view } of rows.right) refused.push(JSON.parse(view) as RefusedReaction)
    if (rows.right.length < pageLimit) return E.right(refused)
    after = rows.right.at(-1)?.key
  }
}

/**
 * Opens an application: the capabilities on the stores that the adapters open. Views that are new, or that do not fit
 * the log, are folded in the background; a read waits for them. Left: what the adapters could not open, or clashing names.
 */
export const open =
  <OpenError, const Capabilities extends ReadonlyArray<AnyCapability>>(
    adapters: Adapters<OpenError>,
    capabilities: Capabilities,
    options: OpenOptions = {},
  ): TaskEither<
    OpenError | CapabilitiesClash | StoreUnavailable | VaultOpenError,
    Application<Capabilities>
  > =>
  async () => {
    const own = options.privacy === undefined ? undefined : privateCapabilities(options.privacy)
    const registry = register([...capabilities, ...(own?.capabilities ?? [])])
    if (E.isLeft(registry)) return registry
    const stores = await adapters.open()
    if (E.isLeft(stores)) return stores
    const application = await start(stores.right, capabilities, registry.right, options, own)
    if (E.isLeft(application)) await stores.right.close()
    return application
  }

const start = async <Capabilities extends ReadonlyArray<AnyCapability>>(
  stores: Stores,
  capabilities: Capabilities,
  { readers, views: keptViews, reactions, people }: Registry,
  { clock = systemClock, random = Math.random, idleMs, patienceMs, hotBytes, privacy }: OpenOptions,
  own: PrivateCapabilities | undefined,
): Promise<Either<StoreUnavailable | VaultOpenError, Application<Capabilities>>> => {
  const { store, views } = stores
  const vault = privacy === undefined ? undefined : await privacy.vault(store)()
  if (vault !== undefined && E.isLeft(vault)) return vault
  // Whoever has which number is known to the side that keeps personal data, which is built further down.
  let hidden: ReturnType<typeof privateSide> | undefined
  const claims =
    vault === undefined || privacy === undefined
      ? undefined
      : claiming({
          store,
          vault: vault.right,
          index: personIndex(vault.right),
          kinds: privacy.indexed?.kinds ?? [],
          indexed: async () => hidden?.side.indexed() ?? E.right(undefined),
          clock,
        })
  const seal = vault === undefined ? sealingWithoutVault : sealing(vault.right, claims?.before)
  const pace = {
    ...(idleMs === undefined ? {} : { idleMs }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  }
  const decode = rememberingDecoder(readers)
  const started = await startRunner({ store, views, readers, decode, ...pace })([
    ...keptViews.values(),
  ])()
  if (E.isLeft(started)) return started
  const runner = started.right
  const hot = hotBytes === undefined ? {} : { hotBytes }
  const handling = { store, clock, random, seal, ...hot }
  // A view is saved a while after it was folded, so it may lack what was acknowledged before the application was opened.
  const atOpening = await store.head()
  let lastWritten: Position = E.isRight(atOpening) ? atOpening.right : beforeFirst
  const noteWritten = (receipt: Receipt): Receipt => {
    if (receipt._tag === 'Appended' && receipt.position > lastWritten)
      lastWritten = receipt.position
    return receipt
  }

  const { rowOf, now, ...queries } = reading(runner, views, clock, () => lastWritten)
  const asOf = foldAsOf(store, readers)
  const persons = peopleReading(people, { rowOf, now }, asOf)
  // By all that the log holds: what a reaction has completed counts, too.
  const personOf: PersonOf = (key) => async () => {
    const head = await store.head()
    if (E.isLeft(head)) return head
    const found = await persons.of(key, { atLeast: head.right })()
    if (E.isRight(found)) return found
    return E.left({ _tag: 'StoreUnavailable', reason: found.left._tag, outcome: 'not-written' })
  }
  const { send, sendNew, streamOf } = sending(capabilities, handling, {
    personOf,
    ...(claims === undefined ? {} : { settle: claims.settle }),
  })
  const byName = new Map<string, RunningReaction>()
  let begin = (): void => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  // The first reaction may be at work before the last one is known.
  const other = async (name: string): Promise<RunningReaction | undefined> => {
    await begun
    return byName.get(name)
  }
  const shell = { store, views, readers, decode, runner, streamOf, send, other, ...pace }
  const running: RunningReaction[] = []
  for (const one of reactions) {
    const reaction = await startReaction(shell)(one)()
    if (E.isLeft(reaction)) {
      begin()
      await Promise.all(running.map(({ close }) => close()))
      await runner.close()
      return reaction
    }
    running.push(reaction.right)
    byName.set(one.name, reaction.right)
  }
  begin()

  hidden =
    privacy === undefined || vault === undefined || own === undefined || claims === undefined
      ? undefined
      : privateSide({
          claims,
          vault: vault.right,
          handling,
          options: privacy,
          view: own.view,
          readers,
          history: historyOf(store, readers),
          reading: queries,
          persons: { of: personOf, types: people?.view.types ?? [] },
          send,
        })

  const reactionsAtLeast = async (position: Position): Promise<Either<NotReached, Position>> => {
    const reached = await Promise.all(running.map((one) => one.reached(position)))
    return reached.find(E.isLeft) ?? E.right(position)
  }

  // Again until nothing that they led to is left.
  const reacted = async (): Promise<Either<NotReached, Position>> => {
    for (;;) {
      const head = await store.head()
      if (E.isLeft(head)) return head
      const reached = await reactionsAtLeast(head.right)
      if (E.isLeft(reached)) return reached
      const now = await store.head()
      if (E.isLeft(now) || now.right === head.right) return now
    }
  }

  // Views come last, so that they are saved once for all of it. One that stands still is why a reaction does, so it is what is
  // said.
  const settled = async (): Promise<Either<ReadError | ReactionStopped, Position>> => {
    const done = await reacted()
    const head = E.isRight(done) ? done : await store.head()
    if (E.isLeft(head)) return head
    const kept = await Promise.all(
      [...keptViews.keys()].map((name) => runner.atLeast(name, head.right)()),
    )
    return kept.find(E.isLeft) ?? done
  }

  const digests = async (): Promise<Either<ReadError | ReactionStopped, Digests>> => {
    const position = await settled()
    if (E.isLeft(position)) return position
    const tables: ViewInTable[] = []
    const byView: [string, string][] = []
    for (const [name, view] of keptViews) {
      const standing = await runner.atLeast(name, position.right)()
      if (E.isLeft(standing)) return standing
      const digest = await viewDigest(views)(standing.right.table, position.right)()
      if (E.isLeft(digest)) return digest
      // How far an erasure has come is no figure of the business: erasing changes none.
      if (name !== own?.view.name) {
        tables.push({ view: comparedByPlace(view), table: standing.right.table })
      }
      byView.push([name, digest.right])
    }
    return E.map((comparable: string) => ({
      position: position.right,
      views: Object.fromEntries(byView),
      comparable,
    }))(await comparableDigest(views)(tables)())
  }

  const ownTypes = decisionsOf(privacy?.decisions).map(({ concludes }) => concludes)
  const isOwn = (command: unknown): boolean =>
    ownTypes.includes((command as { readonly type?: unknown } | null)?.type as string)

  const inner = new Set(capabilities.flatMap((one) => one.inner ?? []))
  const isInner = (command: unknown): boolean =>
    inner.has((command as { readonly type?: unknown } | null)?.type as string)

  const followed = following(store, readers)
  const application: Application<ReadonlyArray<AnyCapability>> = {
    send: (command, context) => async () => {
      if (isInner(command)) return E.left(innerCommand) as Either<never, never>
      if (isOwn(command)) return E.left(ownCommand) as Either<never, never>
      const sent = await sendNew(command, context)()
      return E.isLeft(sent) ? (sent as Either<never, never>) : E.right(noteWritten(sent.right))
    },
    ...queries,
    explain: explainingOn(store, readers, clock),
    asOf,
    people: {
      ...persons,
      duplicates: comparingPeople({
        people,
        views: keptViews,
        list: queries.list,
        opening:
          hidden === undefined || privacy === undefined
            ? undefined
            : { opener: hidden.side, purposes: privacy.purposes },
      }),
    },
    sweep: sweeping({
      reading: queries,
      send: (command, context) => TE.map(noteWritten)(send(command, context)),
    }),
    history: historyOf(store, readers),
    // The types say which events these are; what is handed out was let in by the codecs of just those.
    subscribe: followed.subscribe as Application<ReadonlyArray<AnyCapability>>['subscribe'],
    ...(hidden === undefined ? {} : { privacy: hidden.side }),
    reactionsAtLeast: (position) => () => reactionsAtLeast(position),
    settled,
    digests,
    refused: (reaction) => async () =>
      byName.has(reaction)
        ? refusedBy(views, reaction)
        : E.left(unknownReaction([...byName.keys()], reaction)),
    rebuild: (names = [...keptViews.keys()], onProgress) => runner.rebuild(names, onProgress),
    status: async () =>
      E.map((head: Position) => ({
        logId: store.logId,
        head,
        views: runner.status(),
        reactions: running.map(({ status }) => status()),
      }))(await store.head()),
    close: async () => {
      try {
        await followed.close()
        await hidden?.close()
        // Together: a reaction may wait for views that only a runner which is told to close gives up.
        await Promise.all([...running, runner].map(({ close }) => close()))
      } finally {
        await stores.close()
      }
    },
  }
  return E.right(application as unknown as Application<Capabilities>)
}
