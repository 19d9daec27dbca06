import {
  type ByType,
  type EventCodecs,
  eventCodec,
  integer,
  list,
  literal,
  optional,
  record,
  text,
  uuidCodec,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import type { Rule } from '../purpose.js'
import type { AccessCommand, RecordAccess, RecordDenial } from './commands.js'
import type { AccessDenied, AccessEvent, Outcomes, PersonalDataAccessed } from './events.js'

const code = text(200)
const fields = {
  accessId: uuidCodec,
  purpose: code,
  actor: code,
  role: code,
  subjects: list(code, { most: 10_000 }),
  kinds: list(code),
  recipient: optional(code),
  reason: optional(code),
}
const outcome = record<Outcomes>('Outcomes', {
  opened: integer(0),
  erased: integer(0),
  failed: integer(0),
})
const rules: t.Type<ReadonlyArray<Rule>, unknown> = list(
  literal('unknown-purpose', 'role', 'kind', 'consent', 'restriction', 'accuracy-in-doubt'),
  { least: 1 },
)

export const eventCodecs: EventCodecs<AccessEvent> = {
  PersonalDataAccessed: eventCodec(
    record<PersonalDataAccessed>('PersonalDataAccessed', {
      type: literal('PersonalDataAccessed'),
      ...fields,
      outcome,
    }),
  ),
  AccessDenied: eventCodec(
    record<AccessDenied>('AccessDenied', { type: literal('AccessDenied'), ...fields, rules }),
  ),
}

export const commandCodecs: ByType<AccessCommand> = {
  RecordAccess: record<RecordAccess>('RecordAccess', {
    type: literal('RecordAccess'),
    ...fields,
    outcome,
  }),
  RecordDenial: record<RecordDenial>('RecordDenial', {
    type: literal('RecordDenial'),
    ...fields,
    rules,
  }),
}
