// Stories and laws of the capability of example 004, as its author would write them beside it.
import type { Instant } from '@patina/eventsourcing'
import { historiesOf, projectionLaws, stories } from '@patina/testing'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import type { WishMade } from '../../examples/004-your-own-capability/wishes/events.js'
import { wishes, wishListView } from '../../examples/004-your-own-capability/wishes/index.js'

const customerId = '00000000-0000-4000-8000-00000000a11a'
const saleId = '00000000-0000-5000-8000-0000000005a1'
const madeAt = '2025-02-28T03:00:00.000Z' as Instant
const { given } = stories(wishes.decider, { issued: { at: madeAt } })
const ring: WishMade = { type: 'WishMade', customerId, sku: 'RING-3', madeAt }

describe('a customer who wishes for a ring', () => {
  test('has wished for it', () => {
    given().when({ type: 'MakeWish', customerId, sku: 'RING-3' }).expect(ring)
  })

  test('need not say so again', () => {
    given(ring).when({ type: 'MakeWish', customerId, sku: 'RING-3' }).expectNothing()
  })

  test('has it granted once', () => {
    const granted = { type: 'WishGranted', customerId, sku: 'RING-3', saleId } as const
    const grant = { type: 'GrantWish', customerId, sku: 'RING-3', saleId } as const
    given(ring).when(grant).expect(granted)
    given(ring, granted).when(grant).expectNothing()
  })

  test('may drop it', () => {
    given(ring)
      .when({ type: 'DropWish', customerId, sku: 'RING-3' })
      .expect({ type: 'WishDropped', customerId, sku: 'RING-3' })
  })

  test('makes no twenty-first wish', () => {
    const others = Array.from({ length: 19 }, (_, n): WishMade => ({ ...ring, sku: `STONE-${n}` }))
    given(ring, ...others)
      .when({ type: 'MakeWish', customerId, sku: 'CLOCK-7' })
      .expectRejection({ _tag: 'TooManyWishes', limit: 20 })
  })
})

describe('the wish lists of example 004', () => {
  const skus = fc.constantFrom('RING-3', 'CLOCK-7')
  const histories = historiesOf('wishes', (id) =>
    fc.oneof(
      skus.map((sku) => ({ type: 'WishMade', customerId: id, sku, madeAt }) as const),
      skus.map((sku) => ({ type: 'WishGranted', customerId: id, sku, saleId }) as const),
      skus.map((sku) => ({ type: 'WishDropped', customerId: id, sku }) as const),
    ),
  )
  projectionLaws(wishListView, histories)
})
