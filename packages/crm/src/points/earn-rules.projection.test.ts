import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { earnRulesView } from './earn-rules.codec.js'

projectionLaws(earnRulesView, shopHistoriesOf(earnRulesView.types), { numRuns: 30 })
