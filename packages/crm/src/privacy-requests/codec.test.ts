import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, problemsOf, sampleProblems, spoiled, stored } from '../shared/arbitraries.js'
import { privacyRequestsCommands, privacyRequestsEvents } from './arbitraries.js'
import { eventCodecs } from './codec.js'
import { commandCodecs } from './commands.codec.js'

comparePersonal()

describe('the events of privacy requests', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(privacyRequestsEvents, (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })
})

const who = { customerId: idOf('cust', 1) }
const request = { ...who, requestId: idOf('requ', 1) }
const breach = { breachId: idOf('brea', 1) }
const now = '2024-06-03T04:00:00.000Z'
const sha256 = 'ab'.repeat(32)

const commands = [
  { type: 'ReceiveRequest', ...request, kind: 'access', by: 'self', receivedAt: now },
  { type: 'VerifyRequester', ...request, method: 'passport', authoritySha256: sha256 },
  {
    type: 'QuoteFee',
    ...request,
    items: [{ item: 'copying', amountMinor: 500 }],
    currency: 'HKD',
  },
  { type: 'RecordFee', ...request },
  { type: 'SupplyCopy', ...request, asOf: { at: now, position: '0001' }, sha256, redactions: 0 },
  { type: 'ConfirmNotHeld', ...request },
  {
    type: 'ExtendTime',
    ...request,
    partialSha256: sha256,
    isNothingReady: false,
    reasonCode: 'archive',
  },
  {
    type: 'RefuseRequest',
    ...request,
    ground: 's.20(3)(d)',
    extent: 'whole',
    particularsSha256: sha256,
    otherUser: 'OTHER-CO',
  },
  {
    type: 'RecordDisclosure',
    ...who,
    disclosureId: idOf('disc', 1),
    recipientId: 'FIRST-CO',
    kinds: ['email'],
    disclosedOn: '2024-06-03',
  },
  {
    type: 'CorrectData',
    ...request,
    corrections: [{ of: idOf('evnt', 1), by: idOf('evnt', 2) }],
  },
  { type: 'SupplyCorrectedCopy', ...request, sha256 },
  { type: 'TellThirdParty', ...request, recipientId: 'FIRST-CO' },
  { type: 'AnnexNote', ...request, of: idOf('evnt', 1), noteSha256: sha256 },
  { type: 'StartRetention', ...who, class: 'transaction', since: '2024-06-03' },
  {
    type: 'PlaceHold',
    ...who,
    holdId: idOf('hold', 1),
    classes: ['transaction'],
    law: 'proceedings',
    citation: 'Case 1 of 2024',
  },
  { type: 'ReleaseHold', ...who, holdId: idOf('hold', 1), reasonCode: 'settled' },
  { type: 'NoteClaimedSale', ...who, saleId: idOf('sale', 1), soldOn: '2024-06-01' },
  {
    type: 'DecideErasure',
    ...who,
    erasureId: idOf('eras', 1),
    why: 'request',
    requestId: idOf('requ', 1),
    classes: ['identity'],
    exceptions: [{ class: 'transaction', law: 'IRO', citation: 's.51C', until: '2031-06-03' }],
  },
  { type: 'ConcludeErasure', ...who, erasureId: idOf('eras', 1), outcome: 'carriedOut' },
  { type: 'SuspectBreach', ...breach, suspectedAt: now, assessWithinDays: 3 },
  { type: 'AssessBreach', ...breach, isRealRisk: true, subjects: 10, notifyWithinDays: 3 },
  { type: 'NotifyBreach', ...breach, to: 'commissioner' },
]

const optional = ['authoritySha256', 'partialSha256', 'isNothingReady', 'otherUser']
// What is no fault in the field that it is put into.
const fitting = [
  'isNothingReady is true',
  'isRealRisk is true',
  'classes is []',
  'exceptions is []',
]

describe('the commands about privacy requests', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(
        privacyRequestsCommands,
        (command) => problemsOf(commandCodecs, command).length === 0,
      ),
    )
    expect(commands.flatMap((command) => problemsOf(commandCodecs, command))).toEqual([])
    expect(commands.map(({ type }) => type)).toEqual(Object.keys(commandCodecs))
  })

  for (const command of commands) {
    const mayLack = [
      ...optional,
      ...(command.type === 'DecideErasure' ? ['requestId'] : []),
    ].filter((field) => field in command)
    const wrong = spoiled(command, mayLack).filter(
      ({ what }) =>
        !fitting.includes(what) || (command.type === 'PlaceHold' && what === 'classes is []'),
    )
    test.each(wrong)(`${command.type} is refused when $what`, ({ path, command }) => {
      const paths = problemsOf(commandCodecs, command).map((problem) => problem.path)
      expect(paths.length).toBeGreaterThan(0)
      for (const found of paths) expect(found.startsWith(path)).toBe(true)
    })
  }

  test('PDPO s.20: a ground that is no section of the law is refused', () => {
    const [problem] = problemsOf(commandCodecs, {
      ...commands.find(({ type }) => type === 'RefuseRequest'),
      ground: 's.20(9)',
    })
    expect(problem).toMatchObject({ path: '/ground', found: 'text of 7 characters' })
  })
})
