import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { balanceView } from './balance.codec.js'

projectionLaws(balanceView, shopHistoriesOf(balanceView.types), { numRuns: 50 })
