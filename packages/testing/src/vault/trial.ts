import {
  type EventStore,
  handle,
  inMemoryEventStore,
  newId,
  type StreamName,
  systemClock,
} from '@patina/eventsourcing'
import { type FenceCommand, fence, fenceStream, type RetentionClass } from '@patina/privacy'
import {
  type FoundKey,
  type Kek,
  type KeyVault,
  kekFromFunction,
  type VaultOptions as OpeningOptions,
  openVault,
  type Unit,
  type VaultRows,
} from '@patina/privacy/shell'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Check, Stage } from '../check.js'
import { fail, rightOf } from '../judgement.js'

/** The rows of a vault that were opened for one check, with whatever their author needs to close them or open them again. */
export interface OpenedVault {
  readonly rows: VaultRows
}

/** Opens the rows of a new vault. */
export type OpenVaultRows<Opened extends OpenedVault> = () => Opened | Promise<Opened>

/** What the author of an adapter hands in beside `open`. */
export interface VaultOptions<Opened extends OpenedVault> {
  readonly close?: (opened: Opened) => Promise<void>
  /** Closes the rows and opens the same ones again, as a process that starts would. */
  readonly reopen?: (opened: Opened) => Promise<Opened>
  /** Makes a backup; what it gives puts the backup in the place of the vault and opens that. */
  readonly backup?: (opened: Opened) => Promise<() => Promise<Opened>>
  /** How many cases each generated check draws. Default 25. */
  readonly numRuns?: number
  /** Only to repeat a failure: by default every run draws its own. */
  readonly seed?: number
  /** How long one check may take, in milliseconds. Default 25,000, just below the usual limit of a test. */
  readonly withinMs?: number
}

/** Rows in the hands of a check. */
export interface RowsSession {
  readonly rows: VaultRows
  readonly reopen: () => Promise<RowsSession>
  readonly backup: () => Promise<() => Promise<RowsSession>>
}

/** What a check of a vault works with. */
export interface VaultTrial {
  readonly open: () => Promise<RowsSession>
  readonly assert: <Drawn>(property: fc.IAsyncProperty<Drawn>) => Promise<void>
}

/** One promise of the rows of a vault, and of the vault on them. */
export type VaultCheck = Check<VaultTrial, 'reopen' | 'backup'>

const defaultRuns = 25

/** Opens rows for one check and closes them behind it. */
export const vaultStage = <Opened extends OpenedVault>(
  open: OpenVaultRows<Opened>,
  { close, reopen, backup, numRuns = defaultRuns, seed }: VaultOptions<Opened>,
): Stage<VaultTrial> => {
  const living = new Set<Opened>()
  const sessionOf = (opened: Opened): RowsSession => {
    living.add(opened)
    return {
      rows: opened.rows,
      reopen: async () => {
        if (reopen === undefined) return fail('options.reopen is not given')
        living.delete(opened)
        return sessionOf(await reopen(opened))
      },
      backup: async () => {
        if (backup === undefined) return fail('options.backup is not given')
        const restore = await backup(opened)
        return async () => {
          living.delete(opened)
          return sessionOf(await restore())
        }
      },
    }
  }
  return {
    trial: {
      open: async () => sessionOf(await open()),
      assert: (property) =>
        fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed }) }),
    },
    dispose: async () => {
      for (const opened of living) await close?.(opened)
      living.clear()
    },
  }
}

/** A new key encryption key. */
export const newKek = async (): Promise<Kek> =>
  rightOf(
    'a key encryption key',
    await kekFromFunction(() =>
      Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32))),
    )(),
  )

/** A vault on some rows and a log, which may be older or newer than each other. */
export interface Vaulted {
  readonly store: EventStore
  readonly kek: Kek
  readonly vault: KeyVault
  readonly seal: (unit: Unit) => Promise<E.Either<unknown, string>>
  readonly find: (keyId: string) => Promise<FoundKey>
  readonly send: (command: FenceCommand) => Promise<E.Either<unknown, unknown>>
  /** Begins an erasure, and gives its id. */
  readonly erase: (
    subject: string,
    of: RetentionClass,
    scopes?: ReadonlyArray<string>,
  ) => Promise<string>
}

/** Opens a vault; by default with a new log and a new key encryption key. */
export const vaultOn = async (
  rows: VaultRows,
  store: EventStore = inMemoryEventStore(),
  kek?: Kek,
  options: Pick<OpeningOptions, 'olderKeks' | 'isLogRestored'> = {},
): Promise<Vaulted> => {
  const under = kek ?? (await newKek())
  const vault = rightOf('a vault', await openVault({ rows, kek: under, ...options })(store)())
  return vaulted(store, under, vault)
}

const vaulted = (store: EventStore, kek: Kek, vault: KeyVault): Vaulted => {
  const sendTo = handle({ store, clock: systemClock, random: Math.random })(
    fence.decider,
    fence.events,
  )
  const stream: StreamName = fenceStream(store.logId)
  const send = (command: FenceCommand) =>
    sendTo(stream, command, { commandId: newId(), actor: 'check' })()
  return {
    store,
    kek,
    vault,
    seal: async (unit) => {
      const keys = await vault.sealingKeys([unit])()
      return E.isLeft(keys) ? keys : E.right(keys.right[0]?.keyId ?? fail('no key was given'))
    },
    find: async (keyId) => {
      const found = rightOf('the names of keys', await vault.openingKeys([keyId])())
      return found.get(keyId) ?? fail('no answer for a key')
    },
    send,
    erase: async (subject, of, scopes) => {
      const erasureId = newId()
      const part = { subject, class: of, ...(scopes === undefined ? {} : { scopes }) }
      const begun = await send({
        type: 'BeginErasure',
        logId: store.logId,
        erasureId,
        why: 'check',
        parts: [part],
      })
      rightOf('an erasure', begun)
      return erasureId
    },
  }
}

/** Some unit of a person. */
export const unitOf = (subject: string, of: RetentionClass = 'identity', scope = ''): Unit => ({
  subject,
  class: of,
  scope,
})
