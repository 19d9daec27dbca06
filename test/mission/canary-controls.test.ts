// The scan of a house, turned on what is not in order: each of these must be found, or a clean scan would prove nothing.
import { randomBytes } from 'node:crypto'
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId, text } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { kind } from '@patina/privacy'
import type { NewKey } from '@patina/privacy/shell'
import { embedded, openVaultRows } from '@patina/sqlite'
import { DatabaseSync } from '@photostructure/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canaryFor, needlesOf } from './canary/canaries.js'
import { leaky } from './canary/leaky.js'
import { needlesOfKey } from './canary/needles.js'
import { scanFolder } from './canary/scanner.js'

let place: string
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'patina-controls-'))
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

const newFolder = (): string => {
  const folder = join(place, newId())
  mkdirSync(folder)
  return folder
}
const filesWith = (
  needles: Parameters<typeof scanFolder>[0],
  folder: string,
): ReadonlySet<string> => new Set(scanFolder(needles, folder).map(({ file }) => file))

const seed = randomBytes(16).toString('hex')
const canary = canaryFor(seed, 'a guest', kind('wish', 'profile', text(200)))

describe('the scan finds what somebody said', () => {
  test('where a codec stores it as it is: in the log, in the view and in the backup', async () => {
    const folder = newFolder()
    const stores = await orThrow(embedded(folder).open)
    const app = await orThrow(open({ open: () => Promise.resolve(E.right(stores)) }, [leaky]))
    const [wish = ''] = canary.texts
    const by = { commandId: newId(), actor: 'clerk-1' }
    await orThrow(app.send({ type: 'NoteWish', guestId: newId(), wish }, by))
    await orThrow(app.settled)
    await orThrow(stores.store.backup(join(folder, 'backup.db')))
    const backup = 'backup.db'
    const found = () => filesWith(needlesOf([canary]), folder)
    expect(found()).toEqual(new Set(['log.db-wal', 'views.db-wal', backup]))
    await app.close()
    expect(found()).toEqual(new Set(['log.db', 'views.db', backup]))
  })

  test('where a part of it was written past the library', () => {
    const folder = newFolder()
    const [word = ''] = canary.texts
    for (const [name, bytes] of [
      ['crash.txt', Buffer.from(`at send (${word.slice(3, 11)})`)],
      ['mail.eml', Buffer.from(Buffer.from(`Dear ${word},`).toString('base64'))],
      ['page.log', Buffer.from(`GET /?q=${encodeURIComponent(canary.texts[1] ?? '')}`)],
    ] as const) {
      appendFileSync(join(folder, name), bytes)
    }
    expect(filesWith(needlesOf([canary]), folder)).toEqual(
      new Set(['crash.txt', 'mail.eml', 'page.log']),
    )
  })
})

const newKey = (subject: string): NewKey => ({
  keyId: randomBytes(32).toString('base64url'),
  unit: { subject, class: 'contact', scope: 'one' },
  generation: 0,
  kekId: 'kek',
  wrapped: new Uint8Array(randomBytes(60)),
})

describe('the scan finds the keys of who was erased', () => {
  const keys = Array.from({ length: 60 }, (_, index) => newKey(`guest-${index}`))
  const needles = keys.flatMap(({ wrapped }) => needlesOfKey('wrapped key', wrapped))

  // Empties the keys as an erasure does, in a vault with other settings than ours.
  const destroyed = async (settings: string): Promise<ReadonlySet<string>> => {
    const folder = newFolder()
    const whole = join(place, `${newId()}.db`)
    const rows = await orThrow(openVaultRows(whole))
    await orThrow(rows.mint(keys))
    await rows.close()
    copyFileSync(whole, join(folder, 'vault.db'))
    const database = new DatabaseSync(join(folder, 'vault.db'))
    database.exec(settings)
    // The keys are older than the change that destroys them, so each has been through the journal once.
    database.exec("UPDATE wrapped_keys SET wrapped = CAST(wrapped || 'x' AS BLOB)")
    database.exec("UPDATE wrapped_keys SET wrapped = x''")
    database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    const found = filesWith(needles, folder)
    database.close()
    return found
  }

  test('nowhere with the settings of a vault', async () => {
    expect(await destroyed('PRAGMA secure_delete = ON; PRAGMA journal_mode = TRUNCATE')).toEqual(
      new Set(),
    )
  })

  test('in the file where what is deleted is not overwritten', async () => {
    expect(await destroyed('PRAGMA secure_delete = OFF; PRAGMA journal_mode = TRUNCATE')).toEqual(
      new Set(['vault.db']),
    )
  })

  test('beside the file where there is a write-ahead log, or a journal that stays', async () => {
    expect(await destroyed('PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL')).toEqual(
      new Set(['vault.db-wal']),
    )
    expect(await destroyed('PRAGMA secure_delete = ON; PRAGMA journal_mode = PERSIST')).toEqual(
      new Set(['vault.db-journal']),
    )
  })
})
