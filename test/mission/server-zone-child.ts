// The days of the law, as a process tells them whose own zone is the one that it was started in.
import { consentId, customerId, requestId } from '@patina/crm'
import * as Consent from '@patina/crm/consent'
import * as Privacy from '@patina/crm/privacy-requests'
import type { Instant } from '@patina/eventsourcing'

const person = customerId('00000000-0000-4000-8000-000000000001')
const consent = consentId('00000000-0000-4000-8000-000000000002')
const request = requestId('00000000-0000-4000-8000-000000000003')
const commandId = '00000000-0000-4000-8000-000000000004'
const issuedAt = (at: string) => ({ commandId, at: at as Instant, by: 'tester' })
const sha256 = 'ab'.repeat(32)
// 23:30 on 15 February 2024 in Hong Kong: the 14th day after it is 29 February.
const receivedAt = '2024-02-15T15:30:00.000Z' as Instant

const confirmed = (sentAt: string): string => {
  const given = {
    type: 'MarketingConsentGiven',
    eventId: '00000000-0000-4000-8000-000000000005',
    customerId: person,
    decidedAt: receivedAt,
    consentId: consent,
    basis: 'use',
    form: 'explicit',
    medium: 'oral',
    noticeEventId: '00000000-0000-4000-8000-000000000006',
    kinds: [],
    classes: [],
    receivedAt,
  } as unknown as Consent.MarketingConsentGiven
  const decided = Consent.decide(
    {
      type: 'ConfirmOralConsent',
      customerId: person,
      consentId: consent,
      sentAt: sentAt as Instant,
      sha256,
    },
    Consent.evolve(Consent.initial, given),
    issuedAt(sentAt),
  )
  return decided._tag === 'Left' ? decided.left._tag : 'in time'
}

const refused = (): ReadonlyArray<unknown> => {
  const received = Privacy.decide(
    {
      type: 'ReceiveRequest',
      requestId: request,
      customerId: person,
      kind: 'access',
      by: 'self',
      receivedAt,
    },
    Privacy.initial,
    issuedAt(receivedAt),
  )
  if (received._tag === 'Left') return [received.left]
  const answered = Privacy.decide(
    {
      type: 'RefuseRequest',
      requestId: request,
      customerId: person,
      ground: 's.20(1)(a)',
      extent: 'whole',
      particularsSha256: sha256,
    },
    received.right.reduce(Privacy.evolve, Privacy.initial),
    issuedAt('2024-02-29T15:59:59.999Z'),
  )
  return answered._tag === 'Left' ? [answered.left] : [...received.right, ...answered.right]
}

process.stdout.write(
  JSON.stringify({
    // When a day begins for this process: the control that the zone is another one.
    midnight: new Date(2024, 1, 29).toISOString(),
    told: [confirmed('2024-02-29T15:59:59.999Z'), confirmed('2024-02-29T16:00:00.000Z')],
    days: refused().flatMap((event) => {
      const { dueOn, enteredOn, keepUntil } = event as Readonly<Record<string, unknown>>
      return [dueOn, enteredOn, keepUntil].filter((day) => day !== undefined)
    }),
  }),
)
