// A return of the first version, as it lies in logs: its lines do not say what had been paid for the pieces.
import { decodeStored, type StoredEvent, streamName } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import first from './__stored__/SaleLinesReturned.v1.json' with { type: 'json' }
import second from './__stored__/SaleLinesReturned.v2.json' with { type: 'json' }
import { eventCodecs } from './codec.js'

const id = '34111111-1111-5111-8111-111111111111'
const storedAs = (data: object, schemaVersion: number): StoredEvent => ({
  id,
  stream: streamName('sale', first.saleId),
  revision: 1,
  type: 'SaleLinesReturned',
  data: JSON.stringify(data),
  metadata: JSON.stringify({
    schemaVersion,
    occurredAt: '2024-03-04T04:00:00.000Z',
    actor: 'till-1',
    correlationId: id,
    causationId: id,
    commandId: id,
  }),
  recordedAt: '2024-03-04T04:00:00.000Z' as StoredEvent['recordedAt'],
})
const read = (data: object, version: number) =>
  E.map((events: ReadonlyArray<{ readonly event: unknown }>) => events.map(({ event }) => event))(
    decodeStored(eventCodecs)(storedAs(data, version)),
  )

test('is read as if what was refunded had been paid, and else as it was', () => {
  expect(read(first, 1)).toEqual(
    E.right([
      {
        type: 'SaleLinesReturned',
        ...first,
        lines: [
          { lineId: '1', sku: '85123A', quantity: 1, paidMinor: 45_000, refundMinor: 45_000 },
        ],
      },
    ]),
  )
})

test('is a return of its own version and of no other', () => {
  expect(read(second, 2)).toEqual(E.right([{ type: 'SaleLinesReturned', ...second }]))
  expect(read(first, 2)).toMatchObject({
    left: { problems: [{ path: '/data/lines/0/paidMinor', found: 'nothing' }] },
  })
  expect(read(second, 1)).toMatchObject({ left: { _tag: 'UnreadableEvent' } })
})

test('of a version that was never written is not read', () => {
  expect(read(second, 3)).toMatchObject({
    left: { problems: [{ path: '/metadata/schemaVersion', found: '3' }] },
  })
})
