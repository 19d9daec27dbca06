import { flag, integer, list, literal, optional, record, text, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  currencyCodec,
  eventIdCodec,
  programmeIdCodec,
  returnIdCodec,
  saleIdCodec,
} from '../shared/codecs.js'
import { holdingCodec } from './customer-categories.codec.js'
import type { CustomerFacts, GoodsBack, KnownDay, KnownFact, KnownTier, Purchase } from './facts.js'
import { customerFacts } from './facts.projection.js'

const most = 1_000_000

/** The facts of each customer, key customer id. */
export const customerFactsView = view(customerFacts, {
  codec: record<CustomerFacts>('CustomerFacts', {
    known: list(
      record<KnownFact>('KnownFact', {
        fact: literal('market', 'status', 'source', 'storeId'),
        value: text(64),
        eventId: eventIdCodec,
      }),
    ),
    registered: optional(
      record<KnownDay>('KnownDay', { day: civilDateCodec, eventId: eventIdCodec }),
    ),
    purchases: list(
      record<Purchase>('Purchase', {
        saleId: saleIdCodec,
        soldOn: civilDateCodec,
        currency: currencyCodec,
        units: integer(),
        netMinor: integer(),
        because: list(eventIdCodec, { most }),
      }),
      { most },
    ),
    returns: list(
      record<GoodsBack>('GoodsBack', {
        returnId: returnIdCodec,
        returnedOn: civilDateCodec,
        currency: currencyCodec,
        units: integer(),
        refundMinor: integer(),
        isOfSale: flag,
        eventId: eventIdCodec,
      }),
      { most },
    ),
    tiers: list(
      record<KnownTier>('KnownTier', {
        programmeId: programmeIdCodec,
        fromDay: civilDateCodec,
        tier: optional(text(64)),
        eventId: eventIdCodec,
      }),
      { most },
    ),
    holdings: list(holdingCodec, { most }),
  }),
  columns: {
    purchases: { kind: 'integer', of: ({ purchases }) => purchases.length },
  },
})
