import { instantOf, newId } from '@patina/eventsourcing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventCodecs } from './codec.js'
import type { FenceCommand } from './commands.js'
import { decide } from './decide.js'
import type { FenceEvent } from './events.js'
import { evolve, type Fence, fencingOf, initial } from './state.js'

const logId = 'a log'
const at = instantOf(Date.UTC(2025, 0, 1))
const issued = { commandId: newId(), at, by: 'dpo' }
const [one, two] = [newId(), newId()]
const after = (...events: ReadonlyArray<FenceEvent>): Fence => events.reduce(evolve, initial)
const begin = (
  erasureId: string,
  of: 'contact' | 'marketing',
  scopes?: string[],
): FenceCommand => ({
  type: 'BeginErasure',
  logId,
  erasureId,
  why: 'due',
  parts: [{ subject: 's', class: of, ...(scopes === undefined ? {} : { scopes }) }],
})
const begun = (of: 'contact' | 'marketing', generation = 0): FenceEvent => ({
  type: 'ErasureBegun',
  erasureId: one,
  why: 'due',
  at,
  parts: [{ subject: 's', class: of, generation }],
})
const held: FenceEvent = {
  type: 'LegalHoldPlaced',
  holdId: two,
  subject: 's',
  classes: ['contact'],
  why: 'dispute',
  at,
}

describe('an erasure', () => {
  test('begins, and is begun once', () => {
    expect(decide(begin(one, 'contact'), initial, issued)).toEqual(E.right([begun('contact')]))
    expect(decide(begin(two, 'contact'), after(begun('contact')), issued)).toEqual(E.right([]))
  })

  test('is refused while a hold keeps any of it, and not before or after', () => {
    const refused = E.left({ _tag: 'HoldInForce', holdIds: [two] })
    expect(decide(begin(one, 'contact'), after(held), issued)).toEqual(refused)
    expect(E.isRight(decide(begin(one, 'marketing'), after(held), issued))).toBe(true)
    const released = after(held, { type: 'LegalHoldReleased', holdId: two, at })
    expect(decide(begin(one, 'contact'), released, issued)).toEqual(E.right([begun('contact')]))
  })

  test('that is withdrawn never begins, and one that has begun is not withdrawn', () => {
    const withdraw: FenceCommand = { type: 'WithdrawErasure', logId, erasureId: one }
    const withdrawn: FenceEvent = { type: 'ErasureWithdrawn', erasureId: one, at }
    expect(decide(withdraw, initial, issued)).toEqual(E.right([withdrawn]))
    expect(decide(withdraw, after(withdrawn), issued)).toEqual(E.right([]))
    expect(decide(begin(one, 'contact'), after(withdrawn), issued)).toEqual(
      E.left({ _tag: 'ErasureGivenUp', erasureId: one }),
    )
    const merged: FenceEvent = { ...withdrawn, why: 'merged' }
    expect(decide({ ...withdraw, why: 'merged' }, initial, issued)).toEqual(E.right([merged]))
    expect(decide(begin(one, 'contact'), after(merged), issued)).toEqual(
      E.left({ _tag: 'ErasureGivenUp', erasureId: one, why: 'merged' }),
    )
    expect(decide(withdraw, after(begun('contact')), issued)).toEqual(E.right([]))
    expect(E.isRight(decide(begin(two, 'contact'), after(withdrawn), issued))).toBe(true)
  })

  test('is followed by a rotation of the vault, which is recorded once for each key', () => {
    const rotate = (kekId: string): FenceCommand => ({
      type: 'RecordRotation',
      logId,
      vaultId: two,
      kekId,
      through: 4,
    })
    const rotated = (kekId: string): FenceEvent => ({
      type: 'KeyEncryptionKeyRotated',
      vaultId: two,
      kekId,
      through: 4,
      at,
    })
    expect(decide(rotate('k-1'), initial, issued)).toEqual(E.right([rotated('k-1')]))
    expect(decide(rotate('k-1'), after(rotated('k-1')), issued)).toEqual(E.right([]))
    expect(decide(rotate('k-2'), after(rotated('k-1')), issued)).toEqual(E.right([rotated('k-2')]))
  })

  test('of some scopes names those that are not erased yet', () => {
    const first = decide(begin(one, 'contact', ['a', 'b']), initial, issued)
    if (E.isLeft(first)) throw new Error('refused')
    expect(decide(begin(two, 'contact', ['b', 'c']), after(...first.right), issued)).toMatchObject(
      E.right([{ parts: [{ scopes: ['c'] }] }]),
    )
  })
})

