import { list, optional, record, view } from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import {
  civilDateCodec,
  codeCodec,
  eventIdCodec,
  needIdCodec,
  occasionIdCodec,
  positionCodec,
  saleIdCodec,
} from '../shared/codecs.js'
import {
  type Interests,
  interests,
  type NeedEnd,
  type StatedNeed,
  type StatedOccasion,
  type StatedPreference,
} from './interests.projection.js'
import { budget, need, occasion, occasionDate, preferences } from './kinds.js'
import { leapRuleCodec, outcomeCodec, strengthCodec } from './said.codec.js'

const stated = { eventId: eventIdCodec, statedAt: positionCodec }
const most = 1_000_000

// Where in the log it was said says nothing about the customer.
const withoutPlace = <A extends { readonly statedAt: unknown }>({ statedAt: _, ...rest }: A) => rest

/** The interests of each customer, key customer id. A need without an end is open. */
export const interestsView = view(interests, {
  codec: record<Interests>('Interests', {
    preferences: list(
      record<StatedPreference>('StatedPreference', {
        ...stated,
        topic: codeCodec,
        strength: strengthCodec,
        value: personal(preferences),
      }),
      { most },
    ),
    needs: list(
      record<StatedNeed>('StatedNeed', {
        ...stated,
        needId: needIdCodec,
        wanted: personal(need),
        budget: optional(personal(budget)),
        by: optional(civilDateCodec),
        end: optional(
          record<NeedEnd>('NeedEnd', { outcome: outcomeCodec, saleId: optional(saleIdCodec) }),
        ),
      }),
      { most },
    ),
    occasions: list(
      record<StatedOccasion>('StatedOccasion', {
        ...stated,
        occasionId: occasionIdCodec,
        kind: personal(occasion),
        date: personal(occasionDate),
        leapRule: leapRuleCodec,
      }),
      { most },
    ),
    doubted: list(eventIdCodec, { most }),
  }),
  comparable: ({ preferences, needs, occasions, doubted }) => ({
    preferences: preferences.map(withoutPlace),
    needs: needs.map(withoutPlace),
    occasions: occasions.map(withoutPlace),
    doubted,
  }),
  columns: {
    preferences: { kind: 'integer', of: ({ preferences }) => preferences.length },
    open_needs: {
      kind: 'integer',
      isIndexed: true,
      of: ({ needs }) => needs.filter(({ end }) => end === undefined).length,
    },
    next_need_by: {
      kind: 'text',
      isIndexed: true,
      of: ({ needs }) =>
        needs
          .flatMap(({ by, end }) => (by === undefined || end !== undefined ? [] : [by]))
          .sort()[0] ?? null,
    },
    occasions: { kind: 'integer', of: ({ occasions }) => occasions.length },
    doubted: { kind: 'integer', isIndexed: true, of: ({ doubted }) => doubted.length },
  },
})
