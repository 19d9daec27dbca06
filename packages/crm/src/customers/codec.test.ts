import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, problemsOf, sampleProblems, spoiled, stored } from '../shared/arbitraries.js'
import { customersCommands, customersEvents } from './arbitraries.js'
import { commandCodecs, eventCodecs } from './codec.js'

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
})

describe('the commands about customers', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(
        customersCommands(),
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
  ]

  for (const { command, optional } of commands) {
    test.each(spoiled(command, optional))(
      `${command.type} is refused when $what`,
      ({ path, command }) => {
        const problems = problemsOf(commandCodecs, command)
        expect(problems.map((problem) => problem.path)).toEqual([path])
        expect(problems[0]?.expected).not.toBe('')
        expect(problems[0]?.found).not.toBe('')
      },
    )
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
})
