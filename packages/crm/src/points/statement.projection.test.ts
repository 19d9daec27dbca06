import { projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { houseHistories } from './ledger/house/arbitraries.js'
import { accountHistories } from './plays.arbitraries.js'
import { statementView } from './statement.codec.js'

projectionLaws(statementView, fc.oneof(accountHistories, houseHistories), { numRuns: 30 })
