import { projectionLaws } from '@patina/testing'
import { giftHistoryView } from './history.codec.js'
import { giftHistories } from './world/plays/arbitraries.js'

projectionLaws(giftHistoryView, giftHistories, { numRuns: 30 })
