import type { Branded, LogEvent, Projection } from '@patina/eventsourcing'
import type {
  MarketingConsentGiven,
  MarketingOptedOut,
  OralConsentConfirmed,
  RecipientToldToCease,
} from '../consent/events.js'
import { type CivilDate, plusDays } from '../shared/civil-date.js'
import { dayInHongKong, oralConfirmationDays } from '../shared/hong-kong.js'
import type { CustomerId } from '../shared/ids.js'
import type {
  AccessCopySupplied,
  BreachAssessed,
  BreachNotified,
  BreachSuspected,
  ClaimedSaleNoted,
  CorrectedCopySupplied,
  DataCorrected,
  ErasureConcluded,
  ErasureDecided,
  ExtensionNoticeSent,
  NotHeldConfirmed,
  PrivacyRequestReceived,
  RequestKind,
  RequestRefused,
  RetentionStarted,
  ThirdPartyTold,
} from './events.js'

/** What names an obligation: its kind, and what it is about. */
export type ObligationId = Branded<string, 'ObligationId'>

/** What must be done. */
export type ObligationKind =
  | `answer${Capitalize<RequestKind>}`
  | 'supplyCorrectedCopy'
  | 'sendCorrection'
  | 'confirmOralConsent'
  | 'tellRecipientToCease'
  | 'eraseWhenDue'
  | 'assessBreach'
  | 'notifyBreach'

/** Something that the shop must do by a day. */
export interface Obligation {
  readonly kind?: ObligationKind
  readonly section?: string
  readonly customerId?: CustomerId
  /** What it is about: a request, a consent, a recipient, a class, a breach. */
  readonly reference?: string
  /** The last day in Hong Kong, without any extension: see `lawLimitOf` for the one by law. */
  readonly dueOn?: CivilDate
  /** More time was asked for in time: the rest is due as soon as practicable. */
  readonly extendedOn?: CivilDate
  readonly doneOn?: CivilDate
}

/** The events that make obligations, or meet them. */
export type ObligationEvent =
  | MarketingConsentGiven
  | OralConsentConfirmed
  | MarketingOptedOut
  | RecipientToldToCease
  | PrivacyRequestReceived
  | AccessCopySupplied
  | NotHeldConfirmed
  | ExtensionNoticeSent
  | RequestRefused
  | DataCorrected
  | CorrectedCopySupplied
  | ThirdPartyTold
  | RetentionStarted
  | ClaimedSaleNoted
  | ErasureDecided
  | ErasureConcluded
  | BreachSuspected
  | BreachAssessed
  | BreachNotified

type Part = readonly [
  ObligationId,
  Obligation & { readonly isOpenedAgain?: true; readonly isAddedTo?: true },
]

const idOf = (what: string, ...about: ReadonlyArray<string>): ObligationId =>
  [what, ...about].join(':') as ObligationId

const sectionOf: Readonly<Record<RequestKind, string>> = {
  access: 's.19(1)',
  correction: 's.23(1)',
  erasure: 's.26',
  objection: 'house rule',
  restriction: 'house rule',
  portability: 'house rule',
}

const kindOf = (kind: RequestKind): ObligationKind =>
  `answer${kind[0]?.toUpperCase()}${kind.slice(1)}` as ObligationKind

