import { projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { accountHistories } from './arbitraries.js'
import { balanceView } from './balance.codec.js'
import { houseHistories } from './ledger/house/arbitraries.js'

projectionLaws(balanceView, fc.oneof(accountHistories, houseHistories), { numRuns: 30 })
