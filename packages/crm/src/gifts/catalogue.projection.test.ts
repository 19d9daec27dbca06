import { projectionLaws } from '@patina/testing'
import { giftCatalogueView } from './catalogue.codec.js'
import { giftHistories } from './world/plays/arbitraries.js'

projectionLaws(giftCatalogueView, giftHistories, { numRuns: 30 })
