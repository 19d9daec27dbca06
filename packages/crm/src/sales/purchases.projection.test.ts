import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { purchasesView } from './purchases.codec.js'

projectionLaws(purchasesView, shopHistories, { numRuns: 30 })
