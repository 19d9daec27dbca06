import type { Branded, LogEvent, Projection } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, RequestId } from '../shared/ids.js'
import type { LogBookEntryRecorded, RequestKind } from './events.js'
import type { RefusalGround } from './grounds.js'

/** The id of an entry of the log book. */
export type LogBookEntryId = Branded<string, 'LogBookEntryId'>

/** One entry of the log book of refusals (PDPO s.27). */
export interface LogBookEntry {
  readonly requestId?: RequestId
  readonly customerId?: CustomerId
  readonly kind?: RequestKind
  readonly ground?: RefusalGround
  readonly enteredOn?: CivilDate
  readonly keepUntil?: CivilDate
  /** The reasons in full. */
  readonly particulars?: Personal<string>
}

/** The log book, open to the Commissioner. */
export const logBook: Projection<
  LogBookEntryId,
  LogBookEntry,
  LogBookEntryRecorded,
  LogBookEntryRecorded
> = {
  name: 'log_book',
  version: 1,
  types: ['LogBookEntryRecorded'],
  parts: ({ event }: LogEvent<LogBookEntryRecorded>) => [
    [event.entryId as string as LogBookEntryId, event],
  ],
  initial: () => ({}),
  evolve: (_, { requestId, customerId, kind, ground, enteredOn, keepUntil, particulars }) => ({
    requestId,
    customerId,
    kind,
    ground,
    enteredOn,
    keepUntil,
    ...(particulars === undefined ? {} : { particulars }),
  }),
  occurredSafe: true,
}
