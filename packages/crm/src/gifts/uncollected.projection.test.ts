import { projectionLaws } from '@patina/testing'
import { uncollectedGiftsView } from './uncollected.codec.js'
import { giftHistories } from './world/plays/arbitraries.js'

projectionLaws(uncollectedGiftsView, giftHistories, { numRuns: 30 })
