import { list, record, view } from '@patina/eventsourcing'
import { adoptedRulesCodec } from '../shared/programme-rules.codec.js'
import { type EarnRules, earnRules } from './earn-rules.projection.js'

/** The rules of all programmes, under the one key `all`. */
export const earnRulesView = view(earnRules, {
  codec: record<EarnRules>('EarnRules', { adopted: list(adoptedRulesCodec, { most: 100_000 }) }),
  columns: {},
})
