import { projectionLaws } from '@patina/testing'
import { giftStandingsView } from './gifts.codec.js'
import { giftHistories } from './world/plays/arbitraries.js'

projectionLaws(giftStandingsView, giftHistories, { numRuns: 30 })
