import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { earnRulesView } from './earn-rules.codec.js'

projectionLaws(earnRulesView, shopHistories, { numRuns: 30 })
