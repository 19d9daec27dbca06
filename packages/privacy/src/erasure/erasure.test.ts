import { instantOf, newId } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { commandCodecs, eventCodecs } from './codec.js'
import type { ErasureCommand } from './commands.js'
import { decide } from './decide.js'
import type { ErasureEvent } from './events.js'
import { evolve, initial, type Receipts } from './state.js'

const erasureId = newId()
const vaultIds = [newId()]
const at = instantOf(Date.UTC(2026, 0, 1))
const issued = { commandId: newId(), at, by: 'erasures' }
const names = fc.subarray(['a', 'b', 'c'])
const name = fc.constantFrom('a', 'b', 'c')

const commands: fc.Arbitrary<ErasureCommand> = fc.oneof(
  fc.record({
    type: fc.constant('OrderPurge' as const),
    erasureId: fc.constant(erasureId),
    places: names,
    processors: names,
  }),
  fc.record({
    type: fc.constant('RecordPurge' as const),
    erasureId: fc.constant(erasureId),
    place: name,
    count: fc.nat(9),
  }),
  fc.record({
    type: fc.constant('ConfirmProcessor' as const),
    erasureId: fc.constant(erasureId),
    processor: name,
  }),
  fc.constant({ type: 'CompleteErasure' as const, erasureId, vaultIds }),
)

const obey = (all: ReadonlyArray<ErasureCommand>) => {
  let state: Receipts = initial
  const events: ErasureEvent[] = []
  for (const command of all) {
    const decided = decide(command, state, issued)
    if (E.isLeft(decided)) continue
    events.push(...decided.right)
    state = decided.right.reduce(evolve, state)
  }
  return { state, events }
}

describe('the receipts of an erasure', () => {
  test('are all there when it is completed, and each is there once', () => {
    let completed = 0
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), (all) => {
        const { events } = obey(all)
        const types = events.map(({ type }) => type)
        // An oracle that knows no state: only what stands in the log before the end.
        const end = types.indexOf('ErasureCompleted')
        const before = events.slice(0, end < 0 ? events.length : end)
        const order = before.find((one) => one.type === 'PurgeOrdered')
        const said = before.flatMap((one) => {
          if (one.type === 'DerivedDataPurged') return [`place ${one.place}`]
          return one.type === 'ProcessorConfirmedErasure' ? [`processor ${one.processor}`] : []
        })
        expect(new Set(said).size).toBe(said.length)
        if (end < 0 || order === undefined) return
        completed++
        const owed = [
          ...order.places.map((one) => `place ${one}`),
          ...order.processors.map((one) => `processor ${one}`),
        ]
        expect(said.sort()).toEqual(owed.sort())
        expect(types.lastIndexOf('ErasureCompleted')).toBe(end)
      }),
      { numRuns: 2000 },
    )
    expect(completed).toBeGreaterThan(0)
  })

  test('are recorded once, whatever is sent again', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), commands, (all, command) => {
        const { state } = obey(all)
        const first = decide(command, state, issued)
        if (E.isLeft(first)) return
        expect(decide(command, first.right.reduce(evolve, state), issued)).toEqual(E.right([]))
      }),
      { numRuns: 500 },
    )
  })

  test('are those of the first order, and nobody else has one to give', () => {
    const order = { type: 'OrderPurge', erasureId, places: ['a'], processors: ['b'] } as const
    const purge = { type: 'RecordPurge', erasureId, place: 'c', count: 0 } as const
    expect(decide(purge, initial, issued)).toEqual(E.left({ _tag: 'PurgeNotOrdered', erasureId }))
    const { state } = obey([order])
    expect(decide({ ...order, places: [] }, state, issued)).toEqual(E.right([]))
    expect(decide(purge, state, issued)).toEqual(E.left({ _tag: 'NotAsked', name: 'c' }))
    const confirm = { type: 'ConfirmProcessor', erasureId, processor: 'a' } as const
    expect(decide(confirm, state, issued)).toEqual(E.left({ _tag: 'NotAsked', name: 'a' }))
    expect(decide({ type: 'CompleteErasure', erasureId, vaultIds }, state, issued)).toEqual(
      E.left({ _tag: 'ReceiptsMissing', places: ['a'], processors: ['b'] }),
    )
  })

  test('come back from the store as they were', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), (all) => {
        for (const command of all) {
          expect(commandCodecs[command.type].decode(command)).toEqual(E.right(command))
        }
        for (const event of obey(all).events) {
          const codec = eventCodecs[event.type]
          const stored: unknown = JSON.parse(JSON.stringify(codec.encode(event as never)))
          expect(codec.decode(stored)).toEqual(E.right(event))
        }
      }),
    )
  })
})
