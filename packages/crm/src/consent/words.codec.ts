// What notices, entries and commands about consents are made of.
import { list, literal, oneOf, record } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  dataKindCodec,
  eventIdCodec,
  recipientClassCodec,
  setOf,
  subjectClassCodec,
} from '../shared/codecs.js'
import type { Channel, Medium, OptOutOfAll, OptOutOfSome, OptOutScope } from './events.js'
import type { Language } from './notice.js'

/** Kinds of data. */
export const kindsCodec = setOf(dataKindCodec)
/** Classes of marketing subjects. */
export const classesCodec = setOf(subjectClassCodec)
/** Classes of persons who get data. */
export const recipientsCodec = setOf(recipientClassCodec)
/** How something was said. */
export const mediumCodec: t.Type<Medium, unknown> = literal('written', 'electronic', 'oral')
/** The languages of notices. */
export const languageCodec: t.Type<Language, unknown> = literal('en', 'zh-Hant', 'zh-Hans')
/** What is consented to: use, or provision to somebody else. */
export const basisCodec = literal('use', 'provide')
/** How somebody is reached. */
export const channelCodec: t.Type<Channel, unknown> = literal(
  'email',
  'sms',
  'call',
  'post',
  'chat',
)
/** What an opt-out is of. */
export const ofCodec = literal('use', 'provision', 'both')
/** How a consent was given: what of it counts, the decision says. */
export const formCodec = literal('explicit', 'noObjection', 'silence', 'preTicked')

/** What an opt-out covers. */
export const scopeCodec = oneOf<OptOutScope>('OptOutScope', {
  all: record<OptOutOfAll>('OptOutOfAll', { type: literal('all') }),
  some: record<OptOutOfSome>('OptOutOfSome', {
    type: literal('some'),
    kinds: kindsCodec,
    classes: classesCodec,
  }),
})

/** The opt-outs that a consent takes back. */
export const answersCodec = list(eventIdCodec, { least: 1, most: 100 })
