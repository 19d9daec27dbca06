import type { Instant } from '@patina/eventsourcing'
import type { Question } from '@patina/privacy'
import { describe, expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { type CustomerId, codeOf, type RequestId } from '../shared/ids.js'
import type { PrivacyEntry } from './events.js'
import { restrictionGuard } from './index.js'

const now = '2024-06-03T04:00:00.000Z' as Instant
const customerId = idOf<CustomerId>('cust', 1)
const request = (n: number) => ({ customerId, requestId: idOf<RequestId>('requ', n) })
const guard = restrictionGuard(['tax'])
const asked = (purpose: string): Question => ({
  asking: { purpose, actor: 'u-1', role: 'desk' },
  subjects: [customerId],
  kind: 'email',
})
const received: PrivacyEntry = {
  type: 'PrivacyRequestReceived',
  ...request(1),
  kind: 'restriction',
  by: 'self',
  receivedAt: now,
  dueOn: civilDate('2024-07-13'),
}
const verified = (n: number): PrivacyEntry => ({
  type: 'RequesterVerified',
  ...request(n),
  method: codeOf('passport'),
})
const refused = (extent: 'whole' | 'redactions', n = 1): PrivacyEntry => ({
  type: 'RequestRefused',
  ...request(n),
  ground: 'house rule',
  extent,
  refusedOn: civilDate('2024-06-04'),
  isLate: false,
})

describe('whoever has asked to restrict the use of their data', () => {
  test('is protected once they have shown who they are, until the request is refused', () => {
    expect(guard.forbids(asked('sale'), [received], now)).toBeUndefined()
    expect(guard.forbids(asked('sale'), [received, verified(2)], now)).toBeUndefined()
    const stands = [received, verified(1)]
    expect(guard.forbids(asked('sale'), stands, now)).toBe('restriction')
    expect(guard.forbids(asked('sale'), [...stands, refused('redactions')], now)).toBe(
      'restriction',
    )
    expect(guard.forbids(asked('sale'), [...stands, refused('whole', 2)], now)).toBe('restriction')
    expect(guard.forbids(asked('sale'), [...stands, refused('whole')], now)).toBeUndefined()
  })

  test('is not by another request, nor from a purpose that is exempt', () => {
    const access = { ...received, kind: 'access' } as const
    expect(guard.forbids(asked('sale'), [access, verified(1)], now)).toBeUndefined()
    expect(guard.forbids(asked('tax'), [received, verified(1)], now)).toBeUndefined()
    expect(guard.streams(asked('tax'))).toEqual([])
    expect(guard.streams(asked('sale'))).toEqual([`privacyRequests-${customerId}`])
  })
})
