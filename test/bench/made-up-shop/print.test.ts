// The log that rebuilds are measured on is one that an application could have written.
import { crm } from '@patina/crm'
import { decodeStored, type EventReaders, type Instant, type Tagged } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { historyOf } from './history.js'
import { printed } from './print.js'

const readers: EventReaders<Tagged> = Object.assign({}, ...crm.map(({ events }) => events))

test('what is made up for the benchmarks can be read, in the version of today', () => {
  const decode = decodeStored(readers)
  const types = new Set<string>()
  let number = 0
  for (const happened of historyOf({ events: 3_000, customers: 300 })) {
    const recordedAt = '2026-01-01T00:00:00.000Z' as Instant
    const read = decode({ ...printed(happened, number++), revision: 0, recordedAt })
    expect(E.isLeft(read) ? read.left : []).toEqual([])
    types.add(happened.event.type)
  }
  expect(types.size).toBeGreaterThan(7)
})
