import {
  type ByType,
  type EventCodecs,
  eventCodec,
  flag,
  instantCodec,
  integer,
  list,
  literal,
  optional,
  record,
} from '@patina/eventsourcing'
import {
  civilDateCodec,
  codeCodec,
  customerIdCodec,
  erasureIdCodec,
  matchingIdCodec,
  mergeIdCodec,
  reasonCodeCodec,
} from '../shared/codecs.js'
import type {
  AuthoriseMatching,
  CompleteMerge,
  CompleteUnmerge,
  DismissDuplicate,
  IdentityCommand,
  MergeCustomers,
  NoteErasure,
  RecordAdverseActionNotice,
  UnmergeCustomers,
} from './commands.js'
import type {
  AdverseActionNoticeReceived,
  CustomersMerged,
  CustomersUnmerged,
  DuplicateDismissed,
  ErasureNoted,
  IdentityEvent,
  MatchingAuthorised,
  MatchingUsed,
  MergeAsked,
  MergeBegun,
  MergeEvidence,
  MergeGivenUp,
  MergeTakenBack,
  Pin,
  UnmergeBegun,
} from './events.js'

const evidence = record<MergeEvidence>('MergeEvidence', {
  method: codeCodec,
  matching: optional(
    record<MatchingUsed>('MatchingUsed', {
      matchingId: matchingIdCodec,
      people: integer(2, 1_000_000_000),
    }),
  ),
})

const pinCodec = record<Pin>('Pin', { field: codeCodec, customerId: customerIdCodec })

const pins = list(pinCodec, { most: 100 })

const ofMerge = {
  mergeId: mergeIdCodec,
  survivorId: customerIdCodec,
  mergedId: customerIdCodec,
}

const bothSides = {
  ...ofMerge,
  survivorMembers: list(customerIdCodec, { least: 1, most: 10_000 }),
  mergedMembers: list(customerIdCodec, { least: 1, most: 10_000 }),
}

const grounds = literal('prescribedConsent', 'commissionerConsent', 'gazettedClass', 'scheduledLaw')

/** How the events of who is one person are stored. */
export const eventCodecs: EventCodecs<IdentityEvent> = {
  MergeBegun: eventCodec(
    record<MergeBegun>('MergeBegun', {
      type: literal('MergeBegun'),
      ...ofMerge,
      asked: record<MergeAsked>('MergeAsked', {
        survivorId: customerIdCodec,
        mergedId: customerIdCodec,
      }),
      pins,
      evidence,
      isAdverse: flag,
    }),
  ),
  CustomersMerged: eventCodec(
    record<CustomersMerged>('CustomersMerged', {
      type: literal('CustomersMerged'),
      ...bothSides,
      pins,
      evidence,
    }),
  ),
  MergeGivenUp: eventCodec(
    record<MergeGivenUp>('MergeGivenUp', {
      type: literal('MergeGivenUp'),
      ...bothSides,
      erased: list(customerIdCodec, { least: 1, most: 20_000 }),
    }),
  ),
  MergeTakenBack: eventCodec(
    record<MergeTakenBack>('MergeTakenBack', { type: literal('MergeTakenBack'), ...ofMerge }),
  ),
  UnmergeBegun: eventCodec(
    record<UnmergeBegun>('UnmergeBegun', {
      type: literal('UnmergeBegun'),
      ...bothSides,
      reasonCode: reasonCodeCodec,
    }),
  ),
  CustomersUnmerged: eventCodec(
    record<CustomersUnmerged>('CustomersUnmerged', {
      type: literal('CustomersUnmerged'),
      ...bothSides,
      intoId: customerIdCodec,
      reasonCode: reasonCodeCodec,
    }),
  ),
  DuplicateDismissed: eventCodec(
    record<DuplicateDismissed>('DuplicateDismissed', {
      type: literal('DuplicateDismissed'),
      a: customerIdCodec,
      b: customerIdCodec,
      reasonCode: reasonCodeCodec,
    }),
  ),
  MatchingAuthorised: eventCodec(
    record<MatchingAuthorised>('MatchingAuthorised', {
      type: literal('MatchingAuthorised'),
      matchingId: matchingIdCodec,
      ground: grounds,
      citation: codeCodec,
    }),
  ),
  AdverseActionNoticeReceived: eventCodec(
    record<AdverseActionNoticeReceived>('AdverseActionNoticeReceived', {
      type: literal('AdverseActionNoticeReceived'),
      matchingId: matchingIdCodec,
      customerId: customerIdCodec,
      receivedAt: instantCodec,
      receivedOn: civilDateCodec,
    }),
  ),
  ErasureNoted: eventCodec(
    record<ErasureNoted>('ErasureNoted', {
      type: literal('ErasureNoted'),
      customerId: customerIdCodec,
      erasureId: erasureIdCodec,
      standing: literal('decided', 'held'),
    }),
  ),
}

/** Which commands about who is one person are let in. */
export const commandCodecs: ByType<IdentityCommand> = {
  MergeCustomers: record<MergeCustomers>('MergeCustomers', {
    type: literal('MergeCustomers'),
    ...ofMerge,
    evidence,
    pins: optional(pins),
    isAdverse: optional(flag),
    overridesDismissal: optional(flag),
  }),
  CompleteMerge: record<CompleteMerge>('CompleteMerge', {
    type: literal('CompleteMerge'),
    mergeId: mergeIdCodec,
  }),
  UnmergeCustomers: record<UnmergeCustomers>('UnmergeCustomers', {
    type: literal('UnmergeCustomers'),
    mergeId: mergeIdCodec,
    reasonCode: reasonCodeCodec,
  }),
  CompleteUnmerge: record<CompleteUnmerge>('CompleteUnmerge', {
    type: literal('CompleteUnmerge'),
    mergeId: mergeIdCodec,
  }),
  DismissDuplicate: record<DismissDuplicate>('DismissDuplicate', {
    type: literal('DismissDuplicate'),
    customerId: customerIdCodec,
    otherId: customerIdCodec,
    reasonCode: reasonCodeCodec,
  }),
  AuthoriseMatching: record<AuthoriseMatching>('AuthoriseMatching', {
    type: literal('AuthoriseMatching'),
    matchingId: matchingIdCodec,
    ground: grounds,
    citation: codeCodec,
  }),
  RecordAdverseActionNotice: record<RecordAdverseActionNotice>('RecordAdverseActionNotice', {
    type: literal('RecordAdverseActionNotice'),
    matchingId: matchingIdCodec,
    customerId: customerIdCodec,
    receivedAt: instantCodec,
  }),
  NoteErasure: record<NoteErasure>('NoteErasure', {
    type: literal('NoteErasure'),
    customerId: customerIdCodec,
    erasureId: erasureIdCodec,
    standing: literal('decided', 'held'),
  }),
}
