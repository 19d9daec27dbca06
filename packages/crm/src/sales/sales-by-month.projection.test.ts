import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { salesByMonthView } from './sales-by-month.codec.js'

projectionLaws(salesByMonthView, shopHistories, { numRuns: 30 })
