import { projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { balanceView } from './balance.codec.js'
import { houseHistories } from './ledger/house/arbitraries.js'
import { accountHistories } from './plays.arbitraries.js'

projectionLaws(balanceView, fc.oneof(accountHistories, houseHistories), { numRuns: 30 })
