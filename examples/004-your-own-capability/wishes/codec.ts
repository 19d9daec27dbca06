import {
  type ByType,
  type EventCodecs,
  eventCodec,
  instantCodec,
  literal,
  record,
  text,
  upcaster,
  uuidCodec,
  versionedCodec,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import type { DropWish, GrantWish, MakeWish, WishesCommand } from './commands.js'
import type { WishDropped, WishesEvent, WishGranted, WishMade } from './events.js'
import type { WishMadeV1 } from './events.v1.js'

const sku = text(64)

const wishMade: t.Type<WishMade, unknown> = record<WishMade>('WishMade', {
  type: literal('WishMade'),
  customerId: uuidCodec,
  sku,
  madeAt: instantCodec,
})

const wishMadeV1 = record<WishMadeV1>('WishMade, version 1', {
  type: literal('WishMade'),
  customerId: uuidCodec,
  article: sku,
  madeAt: instantCodec,
})

const fromV1 = upcaster<WishMadeV1, WishesEvent>(1, wishMadeV1, ({ article, ...same }) => [
  { ...same, sku: article },
])

/** How the events of wishes are stored. */
export const eventCodecs: EventCodecs<WishesEvent> = {
  WishMade: versionedCodec<WishMade, WishesEvent>(2, wishMade, [fromV1]),
  WishGranted: eventCodec<WishGranted>(
    record<WishGranted>('WishGranted', {
      type: literal('WishGranted'),
      customerId: uuidCodec,
      sku,
      saleId: uuidCodec,
    }),
  ),
  WishDropped: eventCodec<WishDropped>(
    record<WishDropped>('WishDropped', {
      type: literal('WishDropped'),
      customerId: uuidCodec,
      sku,
    }),
  ),
}

/** Which commands about wishes are let in. */
export const commandCodecs: ByType<WishesCommand> = {
  MakeWish: record<MakeWish>('MakeWish', {
    type: literal('MakeWish'),
    customerId: uuidCodec,
    sku,
  }),
  GrantWish: record<GrantWish>('GrantWish', {
    type: literal('GrantWish'),
    customerId: uuidCodec,
    sku,
    saleId: uuidCodec,
  }),
  DropWish: record<DropWish>('DropWish', {
    type: literal('DropWish'),
    customerId: uuidCodec,
    sku,
  }),
}
