// The whole house on files: log and views in one folder, the vault beside them, the key encryption key elsewhere.

import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crm } from '@patina/crm'
import { customerDirectory, removedIdentifiers } from '@patina/crm/directory'
import type { Context } from '@patina/eventsourcing'
import { type Application, open, orThrow, type PrivateSide } from '@patina/patina'
import { type Purpose, retentionClasses } from '@patina/privacy'
import { kekFromFile, openVault } from '@patina/privacy/shell'
import { type EmbeddedStores, embedded, openVaultRows } from '@patina/sqlite'
import { kindsOfHouse } from './filled.js'
import { idFrom } from './life.js'

/** A house that is open. */
export interface House {
  readonly app: Application<typeof crm>
  readonly privacy: PrivateSide
  readonly stores: EmbeddedStores
  readonly close: () => Promise<void>
}

/** Who may see everything here, and why: to prove that it is there. */
export const asking = { purpose: 'proof', actor: 'officer-1', role: 'officer' }

const purposes: ReadonlyArray<Purpose> = [
  {
    name: asking.purpose,
    kinds: kindsOfHouse.map(({ name }) => name),
    roles: [asking.role],
    basis: 'law',
  },
]

/** A command's context, the same for the same words. */
export const by = (...words: ReadonlyArray<string>): Context => ({
  commandId: idFrom('command', ...words),
  actor: 'clerk-1',
})

/** Opens the house in a folder. `keyFile` lies outside of what is scanned, as a key encryption key does. */
export const openHouse = async (folder: string, keyFile: string): Promise<House> => {
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 })
  const kek = await orThrow(kekFromFile(keyFile))
  const rows = await orThrow(openVaultRows(join(folder, 'vault.db')))
  let stores: EmbeddedStores | undefined
  const adapters = {
    open: async () => {
      const opened = await embedded(folder).open()
      if (opened._tag === 'Right') stores = opened.right
      return opened
    },
  }
  const app = await orThrow(
    open(adapters, crm, {
      privacy: {
        vault: openVault({ rows, kek }),
        purposes,
        directory: { kinds: customerDirectory, forgets: removedIdentifiers },
      },
    }),
  )
  if (app.privacy === undefined || stores === undefined) throw new Error('opened without privacy')
  const close = async (): Promise<void> => {
    await app.close()
    await rows.close()
  }
  return { app, privacy: app.privacy, stores, close }
}

/** Erases a person for good: everything that the house does for it, in one place. */
export const erase = async ({ privacy }: House, subject: string): Promise<void> => {
  await orThrow(
    privacy.atFence(
      {
        type: 'BeginErasure',
        logId: privacy.vault.logId,
        erasureId: idFrom('erasure', subject),
        why: 'on-request',
        parts: retentionClasses.map((of) => ({ subject, class: of })),
      },
      by('erase', subject),
    ),
  )
  await orThrow(privacy.vault.catchUp)
}