const partsOf = (event: ObligationEvent): ReadonlyArray<Part> => {
  switch (event.type) {
    case 'PrivacyRequestReceived': {
      const { requestId, customerId, kind, dueOn } = event
      const section = sectionOf[kind]
      const reference = requestId
      return [
        [idOf('answer', requestId), { kind: kindOf(kind), section, customerId, reference, dueOn }],
      ]
    }
    case 'AccessCopySupplied':
      return [[idOf('answer', event.requestId), { doneOn: event.suppliedOn }]]
    case 'NotHeldConfirmed':
      return [[idOf('answer', event.requestId), { doneOn: event.confirmedOn }]]
    case 'RequestRefused':
      return event.extent === 'whole'
        ? [[idOf('answer', event.requestId), { doneOn: event.refusedOn }]]
        : []
    case 'ExtensionNoticeSent':
      return [[idOf('answer', event.requestId), { extendedOn: event.sentOn }]]
    case 'DataCorrected': {
      const { requestId, customerId, correctedOn, dueOn, recipients } = event
      return [
        [idOf('answer', requestId), { doneOn: correctedOn }],
        [
          idOf('copy', requestId),
          {
            kind: 'supplyCorrectedCopy',
            section: 's.23(1)(b)',
            customerId,
            reference: requestId,
            dueOn,
          },
        ],
        ...recipients.map(
          (recipientId): Part => [
            idOf('correction', requestId, recipientId),
            {
              kind: 'sendCorrection',
              section: 's.23(1)(c)',
              customerId,
              reference: recipientId,
              dueOn,
            },
          ],
        ),
      ]
    }
    case 'CorrectedCopySupplied':
      return [[idOf('copy', event.requestId), { doneOn: event.suppliedOn }]]
    case 'ThirdPartyTold':
      return [[idOf('correction', event.requestId, event.recipientId), { doneOn: event.toldOn }]]
    case 'MarketingConsentGiven':
      return event.medium === 'oral'
        ? [
            [
              idOf('confirm', event.consentId),
              {
                kind: 'confirmOralConsent',
                section: 's.35E(1)(b)',
                customerId: event.customerId,
                reference: event.consentId,
                dueOn: plusDays(dayInHongKong(event.receivedAt), oralConfirmationDays),
              },
            ],
          ]
        : []
    case 'OralConsentConfirmed':
      return [[idOf('confirm', event.consentId), { doneOn: dayInHongKong(event.sentAt) }]]
    case 'MarketingOptedOut':
      return event.owed.map(({ provisionId, recipientId }): Part => {
        const dueOn = dayInHongKong(event.receivedAt)
        return [
          idOf('cease', provisionId),
          {
            kind: 'tellRecipientToCease',
            section: 's.35L',
            customerId: event.customerId,
            reference: recipientId,
            dueOn,
          },
        ]
      })
    case 'RecipientToldToCease':
      return event.provisionIds.map((provisionId) => [
        idOf('cease', provisionId),
        { doneOn: dayInHongKong(event.writtenAt) },
      ])
    case 'RetentionStarted':
      return [
        [
          idOf('erase', event.customerId, event.class),
          {
            kind: 'eraseWhenDue',
            section: 's.26',
            customerId: event.customerId,
            reference: event.class,
            dueOn: event.dueOn,
            isOpenedAgain: true,
          },
        ],
      ]
    case 'ClaimedSaleNoted': {
      const { customerId, dueOn } = event
      return [
        [
          idOf('erase', customerId, 'transaction'),
          {
            kind: 'eraseWhenDue',
            section: 's.26',
            customerId,
            reference: 'transaction',
            dueOn,
            isAddedTo: true,
          },
        ],
      ]
    }
    case 'ErasureDecided': {
      const { customerId, requestId, decidedOn } = event
      return [
        ...event.classes.map(
          (one): Part => [idOf('erase', customerId, one), { doneOn: decidedOn }],
        ),
        ...event.exceptions.map(
          (one): Part => [
            idOf('erase', customerId, one.class),
            {
              kind: 'eraseWhenDue',
              section: 's.26',
              customerId,
              reference: one.class,
              dueOn: one.until,
              isOpenedAgain: true,
            },
          ],
        ),
        ...(requestId === undefined
          ? []
          : [[idOf('answer', requestId), { doneOn: decidedOn }] as const]),
      ]
    }
    case 'ErasureConcluded': {
      const { customerId, requestId, classes, outcome } = event
      // What was not erased is owed again, by the day by which it was.
      return outcome === 'carriedOut'
        ? []
        : [
            ...classes.map(
              (one): Part => [idOf('erase', customerId, one), { isOpenedAgain: true }],
            ),
            ...(requestId === undefined
              ? []
              : [[idOf('answer', requestId), { isOpenedAgain: true }] as const]),
          ]
    }
    case 'BreachSuspected':
      return [
        [
          idOf('assess', event.breachId),
          {
            kind: 'assessBreach',
            section: 'house rule',
            reference: event.breachId,
            dueOn: event.assessBy,
          },
        ],
      ]
    case 'BreachAssessed':
      return [
        [idOf('assess', event.breachId), { doneOn: event.assessedOn }],
        ...(event.notifyBy === undefined
          ? []
          : [
              [
                idOf('notify', event.breachId),
                {
                  kind: 'notifyBreach',
                  section: 'house rule',
                  reference: event.breachId,
                  dueOn: event.notifyBy,
                },
              ] as const,
            ]),
      ]
    case 'BreachNotified':
      return [[idOf('notify', event.breachId), { doneOn: event.notifiedOn }]]
  }
}

// Something more is owed with it: all of it by the later day, and what was done before did not do it.
const addedTo = ({ doneOn, ...before }: Obligation, part: Obligation): Obligation => {
  const { dueOn = part.dueOn } = before
  const isLater = doneOn === undefined && dueOn !== undefined && dueOn > (part.dueOn ?? '')
  return { ...before, ...part, ...(isLater ? { dueOn } : {}) }
}

// What was done first stands; what opens again has not been done.
const evolve = (
  before: Obligation,
  [, { isOpenedAgain, isAddedTo, ...part }]: Part,
): Obligation => {
  if (isAddedTo === true) return addedTo(before, part)
  if (isOpenedAgain === true) {
    const { doneOn: _, ...open } = before
    return { ...open, ...part }
  }
  return before.doneOn === undefined ? { ...before, ...part } : { ...part, ...before }
}

/** What the shop must do by which day, over requests, consents, retention and breaches: the auditor's first page. */
export const obligations: Projection<ObligationId, Obligation, ObligationEvent, Part> = {
  name: 'obligations',
  version: 3,
  types: [
    'MarketingConsentGiven',
    'OralConsentConfirmed',
    'MarketingOptedOut',
    'RecipientToldToCease',
    'PrivacyRequestReceived',
    'AccessCopySupplied',
    'NotHeldConfirmed',
    'ExtensionNoticeSent',
    'RequestRefused',
    'DataCorrected',
    'CorrectedCopySupplied',
    'ThirdPartyTold',
    'RetentionStarted',
    'ClaimedSaleNoted',
    'ErasureDecided',
    'ErasureConcluded',
    'BreachSuspected',
    'BreachAssessed',
    'BreachNotified',
  ],
  parts: ({ event }: LogEvent<ObligationEvent>) => partsOf(event).map((part) => [part[0], part]),
  initial: () => ({}),
  evolve,
}
