import { projectionLaws } from '@patina/testing'
import { accountHistories } from './arbitraries.js'
import { balanceView } from './balance.codec.js'

projectionLaws(balanceView, accountHistories, { numRuns: 30 })
