import { projectionLaws } from '@patina/testing'
import { accountHistories } from './arbitraries.js'
import { statementView } from './statement.codec.js'

projectionLaws(statementView, accountHistories, { numRuns: 30 })
