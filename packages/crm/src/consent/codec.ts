import { type EventCodecs, eventCodec, literal, record } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import { customerIdCodec, sha256Codec } from '../shared/codecs.js'
import { entryCodecs } from './entries.codec.js'
import type {
  ConsentAdopted,
  ConsentEvent,
  ConsentExpected,
  ConsentMoved,
  ConsentReopened,
  ConsentReturned,
  NoticeAdopted,
} from './events.js'
import { handedOver, ofMove } from './moves.codec.js'
import { noticeTermsCodec } from './notice.codec.js'

const noticeAdopted: t.Type<NoticeAdopted, unknown> = record<NoticeAdopted>('NoticeAdopted', {
  type: literal('NoticeAdopted'),
  terms: noticeTermsCodec,
  sha256: sha256Codec,
})

/** How the events of notices and consents are stored. */
export const eventCodecs: EventCodecs<ConsentEvent> = {
  NoticeAdopted: eventCodec(noticeAdopted),
  NoticePresented: eventCodec(entryCodecs.NoticePresented),
  SourceNoticeReceived: eventCodec(entryCodecs.SourceNoticeReceived),
  DataCollected: eventCodec(entryCodecs.DataCollected),
  MarketingConsentGiven: eventCodec(entryCodecs.MarketingConsentGiven),
  OralConsentConfirmed: eventCodec(entryCodecs.OralConsentConfirmed),
  ElectronicConsentConfirmed: eventCodec(entryCodecs.ElectronicConsentConfirmed),
  MarketingOptedOut: eventCodec(entryCodecs.MarketingOptedOut),
  PrescribedConsentGiven: eventCodec(entryCodecs.PrescribedConsentGiven),
  PrescribedConsentWithdrawn: eventCodec(entryCodecs.PrescribedConsentWithdrawn),
  MarketingUseAuthorised: eventCodec(entryCodecs.MarketingUseAuthorised),
  UseHandedOver: eventCodec(entryCodecs.UseHandedOver),
  DataProvided: eventCodec(entryCodecs.DataProvided),
  RecipientToldToCease: eventCodec(entryCodecs.RecipientToldToCease),
  ConsentExpected: eventCodec(
    record<ConsentExpected>('ConsentExpected', {
      type: literal('ConsentExpected'),
      ...ofMove,
      from: customerIdCodec,
    }),
  ),
  ConsentMoved: eventCodec(
    record<ConsentMoved>('ConsentMoved', {
      type: literal('ConsentMoved'),
      ...ofMove,
      to: customerIdCodec,
      ...handedOver,
    }),
  ),
  ConsentAdopted: eventCodec(
    record<ConsentAdopted>('ConsentAdopted', {
      type: literal('ConsentAdopted'),
      ...ofMove,
      from: customerIdCodec,
      ...handedOver,
    }),
  ),
  ConsentReturned: eventCodec(
    record<ConsentReturned>('ConsentReturned', {
      type: literal('ConsentReturned'),
      ...ofMove,
      to: customerIdCodec,
      ...handedOver,
    }),
  ),
  ConsentReopened: eventCodec(
    record<ConsentReopened>('ConsentReopened', {
      type: literal('ConsentReopened'),
      ...ofMove,
      ...handedOver,
    }),
  ),
}
