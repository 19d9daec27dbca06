import { describe, expect, test } from 'vitest'
import { faultOf, isOfTheLink, unreadableFor } from './faults.js'
import { clientError } from './scripted-client.js'

describe('an exception of the client', () => {
  test.each([
    ['unavailable', 'Passing', 'unreachable'],
    ['cancelled', 'Passing', 'unreachable'],
    ['unknown', 'Passing', 'unreachable'],
    ['timeout', 'Passing', 'timeout'],
    ['deadline-exceeded', 'Passing', 'timeout'],
    ['access-denied', 'Refused', 'denied'],
    ['maximum-append-size-exceeded', 'Refused', 'too-large'],
    ['invalid-transaction', 'Refused', 'refused'],
    ['something-new', 'Refused', 'refused'],
  ])('of type %s is %s: %s', (type, tag, reason) => {
    expect(faultOf(clientError(type, { code: 9 }))).toEqual({
      _tag: tag,
      reason,
      cause: { type, code: 9 },
    })
  })

  test.each(['stream-not-found', 'no-stream'])(
    'of type %s says that a stream is missing',
    (type) => {
      expect(faultOf(clientError(type))).toEqual({ _tag: 'Missing' })
    },
  )

  test('about a wrong revision says where the stream is, and its empty message is not used', () => {
    expect(faultOf(clientError('wrong-expected-version', { actualVersion: 7n }))).toEqual({
      _tag: 'Conflict',
      actual: 7,
    })
    expect(faultOf(clientError('wrong-expected-version', { actualVersion: 'no_stream' }))).toEqual({
      _tag: 'Conflict',
      actual: 'none',
    })
  })

  test('of a node that does not lead names the leader, if it knows him', () => {
    const leader = { address: 'h2', port: 2113 }
    expect(faultOf(clientError('not-leader', { leader, code: 5 }))).toMatchObject({ leader })
    expect(faultOf(clientError('not-leader'))).toMatchObject({ leader: undefined })
  })

  test.each([
    ['a raw error of gRPC', Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'x' })],
    ['a failed discovery', new Error('Failed to discover after 10 attempts.')],
    ['an error of Node', Object.assign(new Error('socket'), { code: 'ECONNRESET' })],
    ['no error at all', undefined],
    ['a text', 'Impossible situation'],
  ])('that is %s is taken for a broken link', (_, error) => {
    expect(faultOf(error)).toMatchObject({
      _tag: 'Passing',
      reason: 'unreachable',
      cause: { type: 'raw' },
    })
  })

  test('about a certificate says so, and no more of what it is about', () => {
    const untrusted = Object.assign(
      new Error('14 UNAVAILABLE: self-signed certificate of host h'),
      {
        type: 'unavailable',
        code: 14,
      },
    )
    expect(faultOf(untrusted)).toEqual({
      _tag: 'Passing',
      reason: 'unreachable',
      cause: { type: 'certificate', code: 14 },
    })
  })

  test('gives a word and a code, and no message: it may hold the password', () => {
    const error = clientError('unavailable', { code: 14, connectionString: 'esdb://user:secret@h' })
    expect(JSON.stringify(unreadableFor(faultOf(error)))).not.toContain('secret')
    const odd = clientError('esdb://user:secret@h', { code: 'a secret word' })
    expect(JSON.stringify(faultOf(odd))).not.toContain('secret')
  })

  test('with a code of gRPC is of the link, and an answer to one append is not', () => {
    expect(isOfTheLink(clientError('unknown'))).toBe(false)
    expect(isOfTheLink(clientError('deadline-exceeded'))).toBe(false)
    expect(isOfTheLink(clientError('unknown', { code: 13 }))).toBe(true)
    expect(isOfTheLink(clientError('not-leader', { code: 5 }))).toBe(true)
    expect(isOfTheLink(new Error('Failed to discover'))).toBe(true)
  })
})

describe('a read that failed', () => {
  test.each([
    ['unavailable', 'unreachable'],
    ['timeout', 'timeout'],
    ['stream-deleted', 'stream-deleted'],
    ['not-leader', 'not-leader'],
    ['access-denied', 'denied'],
  ])('with %s is a store that is unavailable: %s', (type, reason) => {
    expect(unreadableFor(faultOf(clientError(type, { code: 1 })))).toEqual({
      _tag: 'StoreUnavailable',
      reason,
      outcome: 'not-written',
      cause: { type, code: 1 },
    })
  })
})
