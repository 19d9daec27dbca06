import type {
  Context,
  EventStore,
  Handle,
  HandleError,
  HandlerShell,
  Receipt,
} from '@patina/eventsourcing'
import { handle } from '@patina/eventsourcing'
import {
  type AccessCommand,
  access,
  type FenceCommand,
  type FenceRejection,
  fence,
  type Purpose,
} from '@patina/privacy'
import {
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
} from '@patina/privacy/shell'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** How an application keeps personal data. */
export interface PrivacyOptions {
  /** Opens the vault for the log: what `openVault` of `@patina/privacy/shell` gives. */
  readonly vault: (store: EventStore) => TaskEither<VaultError, KeyVault>
  /** What personal data may be opened for. */
  readonly purposes: ReadonlyArray<Purpose>
  /** What forbids an opening at the moment, such as a consent that was withdrawn. By default nothing. */
  readonly forbids?: NonNullable<OpenerShell['forbids']>
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
  ) => TaskEither<FenceRejection | HandleError | SealError, Receipt>
}

/** What an application with personal data has besides its own capabilities. */
export const privateCapabilities = [fence, access] as const

/** Builds that side on an opened vault. */
export const privateSide = (
  vault: KeyVault,
  shell: HandlerShell<SealError>,
  { purposes, forbids }: PrivacyOptions,
): PrivateSide => {
  const carryOut = handle(shell)
  const atFence = carryOut(fence.decider, fence.events)
  const atAccess: Handle<AccessCommand, SealError> = carryOut(access.decider, access.events)
  return {
    ...opener({
      vault,
      store: shell.store,
      purposes,
      record: (command, context) => atAccess(access.streamOf(command), command, context),
      ...(forbids === undefined ? {} : { forbids }),
    }),
    vault,
    index: personIndex(vault),
    suppression: suppressionList(vault),
    atFence: (command, context) => atFence(fence.streamOf(command), command, context),
  }
}
