import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { salesByMonthView } from './sales-by-month.codec.js'

projectionLaws(salesByMonthView, shopHistoriesOf(salesByMonthView.types), { numRuns: 30 })
