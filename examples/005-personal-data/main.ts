import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import type { Purpose } from '@patina/privacy'
import { kekFromFile, openVault } from '@patina/privacy/shell'
import { embedded, openVaultRows } from '@patina/sqlite'
import { guests, guestsView } from './guests.js'

const purposes: ReadonlyArray<Purpose> = [
  { name: 'service', kinds: ['guestName', 'mobile'], roles: ['desk'], basis: 'contract' },
]
const asking = { purpose: 'service', actor: 'u-17', role: 'desk' }
const by = (actor: string) => ({ commandId: newId(), actor })
const guestId = '00000000-0000-4000-8000-00000000a005'

export const main = async (folder: string): Promise<void> => {
  const keyFile = join(folder, 'kek')
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 })

  const kek = await orThrow(kekFromFile(keyFile))
  const rows = await orThrow(openVaultRows(join(folder, 'vault.db')))
  const vault = openVault({ rows, kek })
  const app = await orThrow(open(embedded(folder), [guests], { privacy: { vault, purposes } }))
  const { privacy } = app
  if (privacy === undefined) throw new Error('opened without privacy')

  const name = '陳大文 Example'
  const said = { numberId: newId(), name, mobile: '+85200000000' }
  await orThrow(app.send({ type: 'RegisterGuest', guestId, ...said }, by('u-17')))

  const show = async (): Promise<void> => {
    const guest = await orThrow(app.read(guestsView, guestId))
    const fields = { name: guest?.name, mobile: guest?.mobile }
    const opened = await orThrow(privacy.open(asking, { subjects: [guestId], fields }))
    const result = opened.name
    console.log(`${guest?.visits} visit of ${String(guest?.name)}`)
    if (result?._tag === 'Left') console.log(`does not open: ${result.left._tag}`)
    else if (result?.right._tag === 'Value') console.log(`opens: ${result.right.value}`)
    else console.log(`erased: ${result?.right.why}`)
  }
  await show()

  await orThrow(
    privacy.atFence(
      {
        type: 'BeginErasure',
        logId: privacy.vault.logId,
        erasureId: newId(),
        why: 'on-request',
        parts: [
          { subject: guestId, class: 'identity' },
          { subject: guestId, class: 'contact' },
        ],
      },
      by('dpo-1'),
    ),
  )
  await show()
  await app.close()
  await rows.close()

  const log = readFileSync(join(folder, 'log.db'))
  console.log(`in the log: ${log.includes(name) ? 'the name' : 'no name'}`)
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
