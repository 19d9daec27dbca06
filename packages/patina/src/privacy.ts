import type {
  AnyCapability,
  Context,
  EventReaders,
  EventStore,
  Handle,
  HandleError,
  HandlerShell,
  Receipt,
  Tagged,
  UnreadableEvent,
} from '@patina/eventsourcing'
import { handle } from '@patina/eventsourcing'
import {
  type AccessCommand,
  type Asking,
  access,
  type ErasureDecisions,
  type ErasuresView,
  erasures,
  erasuresView,
  type FenceCommand,
  type FenceRejection,
  fence,
  fenceStream,
  type IndexedKind,
  type OpeningGuard,
  type Purpose,
} from '@patina/privacy'
import {
  type Claims,
  type Directory,
  type DirectoryShell,
  directory,
  type IndexerShell,
  type IndexingError,
  type IndexProgress,
  indexer,
  type Kek,
  type KeyError,
  type KeyVault,
  type Opener,
  type OpenerShell,
  opener,
  type PersonIndex,
  personIndex,
  type SealError,
  type SuppressionList,
  suppressionList,
  type VaultError,
  type VaultOpenError,
} from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { DerivedPlace } from './erasure-steps.js'
import { type Erasures, type ErasuresShell, erasuresOn } from './erasures.js'
import { guarded, type History } from './guarding.js'
import type { Reading } from './reading.js'
import type { Sending } from './sending.js'

/** How an application keeps personal data. */
export interface PrivacyOptions {
  /** Opens the vault for the log: what `openVault` of `@patina/privacy/shell` gives. */
  readonly vault: (store: EventStore) => TaskEither<VaultOpenError, KeyVault>
  /** What personal data may be opened for. */
  readonly purposes: ReadonlyArray<Purpose>
  /** What in the log may forbid an opening at the moment, such as a consent that was withdrawn. By default nothing. */
  readonly guards?: ReadonlyArray<OpeningGuard>
  /** What else forbids one, by what the application knows. Asked when no guard forbids it. By default nothing. */
  readonly forbids?: NonNullable<OpenerShell['forbids']>
  /**
   * Who decides what is erased: `erasureDecisions` of `@patina/crm/privacy-requests`, or a capability's own. With it an
   * erasure begins by such a decision and in no other way; without it, by `atFence`. Several, where several capabilities decide:
   * `saleErasureDecisions` of `@patina/crm/sales` is for sales that nobody has claimed.
   */
  readonly decisions?: ErasureDecisions | ReadonlyArray<ErasureDecisions>
  /** Where opened personal data lies outside of the log. Each owes a receipt for every erasure. By default none. */
  readonly places?: ReadonlyArray<DerivedPlace>
  /** By what people can be found, which values only one may have, and which events take a value away. By default by nothing. */
  readonly indexed?: Pick<IndexerShell, 'kinds' | 'forgets'>
  /**
   * By what parts of names and numbers people can be searched, such as `customerDirectory` of `@patina/crm/directory`. It is
   * in memory alone, and owes a receipt for every erasure. By default there is none.
   */
  readonly directory?: Pick<DirectoryShell, 'kinds' | 'forgets'>
  /** Who holds copies outside of the house: each must confirm every erasure. By default nobody. */
  readonly processors?: ReadonlyArray<string>
}

/** An erasure begins by a decision of the capability that decides about erasures, and this one was not decided. */
export interface ErasureNotDecided {
  readonly _tag: 'ErasureNotDecided'
  readonly erasureId: string
}

