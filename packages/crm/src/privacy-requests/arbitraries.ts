import type { Position } from '@patina/eventsourcing'
import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  codeTexts,
  currencies,
  customerIds,
  days,
  idOf,
  instants,
  reasonCodes,
  records,
} from '../shared/arbitraries.js'
import {
  type BreachId,
  type CustomerId,
  codeOf,
  type DisclosureId,
  dataKind,
  type ErasureId,
  type EventId,
  type HoldId,
  type RequestId,
  recipientId,
  type SaleId,
} from '../shared/ids.js'
import type { RetentionClass } from '../shared/retention.js'
import type { PrivacyRequestsCommand } from './commands.js'
import type { PrivacyEntry, PrivacyRequestsEvent, RequestKind } from './events.js'
import type { RefusalGround } from './grounds.js'
import { extensionReasons, opinionNote, refusalParticulars, requestText } from './kinds.js'

type EventOf<T extends PrivacyRequestsEvent['type']> = Extract<PrivacyRequestsEvent, { type: T }>
type CommandOf<T extends PrivacyRequestsCommand['type']> = Extract<
  PrivacyRequestsCommand,
  { type: T }
>

// Few of each, so that answers find their requests.
const requestIds = fc.nat(2).map((n) => idOf<RequestId>('requ', n))
const holdIds = fc.nat(1).map((n) => idOf<HoldId>('hold', n))
const erasureIds = fc.nat(1).map((n) => idOf<ErasureId>('eras', n))
const allSales = [0, 1, 2].map((n) => idOf<SaleId>('sale', n))
const saleIds = fc.constantFrom(...allSales)
const disclosureIds = fc.nat(2).map((n) => idOf<DisclosureId>('disc', n))
const recipients = fc.constantFrom(recipientId('FIRST-CO'), recipientId('OTHER-CO'))
const hashes = fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32))
const kinds = fc.subarray(['email', 'mobile'].map(dataKind), { minLength: 1 })
const requestKinds = fc.constantFrom<RequestKind>(
  'access',
  'access',
  'correction',
  'correction',
  'erasure',
  'objection',
  'restriction',
  'portability',
)
const requesters = fc.constantFrom('self', 'parent', 'courtAppointee', 'authorised')
const grounds = fc.constantFrom<RefusalGround>(
  's.20(1)(b)',
  's.20(3)(c)',
  's.20(3)(d)',
  's.24(3)(b)',
  'house rule',
)
const extents = fc.constantFrom('whole', 'redactions')
const allClasses: RetentionClass[] = ['identity', 'marketing', 'transaction', 'logbook']
const oneClass = fc.constantFrom(...allClasses)
const classes = fc.subarray(allClasses)
const someClasses = fc.subarray(allClasses, { minLength: 1 })
const citations = fc.constant(codeOf('Case 1 of 2024'))
const laws = fc.constant(codeOf('proceedings'))
const outcomes = fc.constantFrom('carriedOut', 'held', 'merged')
const whys = fc.constantFrom('request', 'retention')
const told = fc.constantFrom('commissioner', 'subjects', 'police')
const moments = fc.record({ at: instants, position: fc.constant('0000000001' as Position) })
const counts = fc.nat(3)
const corrections = fc.array(fc.record({ of: anyIds<EventId>(), by: anyIds<EventId>() }), {
  minLength: 1,
  maxLength: 2,
})
const exceptions = fc.array(
  fc.record({ class: oneClass, law: laws, citation: citations, until: days }),
  { maxLength: 2 },
)
const words = fc.constantFrom('I am Chan Tai Man Example', '我不同意這個看法 Example')
const is = <T extends string>(type: T): fc.Arbitrary<T> => fc.constant(type)

