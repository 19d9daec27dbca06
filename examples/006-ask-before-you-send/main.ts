import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, consentId, crm, eventId, type SubjectClass, useId } from '@patina/crm'
import {
  type AuthoriseUse,
  consentLedgerView,
  noticesView,
  permission,
  redecide,
} from '@patina/crm/consent'
import { newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { isLeft } from 'fp-ts/lib/Either.js'
import { customerId, email, rings, terms, watches } from './shop.js'

const by = (actor: string) => ({ commandId: newId(), actor })

const mailAbout = (subject: SubjectClass): AuthoriseUse => ({
  type: 'AuthoriseUse',
  customerId,
  useId: useId(newId()),
  channel: 'email',
  kinds: [email],
  class: subject,
  hindrances: [],
})

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), crm))

  const ask = async (subject: SubjectClass): Promise<AuthoriseUse> => {
    const use = mailAbout(subject)
    const answer = await app.send(use, by('mailer'))()
    const reasons =
      isLeft(answer) && answer.left._tag === 'UseRefused'
        ? answer.left.reasons.map(({ reason, section }) => `${reason} (${section})`)
        : []
    console.log(`${subject}: ${isLeft(answer) ? `no, ${reasons.join(', ')}` : 'yes'}`)
    return use
  }

  await orThrow(app.send({ type: 'AdoptNotice', terms }, by('officer-1')))
  await ask(watches)

  // The customer reads the notice and allows e-mails about watches.
  const adopted = await orThrow(app.read(noticesView, terms.noticeId))
  const notice = adopted?.versions.at(-1)
  if (notice === undefined) throw new Error('the notice has been adopted')
  const presentedAt = systemClock()
  const receipt = await orThrow(
    app.send(
      { type: 'PresentNotice', customerId, notice, lang: 'en', medium: 'written', presentedAt },
      by('clerk-7'),
    ),
  )
  const [noticeEventId = ''] = receipt._tag === 'Appended' ? receipt.events : []
  await orThrow(
    app.send(
      {
        type: 'GiveMarketingConsent',
        customerId,
        consentId: consentId(newId()),
        basis: 'use',
        form: 'explicit',
        medium: 'written',
        noticeEventId: eventId(noticeEventId),
        kinds: [email],
        classes: [watches],
        receivedAt: systemClock(),
      },
      by('clerk-7'),
    ),
  )
  const { useId: sent } = await ask(watches)
  await ask(rings)

  // The mail has gone out. Then the customer has had enough.
  await orThrow(app.send({ type: 'RecordHandOver', customerId, useId: sent }, by('mailer')))
  await orThrow(
    app.send(
      {
        type: 'OptOut',
        customerId,
        scope: { type: 'all' },
        of: 'both',
        channel: codeOf('web'),
        receivedAt: systemClock(),
      },
      by('web-1'),
    ),
  )
  await ask(watches)

  // An auditor decides every use again, and asks what is permitted now.
  const ledger = await orThrow(app.read(consentLedgerView, customerId))
  const entries = ledger?.entries ?? []
  const { uses, lacking } = redecide(entries)
  console.log(`${lacking.length} of ${uses} uses lack a consent`)
  const use = { _tag: 'MarketingUse', kinds: [email], class: watches } as const
  console.log(permission(entries, use, systemClock())._tag)
  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