/** The side of an application that keeps personal data: nobody else has keys. */
export interface PrivateSide extends Opener {
  readonly vault: KeyVault
  readonly index: PersonIndex
  readonly suppression: SuppressionList
  /** Carries out a command at the fence of the log: erasures and legal holds. */
  readonly atFence: (
    command: FenceCommand,
    context: Context,
  ) => TaskEither<ErasureNotDecided | FenceRejection | HandleError | SealError, Receipt>
  /** Brings the index of people up to the end of the log. Its openings are in the access log. */
  readonly indexed: TaskEither<IndexingError, IndexProgress>
  /** The people who have this value by now, in any spelling of it: their ids. Erased ones are none. */
  readonly find: (
    kind: string,
    value: string,
  ) => TaskEither<IndexingError | NotIndexed, ReadonlyArray<string>>
  /** Ends claims of unique numbers that a process has left behind. A number that is asked for does it, too. */
  readonly sweepClaims: Claims['sweep']
  /** Searches people by a part of a name or number; absent when the application was opened without. */
  readonly directory?: Directory
  /** The erasures under way, and their certificates. */
  readonly erasures: Erasures
  /**
   * Puts every living key under another key encryption key, and records it at the fence: the remnants of what was erased
   * before end with the old one. Says how many keys. May be repeated when it was interrupted; what was erased by then keeps
   * its remnants until the next rotation.
   */
  readonly rotate: (
    kek: Kek,
    context: Context,
  ) => TaskEither<
    VaultError | KeyError | UnreadableEvent | FenceRejection | HandleError | SealError,
    number
  >
}

/** Nobody can be found by this kind: the application did not say how its values are written. */
export interface NotIndexed {
  readonly _tag: 'NotIndexed'
  readonly kind: string
}

const indexPurpose = 'index'
const directoryPurpose = 'directory'
const directoryAsking: Asking = {
  purpose: directoryPurpose,
  actor: 'directory',
  role: 'directory',
}
const indexAsking: Asking = { purpose: indexPurpose, actor: 'indexer', role: 'indexer' }

/** Those who decide, as a list. */
export const decisionsOf = (
  decisions: PrivacyOptions['decisions'],
): ReadonlyArray<ErasureDecisions> => {
  if (decisions === undefined) return []
  return 'decided' in decisions ? [decisions] : decisions
}

/** What an application with personal data has besides its own capabilities. */
export const privateCapabilities = ({
  decisions,
}: Pick<PrivacyOptions, 'decisions'>): PrivateCapabilities => {
  const view = erasuresView(decisionsOf(decisions))
  return { view, capabilities: [fence, access, erasures(view)] }
}

const directoryPurposeOf = ({ kinds }: Pick<DirectoryShell, 'kinds'>): Purpose => ({
  name: directoryPurpose,
  kinds: kinds.map(({ kind }) => kind.name),
  roles: ['directory'],
  basis: directoryPurpose,
})

// One address is left alone in all its spellings; what has no normal form is compared as it was said.
const inNormalForm = (
  list: SuppressionList,
  kinds: ReadonlyArray<IndexedKind>,
): SuppressionList => {
  const normal = (kind: string, said: string): string =>
    kinds.find((one) => one.kind.name === kind)?.normal(said) ?? said
  return {
    ...list,
    suppress: (entryId, kind, said) => list.suppress(entryId, kind, normal(kind, said)),
    isSuppressed: (kind, said, live) => list.isSuppressed(kind, normal(kind, said), live),
  }
}

// What an erasure takes out of the directory has its receipt like any other place.
const withPlace = (options: PrivacyOptions, { purge }: Directory): PrivacyOptions => ({
  ...options,
  places: [
    ...(options.places ?? []),
    { name: 'directory', purge: (parts) => () => Promise.resolve(E.right(purge(parts))) },
  ],
})

/** Those capabilities, and the view of erasures that is one of theirs. */
export interface PrivateCapabilities {
  readonly view: ErasuresView
  readonly capabilities: ReadonlyArray<AnyCapability>
}

/** What that side needs of the application around it. */
export interface PrivateShell {
  readonly vault: KeyVault
  readonly claims: Claims
  readonly handling: HandlerShell<SealError>
  readonly options: PrivacyOptions
  readonly view: ErasuresView
  readonly readers: EventReaders<Tagged>
  readonly history: History
  readonly reading: Reading
  readonly persons: ErasuresShell['persons']
  readonly send: Sending['send']
}

