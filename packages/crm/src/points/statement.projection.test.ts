import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { statementView } from './statement.codec.js'

projectionLaws(statementView, shopHistoriesOf(statementView.types), { numRuns: 50 })
