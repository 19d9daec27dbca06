import { describe, expect, test } from 'vitest'
import { isRetentionClass, retentionClasses, scopeOf } from './retention.js'

const source = {
  named: 'phone-1',
  stream: 'enquiry-1',
  eventId: 'event-1',
  occurredAt: '2024-12-31T16:00:00.000Z',
  at: '2024-12-31T15:59:59.999Z',
}

describe('what falls due together', () => {
  test('follows from the class', () => {
    expect(retentionClasses.map((of) => [of, scopeOf(of, source)])).toEqual([
      ['identity', ''],
      ['contact', 'phone-1'],
      ['profile', ''],
      ['marketing', '2024'],
      ['interaction', 'enquiry-1'],
      ['transaction', '2025'],
      ['dispute', 'enquiry-1'],
      ['evidence', 'phone-1'],
      ['logbook', '2024'],
    ])
  })

  test('is the stream of a party without an identifier, and the event of an opt-out', () => {
    const unnamed = { ...source, named: undefined }
    expect([scopeOf('contact', unnamed), scopeOf('evidence', unnamed)]).toEqual([
      'enquiry-1',
      'event-1',
    ])
  })
})

test('a class is one of the list', () => {
  expect(['identity', 'Identity', '', 1].map(isRetentionClass)).toEqual([true, false, false, false])
})
