import {
  type ByType,
  type EventCodecs,
  eventCodec,
  instantCodec,
  integer,
  list,
  literal,
  optional,
  record,
  refined,
  text,
  uuidCodec,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import { type RetentionClass, retentionClasses } from '../retention.js'
import type {
  BeginErasure,
  FenceCommand,
  PartToErase,
  PlaceLegalHold,
  RecordKeysDestroyed,
  RecordRotation,
  ReleaseLegalHold,
  ReopenClass,
  WithdrawErasure,
} from './commands.js'
import type {
  ClassReopened,
  ErasedPart,
  ErasureBegun,
  ErasureWithdrawn,
  FenceEvent,
  KeyEncryptionKeyRotated,
  LegalHoldPlaced,
  LegalHoldReleased,
  SubjectKeyDestroyed,
  WithdrawnFor,
} from './events.js'

/** A pseudonymous id: of a customer, a sale, a party. Never made from personal data. */
const subjectCodec = text(200)
const classCodec: t.Type<RetentionClass, unknown> = literal(...retentionClasses)
const logIdCodec = text(200)
const whyCodec = text(80)
const scopesCodec = list(text(200), { least: 1 })
/** Why an erasure was given up. */
export const withdrawnForCodec: t.Type<WithdrawnFor, unknown> = literal('merged')
const generationCodec = integer(0)
const keyIdCodec = refined(
  'the name of a key, 32 bytes in base64url',
  (value): value is string => typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value),
)
const keyIdsCodec = list(keyIdCodec, { most: 100_000 })

/** How many parts one erasure may have: an event of so many fits into any store. */
export const mostParts = 12_000

/** A part that lies behind the fence. */
export const partCodec: t.Type<ErasedPart, unknown> = record<ErasedPart>('ErasedPart', {
  subject: subjectCodec,
  class: classCodec,
  generation: generationCodec,
  scopes: optional(scopesCodec),
})

/** A part that is to be erased. */
export const partToEraseCodec: t.Type<PartToErase, unknown> = record<PartToErase>('PartToErase', {
  subject: subjectCodec,
  class: classCodec,
  scopes: optional(scopesCodec),
})

const erasureBegun: t.Type<ErasureBegun, unknown> = record<ErasureBegun>('ErasureBegun', {
  type: literal('ErasureBegun'),
  erasureId: uuidCodec,
  why: whyCodec,
  at: instantCodec,
  parts: list(partCodec, { least: 1, most: mostParts }),
})

const subjectKeyDestroyed: t.Type<SubjectKeyDestroyed, unknown> = record<SubjectKeyDestroyed>(
  'SubjectKeyDestroyed',
  {
    type: literal('SubjectKeyDestroyed'),
    erasureId: uuidCodec,
    vaultId: uuidCodec,
    keyIds: keyIdsCodec,
    at: instantCodec,
  },
)

const classReopened: t.Type<ClassReopened, unknown> = record<ClassReopened>('ClassReopened', {
  type: literal('ClassReopened'),
  subject: subjectCodec,
  class: classCodec,
  generation: generationCodec,
})

const legalHoldPlaced: t.Type<LegalHoldPlaced, unknown> = record<LegalHoldPlaced>(
  'LegalHoldPlaced',
  {
    type: literal('LegalHoldPlaced'),
    holdId: uuidCodec,
    subject: subjectCodec,
    classes: list(classCodec, { least: 1, most: retentionClasses.length }),
    why: whyCodec,
    at: instantCodec,
  },
)

const legalHoldReleased: t.Type<LegalHoldReleased, unknown> = record<LegalHoldReleased>(
  'LegalHoldReleased',
  { type: literal('LegalHoldReleased'), holdId: uuidCodec, at: instantCodec },
)

const keyEncryptionKeyRotated: t.Type<KeyEncryptionKeyRotated, unknown> =
  record<KeyEncryptionKeyRotated>('KeyEncryptionKeyRotated', {
    type: literal('KeyEncryptionKeyRotated'),
    vaultId: uuidCodec,
    kekId: text(200),
    through: optional(integer(-1)),
    at: instantCodec,
  })

const erasureWithdrawn: t.Type<ErasureWithdrawn, unknown> = record<ErasureWithdrawn>(
  'ErasureWithdrawn',
  {
    type: literal('ErasureWithdrawn'),
    erasureId: uuidCodec,
    why: optional(withdrawnForCodec),
    at: instantCodec,
  },
)

export const eventCodecs: EventCodecs<FenceEvent> = {
  ErasureBegun: eventCodec(erasureBegun),
  SubjectKeyDestroyed: eventCodec(subjectKeyDestroyed),
  ClassReopened: eventCodec(classReopened),
  LegalHoldPlaced: eventCodec(legalHoldPlaced),
  LegalHoldReleased: eventCodec(legalHoldReleased),
  KeyEncryptionKeyRotated: eventCodec(keyEncryptionKeyRotated),
  ErasureWithdrawn: eventCodec(erasureWithdrawn),
}

export const commandCodecs: ByType<FenceCommand> = {
  BeginErasure: record<BeginErasure>('BeginErasure', {
    type: literal('BeginErasure'),
    logId: logIdCodec,
    erasureId: uuidCodec,
    why: whyCodec,
    parts: list(partToEraseCodec, { least: 1, most: mostParts }),
  }),
  RecordKeysDestroyed: record<RecordKeysDestroyed>('RecordKeysDestroyed', {
    type: literal('RecordKeysDestroyed'),
    logId: logIdCodec,
    erasureId: uuidCodec,
    vaultId: uuidCodec,
    keyIds: keyIdsCodec,
  }),
  ReopenClass: record<ReopenClass>('ReopenClass', {
    type: literal('ReopenClass'),
    logId: logIdCodec,
    subject: subjectCodec,
    class: classCodec,
  }),
  PlaceLegalHold: record<PlaceLegalHold>('PlaceLegalHold', {
    type: literal('PlaceLegalHold'),
    logId: logIdCodec,
    holdId: uuidCodec,
    subject: subjectCodec,
    classes: list(classCodec, { least: 1, most: retentionClasses.length }),
    why: whyCodec,
  }),
  ReleaseLegalHold: record<ReleaseLegalHold>('ReleaseLegalHold', {
    type: literal('ReleaseLegalHold'),
    logId: logIdCodec,
    holdId: uuidCodec,
  }),
  RecordRotation: record<RecordRotation>('RecordRotation', {
    type: literal('RecordRotation'),
    logId: logIdCodec,
    vaultId: uuidCodec,
    kekId: text(200),
    through: optional(integer(-1)),
  }),
  WithdrawErasure: record<WithdrawErasure>('WithdrawErasure', {
    type: literal('WithdrawErasure'),
    logId: logIdCodec,
    erasureId: uuidCodec,
    why: optional(withdrawnForCodec),
  }),
}
