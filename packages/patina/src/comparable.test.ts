import {
  type AnyView,
  optional,
  type Projection,
  record,
  streamName,
  text,
  view,
} from '@patina/eventsourcing'
import { kind, type Personal, personal } from '@patina/privacy'
import { sealForTests } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { comparedByPlace } from './comparable.js'

const callerName = kind('callerName', 'identity', text(200))
const nickname = kind('nickname', 'identity', text(200))

interface Caller {
  readonly said: string
  readonly name?: Personal<string>
}

const projection: Projection<string, Caller, { readonly type: 'Called' }> = {
  name: 'callers',
  version: 1,
  types: ['Called'],
  parts: () => [],
  initial: () => ({ said: '' }),
  evolve: (caller) => caller,
}

const callers: AnyView = view(projection, {
  codec: record<Caller>('Caller', { said: text(200), name: optional(personal(callerName)) }),
  columns: {},
})

const stream = streamName('caller', '00000000-0000-4000-8000-000000000001')
const place = { stream, event: '00000000-0000-5000-8000-000000000002', path: '/name' }

const sealed = (at = place, of = callerName): Personal<string> => {
  const decoded = personal(of).decode(sealForTests(of, at, '"Example"'))
  if (E.isLeft(decoded)) throw new Error('not sealed')
  return decoded.right
}

const compared = (caller: Caller, of = callers): string => comparedByPlace(of).comparable(caller)

describe('views that are compared across logs', () => {
  test('are the same where the same was sealed twice, though no byte of it is', () => {
    const [one, other] = [
      { said: 'hello', name: sealed() },
      { said: 'hello', name: sealed() },
    ]
    expect(callers.comparable(one)).not.toBe(callers.comparable(other))
    expect(compared(one)).toBe(compared(other))
  })

  test.each([
    ['another event', sealed({ ...place, event: '00000000-0000-5000-8000-000000000003' })],
    [
      'another stream',
      sealed({ ...place, stream: streamName('caller', '00000000-0000-4000-8000-000000000009') }),
    ],
    ['another field', sealed({ ...place, path: '/other' })],
    ['another kind', sealed(place, nickname)],
  ])('differ where a value comes from %s', (_what, name) => {
    // By its form alone: a codec would refuse another kind before this.
    const any: AnyView = { ...callers, comparable: (value) => JSON.stringify(value) }
    expect(compared({ said: 'hello', name }, any)).not.toBe(
      compared({ said: 'hello', name: sealed() }, any),
    )
  })

  test('differ where one holds a value and the other none, and in all that is clear', () => {
    const name = sealed()
    expect(compared({ said: 'hello' })).not.toBe(compared({ said: 'hello', name }))
    expect(compared({ said: 'hello', name })).not.toBe(compared({ said: 'hallo', name }))
  })

  test('keep a text that only looks sealed', () => {
    const said = '{"sealed":1}'
    expect(compared({ said })).toBe(callers.comparable({ said }))
    expect(compared({ said })).not.toBe(compared({ said: '{"sealed":2}' }))
  })
})