/** Builds that side on an opened vault. `close` waits for the erasures that are under way. */
export const privateSide = ({
  vault,
  claims,
  handling,
  options,
  view,
  readers,
  history,
  reading,
  persons,
  send,
}: PrivateShell): { readonly side: PrivateSide; readonly close: () => Promise<void> } => {
  const { purposes, guards = [], forbids } = options
  const decisions = decisionsOf(options.decisions)
  const carryOut = handle(handling)
  const toFence = carryOut(fence.decider, fence.events)
  const toAccess: Handle<AccessCommand, SealError> = carryOut(access.decider, access.events)
  const receipts = erasures(view)
  const toErasure = carryOut(receipts.decider, receipts.events)
  const atFence = (command: FenceCommand, context: Context) =>
    toFence(fence.streamOf(command), command, context)
  const record: OpenerShell['record'] = (command, context) =>
    toAccess(access.streamOf(command), command, context)
  const { store } = handling
  const shown = opener({
    vault,
    store,
    purposes,
    record,
    // Nothing is asked for each value where nothing can forbid one.
    ...(guards.length === 0 && forbids === undefined
      ? {}
      : { forbids: guarded({ history, clock: handling.clock }, guards, forbids) }),
  })
  const people =
    options.directory === undefined
      ? undefined
      : directory({
          store,
          readers,
          vault,
          purposes,
          opener: shown,
          filling: {
            opener: opener({
              vault,
              store,
              record,
              purposes: [directoryPurposeOf(options.directory)],
            }),
            asking: directoryAsking,
          },
          ...options.directory,
        })
  const running = erasuresOn({
    store,
    view,
    reading,
    persons,
    options: { ...(people === undefined ? options : withPlace(options, people)), decisions },
    vault,
    atFence,
    atErasure: (command, context) => toErasure(receipts.streamOf(command), command, context),
    send,
  })
  const { close, ...underWay } = running
  const index = personIndex(vault)
  const kinds = options.indexed?.kinds ?? []
  const names = kinds.map(({ kind }) => kind.name)
  const indexed = indexer({
    store,
    readers,
    vault,
    index,
    // What must not be used at the moment may still be asked about, by the person above all.
    opener: opener({
      vault,
      store,
      record,
      purposes: [{ name: indexPurpose, kinds: names, roles: ['indexer'], basis: indexPurpose }],
    }),
    asking: indexAsking,
    ...options.indexed,
    kinds,
  })
  const side: PrivateSide = {
    ...shown,
    vault,
    index,
    indexed,
    find: (kind, said) => async () => {
      const found = kinds.find((one) => one.kind.name === kind)
      if (found === undefined) return E.left({ _tag: 'NotIndexed', kind })
      const value = found.normal(said)
      if (value === undefined) return E.right([])
      const reached = await indexed()
      return E.isLeft(reached) ? reached : index.lookup(kind, value)()
    },
    ...(people === undefined ? {} : { directory: people }),
    sweepClaims: claims.sweep,
    suppression: inNormalForm(suppressionList(vault), kinds),
    atFence: (command, context) =>
      decisions.length > 0 && command.type === 'BeginErasure'
        ? TE.left({ _tag: 'ErasureNotDecided', erasureId: command.erasureId })
        : atFence(command, context),
    erasures: underWay,
    rotate: (kek, context) => async () => {
      const { logId, vaultId } = vault
      // Of a rotation that was cut short nobody knows what was erased while it was under way.
      const isNew = vault.kekId() !== kek.id
      const before = await history(fenceStream(logId))()
      if (E.isLeft(before)) return before
      const rotated = await vault.rotate(kek)()
      if (E.isLeft(rotated)) return rotated
      const through = before.right.at(-1)?.revision ?? -1
      const recorded = await atFence(
        { type: 'RecordRotation', logId, vaultId, kekId: kek.id, ...(isNew ? { through } : {}) },
        context,
      )()
      return E.isLeft(recorded) ? recorded : rotated
    },
  }
  return {
    side,
    close: async () => {
      people?.close()
      await close()
    },
  }
}
