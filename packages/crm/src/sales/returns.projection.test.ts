import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { returnsView } from './returns.codec.js'

projectionLaws(returnsView, shopHistoriesOf(returnsView.types), { numRuns: 50 })
