import { decodeLogged, type Instant, streamName } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type AccountEvent, accountCodecs } from './event-store/toy-deciders.js'
import { historiesOf, history, loggedHistory } from './history.js'

const deposits = fc
  .integer({ min: 1, max: 9 })
  .map((amount): AccountEvent => ({ type: 'Deposited', amount }))
const histories = historiesOf('account', () => deposits)

describe('a history', () => {
  test('has revisions without gaps in each stream, positions with gaps, and recorded times that never fall', () => {
    fc.assert(
      fc.property(histories, (entries) => {
        const log = history(entries)
        for (const { stream } of log) {
          const revisions = log
            .filter((event) => event.stream === stream)
            .map(({ revision }) => revision)
          expect(revisions).toEqual(revisions.map((_, index) => index))
        }
        const positions = log.map(({ position }) => position)
        expect(positions).toEqual([...new Set(positions)].toSorted())
        const recorded = log.map(({ recordedAt }) => recordedAt)
        expect(recorded).toEqual(recorded.toSorted())
      }),
    )
  })

  test('is the same for the same entries', () => {
    fc.assert(
      fc.property(histories, (entries) => {
        expect(history(entries)).toEqual(history(entries))
      }),
    )
  })

  test('keeps what a stored event was upcast to at one position', () => {
    const stream = streamName('account', '00000000-0000-4000-8000-000000000001')
    const [event, other] = [1, 2].map((amount) => ({ type: 'Deposited' as const, amount }))
    if (event === undefined || other === undefined) throw new Error('two events')
    const log = history([
      { stream, event, also: [other, event] },
      { stream, event },
    ])
    expect(log.map(({ part, revision }) => [part, revision])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 1],
    ])
    expect(new Set(log.map(({ position }) => position)).size).toBe(2)
  })

  test('as a store keeps it decodes to the very same events', () => {
    fc.assert(
      fc.property(histories, (entries) => {
        const stored = loggedHistory(entries, accountCodecs)
        const decoded = stored.flatMap((one) => {
          const result = decodeLogged<AccountEvent>(accountCodecs)(one)
          return E.isRight(result) ? result.right : []
        })
        expect(decoded).toEqual(history(entries))
      }),
    )
  })

  test('knows when things happened, if that is not when they were recorded', () => {
    const stream = streamName('account', '00000000-0000-4000-8000-000000000001')
    const occurredAt = '2025-12-24T10:00:00.000Z' as Instant
    const [event] = history([{ stream, event: { type: 'Deposited', amount: 1 }, occurredAt }])
    expect(event?.metadata.occurredAt).toBe(occurredAt)
    expect(event?.recordedAt).not.toBe(occurredAt)
  })
})