/** Any entry of one customer. */
export const entriesOfCustomer = (
  customerId: fc.Arbitrary<CustomerId>,
): fc.Arbitrary<PrivacyEntry> => {
  const request = { customerId, requestId: requestIds }
  return fc.oneof(
    records<
      EventOf<'PrivacyRequestReceived'>,
      Exclude<keyof EventOf<'PrivacyRequestReceived'>, 'text'>
    >(
      {
        type: is('PrivacyRequestReceived'),
        ...request,
        kind: requestKinds,
        by: requesters,
        receivedAt: instants,
        dueOn: days,
      },
      { text: sealedPersonal(requestText, words) },
    ),
    records<EventOf<'RequesterVerified'>, 'type' | 'customerId' | 'requestId' | 'method'>(
      { type: is('RequesterVerified'), ...request, method: codeTexts },
      { authoritySha256: hashes },
    ),
    fc.record({
      type: is('AccessFeeQuoted'),
      ...request,
      items: fc.constant([{ item: 'copying' as const, amountMinor: 500 }]),
      currency: currencies,
      totalMinor: counts,
    }),
    fc.record({ type: is('AccessFeePaid'), ...request }),
    fc.record({
      type: is('AccessCopySupplied'),
      ...request,
      asOf: moments,
      sha256: hashes,
      redactions: counts,
      suppliedOn: days,
      isLate: fc.boolean(),
    }),
    fc.record({
      type: is('NotHeldConfirmed'),
      ...request,
      confirmedOn: days,
      isLate: fc.boolean(),
    }),
    records<
      EventOf<'ExtensionNoticeSent'>,
      Exclude<keyof EventOf<'ExtensionNoticeSent'>, 'partialSha256' | 'reasons'>
    >(
      { type: is('ExtensionNoticeSent'), ...request, reasonCode: reasonCodes, sentOn: days },
      { partialSha256: hashes, reasons: sealedPersonal(extensionReasons, words) },
    ),
    records<
      EventOf<'LogBookEntryRecorded'>,
      Exclude<keyof EventOf<'LogBookEntryRecorded'>, 'particulars'>
    >(
      {
        type: is('LogBookEntryRecorded'),
        ...request,
        entryId: anyIds<EventId>(),
        kind: requestKinds,
        ground: grounds,
        particularsSha256: hashes,
        enteredOn: days,
        keepUntil: days,
      },
      { particulars: sealedPersonal(refusalParticulars, words) },
    ),
    records<EventOf<'RequestRefused'>, Exclude<keyof EventOf<'RequestRefused'>, 'otherUser'>>(
      {
        type: is('RequestRefused'),
        ...request,
        ground: grounds,
        extent: extents,
        refusedOn: days,
        isLate: fc.boolean(),
      },
      { otherUser: recipients },
    ),
    fc.record({
      type: is('DataDisclosed'),
      customerId,
      disclosureId: disclosureIds,
      recipientId: recipients,
      kinds,
      disclosedOn: days,
    }),
    fc.record({
      type: is('DataCorrected'),
      ...request,
      corrections,
      correctedOn: days,
      isLate: fc.boolean(),
      recipients: fc.subarray([recipientId('FIRST-CO'), recipientId('OTHER-CO')]),
      dueOn: days,
    }),
    fc.record({
      type: is('CorrectedCopySupplied'),
      ...request,
      sha256: hashes,
      suppliedOn: days,
    }),
    fc.record({ type: is('ThirdPartyTold'), ...request, recipientId: recipients, toldOn: days }),
    records<EventOf<'OpinionNoteAnnexed'>, Exclude<keyof EventOf<'OpinionNoteAnnexed'>, 'note'>>(
      {
        type: is('OpinionNoteAnnexed'),
        ...request,
        of: anyIds<EventId>(),
        noteSha256: hashes,
        annexedOn: days,
      },
      { note: sealedPersonal(opinionNote, words) },
    ),
    fc.record({
      type: is('RetentionStarted'),
      customerId,
      class: oneClass,
      since: days,
      dueOn: days,
    }),
    fc.record({
      type: is('RetentionHoldPlaced'),
      customerId,
      holdId: holdIds,
      classes: someClasses,
      law: laws,
      citation: citations,
    }),
    fc.record({
      type: is('RetentionHoldReleased'),
      customerId,
      holdId: holdIds,
      reasonCode: reasonCodes,
    }),
    fc.record({
      type: is('ClaimedSaleNoted'),
      customerId,
      saleId: saleIds,
      soldOn: days,
      dueOn: days,
    }),
    records<
      EventOf<'ErasureDecided'>,
      Exclude<keyof EventOf<'ErasureDecided'>, 'requestId' | 'sales'>
    >(
      {
        type: is('ErasureDecided'),
        customerId,
        erasureId: erasureIds,
        why: whys,
        classes,
        exceptions,
        decidedOn: days,
      },
      { requestId: requestIds, sales: fc.subarray(allSales, { minLength: 1 }) },
    ),
    records<EventOf<'ErasureConcluded'>, Exclude<keyof EventOf<'ErasureConcluded'>, 'requestId'>>(
      {
        type: is('ErasureConcluded'),
        customerId,
        erasureId: erasureIds,
        outcome: outcomes,
        classes,
        concludedOn: days,
      },
      { requestId: requestIds },
    ),
  )
}