describe('a hold', () => {
  const place: FenceCommand = {
    type: 'PlaceLegalHold',
    logId,
    holdId: two,
    subject: 's',
    classes: ['contact'],
    why: 'dispute',
  }

  test('comes too late for what is being erased', () => {
    expect(decide(place, after(begun('contact')), issued)).toEqual(
      E.left({ _tag: 'ErasureUnderWay', classes: ['contact'] }),
    )
    expect(decide(place, initial, issued)).toEqual(E.right([held]))
    expect(decide(place, after(held), issued)).toEqual(E.right([]))
  })

  test('that was never placed cannot be released', () => {
    expect(decide({ type: 'ReleaseLegalHold', logId, holdId: one }, after(held), issued)).toEqual(
      E.left({ _tag: 'HoldUnknown', holdId: one }),
    )
  })
})

describe('a class that was erased as a whole', () => {
  const reopen = (of: 'marketing' | 'identity'): FenceCommand => ({
    type: 'ReopenClass',
    logId,
    subject: 's',
    class: of,
  })

  test('can be used again in a new generation, but for the identity', () => {
    const reopened = { type: 'ClassReopened', subject: 's', class: 'marketing', generation: 1 }
    expect(decide(reopen('marketing'), after(begun('marketing')), issued)).toEqual(
      E.right([reopened]),
    )
    expect(decide(reopen('marketing'), initial, issued)).toEqual(E.right([]))
    expect(E.isLeft(decide(reopen('identity'), initial, issued))).toBe(true)
    const open = after(begun('marketing'), reopened as FenceEvent)
    expect(decide(begin(two, 'marketing'), open, issued)).toMatchObject(
      E.right([{ parts: [{ generation: 1 }] }]),
    )
  })
})

test('destroyed keys are recorded once for each vault, and for an erasure that was begun', () => {
  const record = (erasureId: string): FenceCommand => ({
    type: 'RecordKeysDestroyed',
    logId,
    erasureId,
    vaultId: two,
    keyIds: ['A'.repeat(43)],
  })
  expect(decide(record(two), after(begun('contact')), issued)).toEqual(
    E.left({ _tag: 'ErasureUnknown', erasureId: two }),
  )
  const recorded = decide(record(one), after(begun('contact')), issued)
  if (E.isLeft(recorded)) throw new Error('refused')
  expect(recorded.right).toHaveLength(1)
  expect(decide(record(one), after(begun('contact'), ...recorded.right), issued)).toEqual(
    E.right([]),
  )
  for (const event of recorded.right) {
    const { decode, encode } = eventCodecs.SubjectKeyDestroyed
    expect(decode(encode(event as never))).toEqual(E.right(event))
  }
})

test('the fence of many people says of each what was said of them, and copies little of it', () => {
  const subjects = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(subjects, (all) => {
      const parts = all.map((subject, index) => ({
        subject,
        class: 'contact' as const,
        generation: 0,
        ...(index % 2 === 0 ? { scopes: [String(index)] } : {}),
      }))
      const fence = after({ type: 'ErasureBegun', erasureId: one, why: 'due', at, parts })
      for (const [index, subject] of all.entries()) {
        const { isWhole, scopes } = fencingOf(fence, subject, 'contact')
        expect([isWhole, [...scopes]]).toEqual(
          index % 2 === 0 ? [false, [String(index)]] : [true, []],
        )
        expect(fencingOf(fence, subject, 'identity').isWhole).toBe(false)
      }
      expect(fencingOf(initial, all[0] as string, 'contact').isWhole).toBe(false)
    }),
    { numRuns: 30 },
  )
})
