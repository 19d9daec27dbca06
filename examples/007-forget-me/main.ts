import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { civilDate, codeOf, crm, customerId, erasureId } from '@patina/crm'
import { erasureDecisions } from '@patina/crm/privacy-requests'
import { newId } from '@patina/eventsourcing'
import { type DerivedPlace, open, orThrow } from '@patina/patina'
import { normalPhone, type Purpose } from '@patina/privacy'
import { kekFromFile, openVault } from '@patina/privacy/shell'
import { embedded, openEventStore, openVaultRows } from '@patina/sqlite'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { guests, guestsView, mobile } from '../005-personal-data/guests.js'
import { prove } from './prove.js'

const purposes: ReadonlyArray<Purpose> = [
  { name: 'service', kinds: ['guestName', 'mobile'], roles: ['desk'], basis: 'contract' },
]
const asking = { purpose: 'service', actor: 'u-17', role: 'desk' }
const by = (actor: string) => ({ commandId: newId(), actor })
const guestId = '00000000-0000-4000-8000-00000000a007'

// Names that the desk keeps at hand, opened: a copy in the clear, which no key erases.
const directory = new Map<string, string>()
const namesAtHand: DerivedPlace = {
  name: 'names at hand',
  purge: (parts) => () => {
    const gone = parts.filter(({ subject }) => directory.delete(subject))
    return TE.right(gone.length)()
  },
}

export const main = async (folder: string): Promise<void> => {
  const kekIn = (name: string) => {
    const file = join(folder, name)
    if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
    return orThrow(kekFromFile(file))
  }
  const rows = await orThrow(openVaultRows(join(folder, 'vault.db')))
  const app = await orThrow(
    open(embedded(folder), [...crm, guests], {
      privacy: {
        vault: openVault({ rows, kek: await kekIn('kek') }),
        purposes,
        decisions: erasureDecisions,
        places: [namesAtHand],
        indexed: { kinds: [{ kind: mobile, normal: normalPhone }] },
      },
    }),
  )
  const { privacy } = app
  if (privacy === undefined) throw new Error('opened without privacy')

  // Register.
  const said = { numberId: newId(), name: '陳大文 Example', mobile: '+85200000000' }
  await orThrow(app.send({ type: 'RegisterGuest', guestId, ...said }, by('u-17')))
  directory.set(guestId, said.name)
  console.log(`has the number: ${(await orThrow(privacy.find('mobile', '+852 0000-0000'))).length}`)

  // Erase: who decides says what goes, and what a law keeps. The rest follows by itself.
  const erasure = erasureId(newId())
  await orThrow(
    app.send(
      {
        type: 'DecideErasure',
        customerId: customerId(guestId),
        erasureId: erasure,
        why: 'request',
        classes: ['identity', 'contact'],
        exceptions: [
          {
            class: 'transaction',
            law: codeOf('IRO'),
            citation: codeOf('s.51C'),
            until: civilDate('2033-06-01'),
          },
        ],
      },
      by('dpo-1'),
    ),
  )
  const unfinished = await orThrow(privacy.erasures.resume)
  console.log(`erasures that lack something: ${unfinished.length}`)

  const guest = await orThrow(app.read(guestsView, guestId))
  const fields = { name: guest?.name, mobile: guest?.mobile }
  const opened = await orThrow(privacy.open(asking, { subjects: [guestId], fields }))
  if (opened.name?._tag === 'Right') console.log(`name: ${opened.name.right._tag}`)
  console.log(`has the number: ${(await orThrow(privacy.find('mobile', '+852 0000-0000'))).length}`)
  console.log(`at hand: ${directory.size}`)

  // The remnants in backups of the vault end when the key encryption key is rotated and the old one destroyed.
  await orThrow(privacy.rotate(await kekIn('next-kek'), by('custodian-1')))
  const certificate = await orThrow(privacy.erasures.certificate(erasure))
  const [vault] = certificate.vaults
  console.log(
    `certificate: ${vault?.keyIds.length} keys destroyed, kept: ${certificate.kept.map((one) => one.class)}`,
  )
  console.log(`remnants ended: ${vault?.residueEndedAt !== undefined}`)
  await app.close()
  await rows.close()

  // Prove: with the log alone, and no key at all.
  const log = await orThrow(openEventStore(join(folder, 'log.db')))
  const proof = await prove(log, erasure)
  await log.close()
  console.log(`the log says: ${proof.destroyedKeys} keys destroyed, ${proof.receipts.join(', ')}`)
  console.log(
    `${proof.unreadable} sealed values under them, ${proof.storedTooLate} stored too late`,
  )
  console.log(proof.isCompleted ? 'completed' : 'not completed')
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
