import { decodeWith } from '@patina/eventsourcing'
import { comparePersonal, tracesOf } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { idOf, problemsOf, sampleProblems, spoiled, stored } from '../shared/arbitraries.js'
import { comparableCommands, customersEvents, saidCommands } from './arbitraries.js'
import { commandCodecs, eventCodecs } from './codec.js'

comparePersonal()

describe('the events of customers', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(customersEvents(), (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })

  test('take no value of another kind than the one that they name', () => {
    fc.assert(
      fc.property(customersEvents(), customersEvents(), (event, other) => {
        if (event.type !== 'IdentifierAdded' || other.type !== 'IdentifierAdded') return
        if (event.kind === other.kind) return
        const { type: _, ...data } = { ...event, value: other.value }
        const decoded = eventCodecs.IdentifierAdded.decode({
          ...(JSON.parse(JSON.stringify(data)) as object),
          type: 'IdentifierAdded',
        })
        expect(decoded).toMatchObject({ left: [{ path: '/value' }] })
      }),
      { numRuns: 500 },
    )
  })
})

const identifier = { customerId: idOf('cust', 1), identifierId: idOf('iden', 1) }

describe('the commands about customers', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(
        fc.oneof(comparableCommands(), saidCommands),
        (command) => problemsOf(commandCodecs, command).length === 0,
      ),
    )
  })

  const commands = [
    {
      command: {
        type: 'RegisterCustomer',
        customerId: idOf('cust', 1),
        source: 'walkIn',
        storeId: 'HK1',
        market: 'Hong Kong',
        status: 'active',
      },
      optional: ['market', 'status'],
    },
    {
      command: {
        type: 'ChangeStatus',
        customerId: idOf('cust', 1),
        to: 'active',
        reasonCode: 'said',
      },
      optional: [],
    },
    {
      command: {
        type: 'RecordName',
        role: 'legal',
        script: 'Hant',
        order: 'familyFirst',
        name: '陳大文 Example',
        customerId: idOf('cust', 1),
      },
      optional: [],
    },
    {
      command: {
        type: 'AddIdentifier',
        ...identifier,
        kind: 'phone',
        value: '+85200000000',
        label: 'home',
        isPrimary: true,
      },
      optional: ['label', 'isPrimary'],
    },
    {
      command: {
        type: 'AddIdentifier',
        ...identifier,
        kind: 'email',
        value: 'guest@shop.invalid',
        label: 'work',
        isPrimary: true,
      },
      optional: ['label', 'isPrimary'],
    },
    { command: { type: 'VerifyIdentifier', ...identifier, method: 'code' }, optional: [] },
    { command: { type: 'MarkInvalid', ...identifier, cause: 'bounced' }, optional: [] },
    { command: { type: 'RemoveIdentifier', ...identifier }, optional: [] },
    {
      command: {
        type: 'AssignOwner',
        customerId: idOf('cust', 1),
        ownerId: 'staff-7',
        storeId: 'HK1',
      },
      optional: [],
    },
    {
      command: {
        type: 'StatePreference',
        topic: 'metal',
        strength: 'must',
        value: 'steel, for the Example family',
        correction: { of: idOf('evnt', 1), reasonCode: 'mistaken' },
        customerId: idOf('cust', 1),
      },
      optional: ['correction'],
    },
    {
      command: {
        type: 'RecordNeed',
        needId: idOf('need', 1),
        wanted: 'a ring for Example',
        budget: { currency: 'HKD', mostMinor: 500_000 },
        by: '2026-02-14',
        correction: { of: idOf('evnt', 1), reasonCode: 'mistaken' },
        customerId: idOf('cust', 1),
      },
      optional: ['budget', 'by', 'correction'],
    },
    {
      command: {
        type: 'CloseNeed',
        customerId: idOf('cust', 1),
        needId: idOf('need', 1),
        outcome: 'met',
        saleId: idOf('sale', 1),
      },
      optional: ['saleId'],
    },
    {
      command: {
        type: 'RecordOccasion',
        occasionId: idOf('occa', 1),
        kind: 'birthday of Example',
        date: '--02-29',
        leapRule: 'feb28',
        customerId: idOf('cust', 1),
      },
      optional: ['leapRule'],
    },
    {
      command: {
        type: 'RecordRelation',
        relationId: idOf('rela', 1),
        otherId: idOf('cust', 2),
        kind: 'parent of Example',
        fromDay: '2020-01-01',
        toDay: '2026-01-01',
        customerId: idOf('cust', 1),
      },
      optional: ['fromDay', 'toDay'],
    },
    {
      command: {
        type: 'EndRelation',
        customerId: idOf('cust', 1),
        relationId: idOf('rela', 1),
        toDay: '2026-01-01',
      },
      optional: [],
    },
    ...['RetractStatement', 'DoubtField'].map((type) => ({
      command: {
        type,
        customerId: idOf('cust', 1),
        of: idOf('evnt', 1),
        reasonCode: 'mistaken',
      },
      optional: [],
    })),
    {
      command: { type: 'ConfirmField', customerId: idOf('cust', 1), of: idOf('evnt', 1) },
      optional: [],
    },
  ]

  // Whose a personal value is stands in the command: without it the value is refused as well.
  const alsoRefused: Readonly<Record<string, ReadonlyArray<string>>> = {
    RecordName: ['/name'],
    AddIdentifier: ['/value'],
    StatePreference: ['/value'],
    RecordNeed: ['/wanted', '/budget'],
    RecordOccasion: ['/kind', '/date'],
    RecordRelation: ['/kind'],
  }
  const isFlag = (path: string, value: unknown): boolean =>
    path === '/isPrimary' && typeof value === 'boolean'

  for (const { command, optional } of commands) {
    const wrong = spoiled(command, optional).filter(
      ({ path, command: bad }) => !isFlag(path, (bad as Record<string, unknown>)[path.slice(1)]),
    )
    test.each(wrong)(`${command.type} is refused when $what`, ({ path, command: bad }) => {
      const problems = problemsOf(commandCodecs, bad)
      const paths = problems.map((problem) => problem.path)
      const isIt = (one: string): boolean => one === path || one.startsWith(`${path}/`)
      expect(paths.some(isIt)).toBe(true)
      const allowed = path === '/customerId' ? (alsoRefused[command.type] ?? []) : []
      expect(paths.filter((one) => !isIt(one) && !allowed.includes(one))).toEqual([])
      for (const { expected, found } of problems) {
        expect(expected).not.toBe('')
        expect(found).not.toBe('')
      }
    })
  }

  test.each([
    [
      'customerId',
      '21111111-1111-4111-8111-11111111111A',
      'a UUID in lower case',
      'text of 36 characters',
    ],
    ['status', 'dormant', '"prospect" or "active"', 'text of 7 characters'],
    [
      'market',
      ' Hong Kong',
      'text of 1 to 64 characters in NFC, no space at either end',
      'text of 10 characters',
    ],
  ])('say of %s what was expected and what was found', (field, value, expected, found) => {
    const command = { ...commands[0]?.command, [field]: value }
    expect(problemsOf(commandCodecs, command)).toEqual([{ path: `/${field}`, expected, found }])
  })

  test.each([
    ['phone', '852 secret 0000'],
    ['phone', '+85200000000 ext. 12'],
    ['email', 'no-address-at-all'],
    ['email', 'guest@nowhere'],
    ['postal', ''],
    ['chat', 'x'.repeat(201)],
    ['fax', '+85200000000'],
  ])('say nothing of what stood where a %s should be', (kind, value) => {
    const problems = problemsOf(commandCodecs, {
      type: 'AddIdentifier',
      ...identifier,
      kind,
      value,
    })
    expect(problems).toHaveLength(1)
    const told = JSON.stringify(problems)
    if (value.length > 6) for (const trace of tracesOf(value)) expect(told).not.toContain(trace)
  })

  test('close what is personal at once, so that nothing prints it', () => {
    fc.assert(
      fc.property(saidCommands, (said) => {
        const codec: t.Mixed = commandCodecs[said.type as 'RecordName']
        const decoded = decodeWith(codec as t.Type<unknown, unknown>)(said)
        const { name, value, wanted, kind } = said as Readonly<Record<string, string | undefined>>
        const secret = name ?? value ?? wanted ?? kind ?? 'nothing was said'
        expect(E.isRight(decoded)).toBe(true)
        for (const trace of tracesOf(secret)) {
          expect(JSON.stringify(decoded)).not.toContain(trace)
        }
      }),
    )
  })
})
