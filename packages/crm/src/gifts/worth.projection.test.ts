import { projectionLaws } from '@patina/testing'
import { giftHistories } from './world/plays/arbitraries.js'
import { giftsWorthView } from './worth.codec.js'

projectionLaws(giftsWorthView, giftHistories, { numRuns: 30 })
