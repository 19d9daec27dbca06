import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, crm, customerId } from '@patina/crm'
import { type OptOut, optOutText } from '@patina/crm/consent'
import { newId, ownViews, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import type { Purpose, Said } from '@patina/privacy'
import { kekFromFile, openVault } from '@patina/privacy/shell'
import { embedded, openVaultRows } from '@patina/sqlite'
import { stopRequestsView } from './stop-requests.js'

const purposes: ReadonlyArray<Purpose> = [
  { name: 'complaints', kinds: [optOutText.name], roles: ['officer'], basis: 'law' },
]
const asking = { purpose: 'complaints', actor: 'officer-1', role: 'officer' }
const by = (actor: string) => ({ commandId: newId(), actor })

const customer = customerId('00000000-0000-4000-8000-00000000a008')
const stop = (words: string): Said<OptOut> => ({
  type: 'OptOut',
  customerId: customer,
  scope: { type: 'all' },
  of: 'both',
  channel: codeOf('sms'),
  receivedAt: systemClock(),
  raw: words,
})

export const main = async (folder: string): Promise<void> => {
  const keyFile = join(folder, 'kek')
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 })
  const rows = await orThrow(openVaultRows(join(folder, 'vault.db')))
  const vault = openVault({ rows, kek: await orThrow(kekFromFile(keyFile)) })

  const capabilities = [...crm, ownViews('stop-requests', [stopRequestsView])] as const
  const app = await orThrow(open(embedded(folder), capabilities, { privacy: { vault, purposes } }))
  const { privacy } = app
  if (privacy === undefined) throw new Error('opened without privacy')

  await orThrow(app.send(stop('STOP, please. Example'), by('gateway-1')))
  await orThrow(app.send(stop('請停止! Example'), by('gateway-1')))

  const show = async (): Promise<void> => {
    const [found] = await orThrow(app.list(stopRequestsView, { by: 'channel', limit: 10 }))
    if (found === undefined) throw new Error('no request')
    const { times, channel, words } = found.view
    console.log(`${times} by ${channel}, the last one ${String(words)}`)
    const person = { subjects: [found.key], fields: { words } }
    const result = (await orThrow(privacy.open(asking, person))).words
    if (result?._tag === 'Left') console.log(`does not open: ${result.left._tag}`)
    else if (result?.right._tag === 'Value') console.log(`opens: ${result.right.value}`)
    else console.log(`erased: ${result?.right.why}`)
  }
  await show()

  // Once the evidence is erased, the view is what it was, rebuilt or not; only what it shows opens no more.
  const before = (await orThrow(app.digests)).comparable
  await orThrow(
    privacy.atFence(
      {
        type: 'BeginErasure',
        logId: privacy.vault.logId,
        erasureId: newId(),
        why: 'due',
        parts: [{ subject: customer, class: 'evidence' }],
      },
      by('officer-1'),
    ),
  )
  await orThrow(app.rebuild(['stop_requests']))
  await show()
  const rebuilt = (await orThrow(app.digests)).comparable
  console.log(`Rebuilt, and the same: ${rebuilt === before}`)
  await app.close()
  await rows.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
