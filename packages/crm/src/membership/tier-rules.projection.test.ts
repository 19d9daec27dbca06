import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { tierRulesView } from './tier-rules.codec.js'

projectionLaws(tierRulesView, shopHistories, { numRuns: 30 })
