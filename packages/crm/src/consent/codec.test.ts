import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, problemsOf, sampleProblems, spoiled, stored } from '../shared/arbitraries.js'
import { consentCommands, consentEvents, plainNotice } from './arbitraries.js'
import { eventCodecs } from './codec.js'
import { commandCodecs } from './commands.codec.js'

comparePersonal()

describe('the events of consent', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(consentEvents, (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })
})

const customerId = idOf('cust', 1)
const now = '2024-06-03T04:00:00.000Z'
const sha256 = 'ab'.repeat(32)

const commands = [
  { type: 'AdoptNotice', terms: plainNotice.terms },
  {
    type: 'PresentNotice',
    customerId,
    notice: plainNotice,
    lang: 'en',
    medium: 'written',
    presentedAt: now,
  },
  {
    type: 'RecordSourceNotice',
    customerId,
    sourceId: 'LIST-CO',
    kinds: ['email'],
    classes: ['watches'],
    documentSha256: sha256,
    receivedAt: now,
  },
  { type: 'RecordCollection', customerId, purpose: 'membership', kinds: ['email'] },
  {
    type: 'GiveMarketingConsent',
    customerId,
    consentId: idOf('cons', 1),
    basis: 'provide',
    form: 'explicit',
    medium: 'written',
    noticeEventId: idOf('evnt', 1),
    kinds: ['email'],
    classes: ['watches'],
    recipients: ['insurers'],
    forGain: false,
    receivedAt: now,
    expiresAt: now,
    collectionMethod: 'form',
  },
  { type: 'ConfirmOralConsent', customerId, consentId: idOf('cons', 1), sentAt: now, sha256 },
  {
    type: 'ConfirmElectronicConsent',
    customerId,
    consentId: idOf('cons', 1),
    confirmedAt: now,
  },
  {
    type: 'OptOut',
    customerId,
    scope: { type: 'all' },
    of: 'both',
    channel: 'web',
    receivedAt: now,
  },
  {
    type: 'GivePrescribedConsent',
    customerId,
    consentId: idOf('cons', 1),
    purpose: 'profiling',
    form: 'explicit',
    medium: 'oral',
    receivedAt: now,
  },
  {
    type: 'WithdrawPrescribedConsent',
    customerId,
    purpose: 'profiling',
    medium: 'written',
    receivedAt: now,
  },
  {
    type: 'AuthoriseUse',
    customerId,
    useId: idOf('use', 1),
    channel: 'email',
    kinds: ['email'],
    class: 'watches',
    hindrances: ['suppressed'],
    campaignId: 'SPRING',
  },
  { type: 'RecordHandOver', customerId, useId: idOf('use', 1) },
  {
    type: 'ProvideData',
    customerId,
    provisionId: idOf('prov', 1),
    recipientId: 'FIRST-CO',
    recipientClass: 'insurers',
    kinds: ['email'],
    class: 'watches',
    forGain: true,
  },
  { type: 'TellRecipient', customerId, recipientId: 'FIRST-CO', writtenAt: now },
  { type: 'ExpectConsent', customerId, mergeId: idOf('merg', 1), from: idOf('cust', 2) },
  { type: 'MoveConsent', customerId, mergeId: idOf('merg', 1), to: idOf('cust', 2) },
  {
    type: 'AdoptConsent',
    customerId,
    mergeId: idOf('merg', 1),
    from: idOf('cust', 2),
    members: [idOf('cust', 2)],
    entries: [],
  },
  {
    type: 'ReturnConsent',
    customerId,
    mergeId: idOf('merg', 1),
    to: idOf('cust', 2),
    members: [idOf('cust', 2)],
  },
  {
    type: 'ReopenConsent',
    customerId,
    mergeId: idOf('merg', 1),
    members: [customerId],
    entries: [],
  },
]

const optional = ['recipients', 'forGain', 'expiresAt', 'collectionMethod', 'campaignId']

describe('the commands about consent', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(consentCommands, (command) => problemsOf(commandCodecs, command).length === 0),
    )
    expect(commands.flatMap((command) => problemsOf(commandCodecs, command))).toEqual([])
    expect(commands.map(({ type }) => type)).toEqual(Object.keys(commandCodecs))
  })

  for (const command of commands) {
    const mayLack = optional.filter((field) => field in command)
    // `true` is a wrong value everywhere but in a flag, and an empty list where a list may not be empty.
    const wrong = spoiled(command, mayLack).filter(
      ({ what }) => !['forGain is true', 'hindrances is []', 'entries is []'].includes(what),
    )
    test.each(wrong)(`${command.type} is refused when $what`, ({ path, command }) => {
      const paths = problemsOf(commandCodecs, command).map((problem) => problem.path)
      expect(paths.length).toBeGreaterThan(0)
      for (const found of paths) expect(found.startsWith(path)).toBe(true)
    })
  }

  const codes = 'a list of 1 to 100 different codes of 1 to 64 printable ASCII characters'
  const [adopt, , , collect, give, , , optOut] = commands

  test.each([
    [{ ...collect, kinds: ['email', 'email'] }, '/kinds', codes, 'a list of 2'],
    [{ ...collect, kinds: [new Array(1)] }, '/kinds', codes, 'a list of 1'],
    [
      { ...collect, kinds: Array.from({ length: 101 }, (_, n) => `kind-${n}`) },
      '/kinds',
      codes,
      'a list of 101',
    ],
    [
      { ...give, medium: 'email' },
      '/medium',
      '"written" or "electronic" or "oral"',
      'text of 5 characters',
    ],
    [{ ...optOut, scope: { type: 'some', kinds: ['email'] } }, '/scope/classes', codes, 'nothing'],
    [
      { ...adopt, terms: { ...plainNotice.terms, texts: [{ lang: 'fr', sha256 }] } },
      '/terms/texts/0/lang',
      '"en" or "zh-Hant" or "zh-Hans"',
      'text of 2 characters',
    ],
    [
      { ...adopt, terms: { ...plainNotice.terms, responseChannels: [] } },
      '/terms/responseChannels',
      codes,
      'a list of 0',
    ],
  ])(
    'say of %j where it is wrong, what was expected and what was found',
    (command, path, expected, found) => {
      expect(problemsOf(commandCodecs, command)[0]).toEqual({ path, expected, found })
    },
  )

  test('PDPO DPP1(3): a notice of rights without the address of who handles requests is refused', () => {
    const { noticeId, version, texts } = plainNotice.terms
    const terms = {
      type: 'rights',
      noticeId,
      version,
      texts,
      handler: { jobTitle: 'Data Protection Officer' },
    }
    expect(problemsOf(commandCodecs, { type: 'AdoptNotice', terms })).toEqual([
      {
        path: '/terms/handler/address',
        expected: 'text of 1 to 300 characters in NFC',
        found: 'nothing',
      },
    ])
  })
})
