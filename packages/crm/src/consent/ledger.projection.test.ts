import { projectionLaws } from '@patina/testing'
import { peopleHistories } from '../arbitraries.js'
import { consentLedgerView } from './ledger.codec.js'

projectionLaws(consentLedgerView, peopleHistories, { numRuns: 30 })
