import { flag, integer, list, literal, oneOf, optional, record, text } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  codeCodec,
  dataKindCodec,
  noticeIdCodec,
  purposeCodeCodec,
  recipientClassCodec,
  setOf,
  sha256Codec,
} from '../shared/codecs.js'
import type {
  AdoptedNotice,
  CollectionTerms,
  Handler,
  MarketingTerms,
  NoticeTerms,
  NoticeText,
  ProvisionTerms,
  RightsTerms,
} from './notice.js'
import { classesCodec, kindsCodec, languageCodec, recipientsCodec } from './words.codec.js'

const textsCodec = list(
  record<NoticeText>('NoticeText', { lang: languageCodec, sha256: sha256Codec }),
  { least: 1, most: 10 },
)
const ofEveryNotice = {
  noticeId: noticeIdCodec,
  version: integer(1, 1_000_000),
  texts: textsCodec,
}

/** What a notice says, in a version. */
export const noticeTermsCodec: t.Type<NoticeTerms, unknown> = oneOf<NoticeTerms>('NoticeTerms', {
  collection: record<CollectionTerms>('CollectionTerms', {
    type: literal('collection'),
    ...ofEveryNotice,
    purposes: setOf(purposeCodeCodec),
    obligatory: setOf(dataKindCodec, { least: 0 }),
    voluntary: setOf(dataKindCodec, { least: 0 }),
    transferees: setOf(recipientClassCodec, { least: 0 }),
  }),
  rights: record<RightsTerms>('RightsTerms', {
    type: literal('rights'),
    ...ofEveryNotice,
    handler: record<Handler>('Handler', { jobTitle: text(100), address: text(300) }),
  }),
  marketing: record<MarketingTerms>('MarketingTerms', {
    type: literal('marketing'),
    ...ofEveryNotice,
    kinds: kindsCodec,
    classes: classesCodec,
    responseChannels: setOf(codeCodec),
    provision: optional(
      record<ProvisionTerms>('ProvisionTerms', { recipients: recipientsCodec, forGain: flag }),
    ),
  }),
})

/** How an adopted notice is kept. */
export const adoptedNoticeCodec = record<AdoptedNotice>('AdoptedNotice', {
  terms: noticeTermsCodec,
  sha256: sha256Codec,
})
