import { crm } from '@patina/crm'
import { consent, commandCodecs as consentCommands } from '@patina/crm/consent'
import { commandCodecs as privacyCommands, privacyRequests } from '@patina/crm/privacy-requests'
import { inMemory, newId, type Problem } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let shop: Application<typeof crm>
beforeAll(async () => {
  shop = await orThrow(open(inMemory(), crm))
})
afterAll(() => shop.close())

const id = '6f1d2c3b-0000-4000-8000-000000000001'
const now = '2024-06-03T04:00:00.000Z'
const sha256 = 'ab'.repeat(32)
const customer = { customerId: id }
const request = { customerId: id, requestId: id }
const terms = {
  type: 'marketing',
  noticeId: id,
  version: 1,
  texts: [{ lang: 'en', sha256 }],
  kinds: ['email'],
  classes: ['watches'],
  responseChannels: ['web'],
}
const consented = { kinds: ['email'], classes: ['watches'] }

// One well-formed command of each type, without what is optional.
const commands = [
  { type: 'AdoptNotice', terms },
  {
    type: 'PresentNotice',
    ...customer,
    notice: { terms, sha256 },
    lang: 'en',
    medium: 'written',
    presentedAt: now,
  },
  {
    type: 'RecordSourceNotice',
    ...customer,
    sourceId: 'LIST-CO',
    ...consented,
    documentSha256: sha256,
    receivedAt: now,
  },
  { type: 'RecordCollection', ...customer, purpose: 'membership', kinds: ['email'] },
  {
    type: 'GiveMarketingConsent',
    ...customer,
    consentId: id,
    basis: 'use',
    form: 'explicit',
    medium: 'written',
    noticeEventId: id,
    ...consented,
    receivedAt: now,
  },
  { type: 'ConfirmOralConsent', ...customer, consentId: id, sentAt: now, sha256 },
  { type: 'ConfirmElectronicConsent', ...customer, consentId: id, confirmedAt: now },
  {
    type: 'OptOut',
    ...customer,
    scope: { type: 'all' },
    of: 'both',
    channel: 'web',
    receivedAt: now,
  },
  {
    type: 'GivePrescribedConsent',
    ...customer,
    consentId: id,
    purpose: 'profiling',
    form: 'explicit',
    medium: 'oral',
    receivedAt: now,
  },
  {
    type: 'WithdrawPrescribedConsent',
    ...customer,
    purpose: 'profiling',
    medium: 'written',
    receivedAt: now,
  },
  {
    type: 'AuthoriseUse',
    ...customer,
    useId: id,
    channel: 'email',
    kinds: ['email'],
    class: 'watches',
    hindrances: [],
  },
  { type: 'RecordHandOver', ...customer, useId: id },
  {
    type: 'ProvideData',
    ...customer,
    provisionId: id,
    recipientId: 'FIRST-CO',
    recipientClass: 'insurers',
    kinds: ['email'],
    class: 'watches',
    forGain: false,
  },
  { type: 'TellRecipient', ...customer, recipientId: 'FIRST-CO', writtenAt: now },
  { type: 'ReceiveRequest', ...request, kind: 'access', by: 'self', receivedAt: now },
  { type: 'VerifyRequester', ...request, method: 'passport' },
  {
    type: 'QuoteFee',
    ...request,
    items: [{ item: 'copying', amountMinor: 500 }],
    currency: 'HKD',
  },
  { type: 'RecordFee', ...request },
  { type: 'SupplyCopy', ...request, asOf: { at: now, position: '1' }, sha256, redactions: 0 },
  { type: 'ConfirmNotHeld', ...request },
  { type: 'ExtendTime', ...request, reasonCode: 'archive' },
  {
    type: 'RefuseRequest',
    ...request,
    ground: 's.20(3)(b)',
    extent: 'whole',
    particularsSha256: sha256,
  },
  {
    type: 'RecordDisclosure',
    ...customer,
    disclosureId: id,
    recipientId: 'FIRST-CO',
    kinds: ['email'],
    disclosedOn: '2024-06-03',
  },
  { type: 'CorrectData', ...request, corrections: [{ of: id, by: id }] },
  { type: 'SupplyCorrectedCopy', ...request, sha256 },
  { type: 'TellThirdParty', ...request, recipientId: 'FIRST-CO' },
  { type: 'AnnexNote', ...request, of: id, noteSha256: sha256 },
  { type: 'StartRetention', ...customer, class: 'transaction', since: '2024-06-03' },
  {
    type: 'PlaceHold',
    ...customer,
    holdId: id,
    classes: ['transaction'],
    law: 'proceedings',
    citation: '1/2024',
  },
  { type: 'ReleaseHold', ...customer, holdId: id, reasonCode: 'settled' },
  {
    type: 'DecideErasure',
    ...customer,
    erasureId: id,
    why: 'request',
    classes: ['identity'],
    exceptions: [],
  },
  { type: 'ConcludeErasure', ...customer, erasureId: id, outcome: 'held' },
  { type: 'SuspectBreach', breachId: id, suspectedAt: now, assessWithinDays: 3 },
  { type: 'AssessBreach', breachId: id, isRealRisk: true, subjects: 1, notifyWithinDays: 3 },
  { type: 'NotifyBreach', breachId: id, to: 'police' },
]

const oversized = 'x'.repeat(1_000_000)

const spoiled = (command: { readonly type: string }): ReadonlyArray<readonly [string, unknown]> => [
  ...Object.keys(command)
    .filter((field) => field !== 'type')
    .flatMap(
      (field): ReadonlyArray<readonly [string, unknown]> => [
        [`/${field}`, { ...command, [field]: -1 }],
        [`/${field}`, { ...command, [field]: oversized }],
        [`/${field}`, { ...command, [field]: new Array(10_000).fill(oversized) }],
        [`/${field}`, Object.fromEntries(Object.entries(command).filter(([key]) => key !== field))],
      ],
    ),
  ['/other', { ...command, other: 1 }],
]

describe('bad input about consent and privacy', () => {
  test('is tried on every command', () => {
    expect(commands.map(({ type }) => type)).toEqual([
      // Those that only reactions send are refused whatever they say: see the input about who is one person.
      ...Object.keys(consentCommands).filter((type) => !consent.inner?.includes(type as never)),
      ...Object.keys(privacyCommands).filter(
        (type) => !privacyRequests.inner?.includes(type as never),
      ),
    ])
  })

  test.each(commands)(
    '$type with a wrong, a missing, an unknown or an oversized field is refused by its path, and nothing is appended',
    async (command) => {
      const { head } = await orThrow(shop.status)
      for (const [path, bad] of spoiled(command)) {
        const answer = await shop.send(bad as never, { commandId: newId(), actor: 'web-1' })()
        expect(answer).toMatchObject({ left: { _tag: 'InvalidCommand' } })
        const { problems } = (answer as unknown as { left: { problems: ReadonlyArray<Problem> } })
          .left
        expect(problems.length).toBeGreaterThan(0)
        for (const problem of problems) expect(problem.path.startsWith(path)).toBe(true)
        // What was found is described, never quoted.
        expect(JSON.stringify(problems)).not.toContain('xxx')
      }
      expect((await orThrow(shop.status)).head).toBe(head)
    },
  )
})
