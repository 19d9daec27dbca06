// What requests, keeping and breaches are made of, in events and commands alike.
import { instantCodec, list, literal, type Position, record, refined } from '@patina/eventsourcing'
import { retentionClasses } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  customerIdCodec,
  dataKindCodec,
  eventIdCodec,
  requestIdCodec,
  setOf,
} from '../shared/codecs.js'
import type { RetentionClass } from '../shared/retention.js'
import type * as V from './events.js'
import { type RefusalGround, refusalGrounds } from './grounds.js'

/** How many corrections one event may name, and recipients to be told of them. */
export const mostItems = 2000

/** What is kept for how long. */
export const retainedCodec: t.Type<RetentionClass, unknown> = literal(...retentionClasses)
/** A ground of refusal. */
export const groundCodec: t.Type<RefusalGround, unknown> = literal(...refusalGrounds)
/** A kind of request. */
export const requestKindCodec: t.Type<V.RequestKind, unknown> = literal(
  'access',
  'correction',
  'erasure',
  'objection',
  'restriction',
  'portability',
)
/** Who asks. */
export const requesterCodec: t.Type<V.Requester, unknown> = literal(
  'self',
  'parent',
  'courtAppointee',
  'authorised',
)
/** How much is refused. */
export const extentCodec = literal('whole', 'redactions')
/** Why something is erased. */
export const whyCodec = literal('request', 'retention')
/** What became of an erasure. */
export const outcomeCodec: t.Type<V.ErasureOutcome, unknown> = literal(
  'carriedOut',
  'held',
  'merged',
)
/** Who is told of a breach. */
export const notifiedCodec = literal('commissioner', 'subjects', 'police')
/** Kinds of data. */
export const kindsCodec = setOf(dataKindCodec)

// As the stores have them: text of a fixed width that nobody reads.
const position: t.Type<Position, unknown> = refined(
  'a position of 1 to 64 letters, digits or hyphens',
  (value): value is Position => typeof value === 'string' && /^[0-9A-Za-z-]{1,64}$/.test(value),
)

/** The moment that a copy shows. */
export const copyMomentCodec = record<V.CopyMoment>('CopyMoment', { at: instantCodec, position })
/** Which event corrects which. */
export const correctionsCodec = list(
  record<V.Correction>('Correction', { of: eventIdCodec, by: eventIdCodec }),
  { least: 1, most: mostItems },
)
/** What an erasure leaves, and by which law. */
export const exceptionsCodec = list(
  record<V.RetentionException>('RetentionException', {
    class: retainedCodec,
    law: codeCodec,
    citation: codeCodec,
    until: civilDateCodec,
  }),
  { most: 20 },
)

/** The members of what is about a customer. */
export const ofCustomer = { customerId: customerIdCodec }
/** The members of what is about a request. */
export const ofRequest = { customerId: customerIdCodec, requestId: requestIdCodec }
