import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { storeDaysView } from './store-days.codec.js'

projectionLaws(storeDaysView, shopHistories, { numRuns: 30 })
