import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { purchaseDaysView } from './purchase-days.codec.js'

projectionLaws(purchaseDaysView, shopHistories, { numRuns: 30 })
