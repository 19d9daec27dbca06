import { historiesOf, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import type { CustomerId } from '../shared/ids.js'
import { entriesOfCustomer } from './arbitraries.js'
import type { LogBookEntryRecorded, PrivacyEntry } from './events.js'
import { logBookView } from './log-book.codec.js'

const isEntry = (event: PrivacyEntry): event is LogBookEntryRecorded =>
  event.type === 'LogBookEntryRecorded'

projectionLaws(
  logBookView,
  historiesOf('privacyRequests', (id) =>
    entriesOfCustomer(fc.constant(id as CustomerId)).filter(isEntry),
  ),
  { numRuns: 30 },
)
