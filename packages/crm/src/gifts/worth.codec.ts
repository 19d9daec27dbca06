import { integer, list, record, view } from '@patina/eventsourcing'
import { currencyCodec } from '../shared/codecs.js'
import { type GiftsWorth, giftsWorth, type WorthOfYear } from './worth.projection.js'

/** What the gifts of each person are worth, key customer id. */
export const giftsWorthView = view(giftsWorth, {
  codec: record<GiftsWorth>('GiftsWorth', {
    years: list(
      record<WorthOfYear>('WorthOfYear', {
        year: integer(1, 9999),
        currency: currencyCodec,
        gifts: integer(),
        minor: integer(),
      }),
      { most: 100_000 },
    ),
  }),
  columns: {},
})
