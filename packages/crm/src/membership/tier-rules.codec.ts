import { list, record, view } from '@patina/eventsourcing'
import { adoptedRulesCodec } from '../shared/programme-rules.codec.js'
import { type TierRulesAdopted, tierRules } from './tier-rules.projection.js'

/** The rules of all programmes, under the one key `all`. */
export const tierRulesView = view(tierRules, {
  codec: record<TierRulesAdopted>('TierRulesAdopted', {
    adopted: list(adoptedRulesCodec, { most: 100_000 }),
  }),
  columns: {},
})