/** Any event of a breach. */
export const breachEvents = (
  breachId: fc.Arbitrary<BreachId>,
): fc.Arbitrary<PrivacyRequestsEvent> =>
  fc.oneof(
    fc.record({ type: is('BreachSuspected'), breachId, suspectedAt: instants, assessBy: days }),
    records<EventOf<'BreachAssessed'>, Exclude<keyof EventOf<'BreachAssessed'>, 'notifyBy'>>(
      {
        type: is('BreachAssessed'),
        breachId,
        isRealRisk: fc.boolean(),
        subjects: counts,
        assessedOn: days,
      },
      { notifyBy: days },
    ),
    fc.record({ type: is('BreachNotified'), breachId, to: told, notifiedOn: days }),
  )

/** Any event of a customer or a breach. */
export const privacyRequestsEvents: fc.Arbitrary<PrivacyRequestsEvent> = fc.oneof(
  { weight: 6, arbitrary: entriesOfCustomer(customerIds) },
  { weight: 1, arbitrary: breachEvents(anyIds<BreachId>()) },
)

const who = { customerId: customerIds }
const request = { ...who, requestId: requestIds }
const breach = { breachId: anyIds<BreachId>() }

/** Any command about requests, keeping or breaches, without what people say in their own words: that decides nothing. */
export const privacyRequestsCommands: fc.Arbitrary<PrivacyRequestsCommand> = fc.oneof(
  fc.record({
    type: is('ReceiveRequest'),
    ...request,
    kind: requestKinds,
    by: requesters,
    receivedAt: instants,
  }),
  records<CommandOf<'VerifyRequester'>, 'type' | 'customerId' | 'requestId' | 'method'>(
    { type: is('VerifyRequester'), ...request, method: codeTexts },
    { authoritySha256: hashes },
  ),
  fc.record({
    type: is('QuoteFee'),
    ...request,
    items: fc
      .constantFrom('copying', 'overhead')
      .map((item) => [{ item: codeOf(item), amountMinor: 500 }]),
    currency: currencies,
  }),
  fc.record({ type: is('RecordFee'), ...request }),
  fc.record({
    type: is('SupplyCopy'),
    ...request,
    asOf: moments,
    sha256: hashes,
    redactions: counts,
  }),
  fc.record({ type: is('ConfirmNotHeld'), ...request }),
  records<
    Omit<CommandOf<'ExtendTime'>, 'reasons'>,
    'type' | 'customerId' | 'requestId' | 'reasonCode'
  >(
    { type: is('ExtendTime'), ...request, reasonCode: reasonCodes },
    { partialSha256: hashes, isNothingReady: fc.boolean() },
  ),
  records<
    Omit<CommandOf<'RefuseRequest'>, 'particulars'>,
    Exclude<keyof CommandOf<'RefuseRequest'>, 'otherUser' | 'particulars'>
  >(
    {
      type: is('RefuseRequest'),
      ...request,
      ground: grounds,
      extent: extents,
      particularsSha256: hashes,
    },
    { otherUser: recipients },
  ),
  fc.record({
    type: is('RecordDisclosure'),
    ...who,
    disclosureId: disclosureIds,
    recipientId: recipients,
    kinds,
    disclosedOn: days,
  }),
  fc.record({ type: is('CorrectData'), ...request, corrections }),
  fc.record({ type: is('SupplyCorrectedCopy'), ...request, sha256: hashes }),
  fc.record({ type: is('TellThirdParty'), ...request, recipientId: recipients }),
  fc.record({ type: is('AnnexNote'), ...request, of: anyIds<EventId>(), noteSha256: hashes }),
  fc.record({ type: is('StartRetention'), ...who, class: oneClass, since: days }),
  fc.record({
    type: is('PlaceHold'),
    ...who,
    holdId: holdIds,
    classes: someClasses,
    law: laws,
    citation: citations,
  }),
  fc.record({ type: is('ReleaseHold'), ...who, holdId: holdIds, reasonCode: reasonCodes }),
  fc.record({ type: is('NoteClaimedSale'), ...who, saleId: saleIds, soldOn: days }),
  records<CommandOf<'DecideErasure'>, Exclude<keyof CommandOf<'DecideErasure'>, 'requestId'>>(
    { type: is('DecideErasure'), ...who, erasureId: erasureIds, why: whys, classes, exceptions },
    { requestId: requestIds },
  ),
  fc.record({ type: is('ConcludeErasure'), ...who, erasureId: erasureIds, outcome: outcomes }),
  fc.record({
    type: is('SuspectBreach'),
    ...breach,
    suspectedAt: instants,
    assessWithinDays: counts,
  }),
  fc.record({
    type: is('AssessBreach'),
    ...breach,
    isRealRisk: fc.boolean(),
    subjects: counts,
    notifyWithinDays: counts,
  }),
  fc.record({ type: is('NotifyBreach'), ...breach, to: told }),
)
