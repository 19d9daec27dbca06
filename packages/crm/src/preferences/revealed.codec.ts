import { integer, list, record, view } from '@patina/eventsourcing'
import { codeCodec, currencyCodec } from '../shared/codecs.js'
import {
  type RevealedPreference,
  revealed,
  type Tally,
  type TallyMoney,
  type TallySum,
} from './revealed.projection.js'
import { sharesByUnits } from './shares.js'

const counted = {
  units: integer(),
  paid: list(record<TallyMoney>('TallyMoney', { currency: currencyCodec, minor: integer() }), {
    most: 200,
  }),
}

const talliesCodec = list(record<Tally>('Tally', { code: codeCodec, ...counted }), {
  most: 100_000,
})

/** What each customer's purchases show, key customer id; listed by the brand of which they have most pieces. */
export const revealedView = view(revealed, {
  codec: record<RevealedPreference>('RevealedPreference', {
    brands: talliesCodec,
    categories: talliesCodec,
    all: record<TallySum>('TallySum', counted),
  }),
  columns: {
    units: { kind: 'integer', isIndexed: true, of: ({ all }) => all.units },
    top_brand: {
      kind: 'text',
      isIndexed: true,
      of: ({ brands }) => sharesByUnits(brands)[0]?.code ?? null,
    },
    top_category: {
      kind: 'text',
      isIndexed: true,
      of: ({ categories }) => sharesByUnits(categories)[0]?.code ?? null,
    },
  },
})
