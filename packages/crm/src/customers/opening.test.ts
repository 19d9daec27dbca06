import { streamName } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { type CustomerId, type EventId, reasonCode } from '../shared/ids.js'
import { accuracyGuard } from './opening.js'

const customerId = idOf<CustomerId>('cust', 1)
const of = idOf<EventId>('evnt', 1)
const doubted = { type: 'AccuracyDoubted', customerId, of, reasonCode: reasonCode('returned') }
const confirmed = { type: 'AccuracyConfirmed', customerId, of }
const asked = (purpose: string, eventId?: string) => ({
  asking: { purpose, actor: 'u-1', role: 'seller' },
  subjects: [customerId],
  kind: 'mobile',
  ...(eventId === undefined ? {} : { eventId }),
})
const at = '2024-06-03T04:00:00.000Z' as Parameters<ReturnType<typeof accuracyGuard>['forbids']>[2]

describe('a value whose accuracy is in doubt', () => {
  const guard = accuracyGuard(['correcting'])

  test('PDPO DPP2(1): is not served for its purpose until it is confirmed', () => {
    const question = asked('sale', of)
    expect(guard.streams(question)).toEqual([streamName('customer', customerId)])
    expect(guard.forbids(question, [], at)).toBeUndefined()
    expect(guard.forbids(question, [doubted], at)).toBe('accuracy-in-doubt')
    expect(guard.forbids(question, [doubted, confirmed], at)).toBeUndefined()
    expect(guard.forbids(question, [doubted, confirmed, doubted], at)).toBe('accuracy-in-doubt')
  })

  test('hides no other value, nor one that is not stored yet', () => {
    expect(guard.forbids(asked('sale', idOf('evnt', 2)), [doubted], at)).toBeUndefined()
    expect(guard.forbids(asked('sale'), [doubted], at)).toBeUndefined()
  })

  test('opens for a purpose that is exempt', () => {
    expect(guard.streams(asked('correcting', of))).toEqual([])
    expect(guard.forbids(asked('correcting', of), [doubted], at)).toBeUndefined()
  })
})
