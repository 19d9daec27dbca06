// A shop that does not exist, the notice that it shows, and a customer of its.
import { codeOf, customerId as customer, dataKind, noticeId, subjectClass } from '@patina/crm'
import type { MarketingTerms } from '@patina/crm/consent'
import { newId } from '@patina/eventsourcing'

export const customerId = customer(newId())
export const email = dataKind('email')
export const watches = subjectClass('watches')
export const rings = subjectClass('rings')

/** What the notice says: e-mail addresses are used to advertise watches and rings; answers cost nothing. */
export const terms: MarketingTerms = {
  type: 'marketing',
  noticeId: noticeId(newId()),
  version: 1,
  texts: [{ lang: 'en', sha256: '6a'.repeat(32) }],
  kinds: [email],
  classes: [watches, rings],
  responseChannels: [codeOf('web'), codeOf('counter')],
}
