// Where the keys of people are: a file beside the log, and the key that wraps them in a file of its own.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { erasureDecisions } from '@patina/crm/privacy-requests'
import type { PrivacyOptions } from '@patina/patina'
import type { Purpose } from '@patina/privacy'
import { type KekUnavailable, kekFromFile, openVault } from '@patina/privacy/shell'
import { type OpenError, openVaultRows } from '@patina/sqlite'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'

/** What the desk of the shop may open, and why. */
const purposes: ReadonlyArray<Purpose> = [
  { name: 'service', kinds: ['name', 'mobile', 'email'], roles: ['desk'], basis: 'contract' },
]

/** The vault of a shop: what an application is opened with, and closed after it. */
export interface ShopVault {
  readonly privacy: PrivacyOptions
  readonly close: () => Promise<void>
}

// Never for a vault that is there: another key would open nothing in it. Renamed when it is whole, for a run may be killed.
const makeKek = async (folder: string, keyFile: string, vaultFile: string): Promise<void> => {
  if (existsSync(keyFile) || existsSync(vaultFile)) return
  // What cannot be made is told by whoever looks for it next.
  await mkdir(folder).catch(() => undefined)
  const fresh = `${keyFile}.new`
  await writeFile(fresh, randomBytes(32), { mode: 0o600 })
    .then(() => rename(fresh, keyFile))
    .catch(() => undefined)
}

/** Opens the vault of a folder; `name` tells the vaults of several logs apart. The first time, a key is drawn for it. */
export const openShopVault = async (
  folder: string,
  name = 'vault',
): Promise<Either<KekUnavailable | OpenError, ShopVault>> => {
  const [keyFile, vaultFile] = [join(folder, `${name}.kek`), join(folder, `${name}.db`)]
  await makeKek(folder, keyFile, vaultFile)
  const kek = await kekFromFile(keyFile)()
  if (E.isLeft(kek)) return kek
  const rows = await openVaultRows(vaultFile)()
  if (E.isLeft(rows)) return rows
  return E.right({
    privacy: {
      vault: openVault({ rows: rows.right, kek: kek.right }),
      purposes,
      decisions: erasureDecisions,
    },
    close: rows.right.close,
  })
}
