import { historiesOf, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import type { CustomerId } from '../shared/ids.js'
import { entriesOfCustomer } from './arbitraries.js'
import { consentLedgerView } from './ledger.codec.js'

projectionLaws(
  consentLedgerView,
  historiesOf('consent', (id) => entriesOfCustomer(fc.constant(id as CustomerId))),
  { numRuns: 30 },
)
