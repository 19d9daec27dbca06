// What customers say in their own words goes into the event and into no state: nothing is decided by it.
import type { Instant } from '@patina/eventsourcing'
import { isPersonal } from '@patina/privacy'
import { comparePersonal, sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, storiesAt } from '../shared/arbitraries.js'
import {
  type ConsentId,
  type CustomerId,
  codeOf,
  dataKind,
  type EventId,
  purposeCode,
  subjectClass,
} from '../shared/ids.js'
import { consentEvents, plainNotice } from './arbitraries.js'
import type { ConsentCommand } from './commands.js'
import type { ConsentEvent } from './events.js'
import * as Consent from './index.js'
import { confirmationOrigin, consentEvidence, optOutText, withdrawalNotice } from './kinds.js'

comparePersonal()

const now = '2024-06-03T04:00:00.000Z' as Instant
const given = storiesAt(Consent, now)
const who = { customerId: idOf<CustomerId>('cust', 1) }
const entry = { ...who, eventId: idOf<EventId>('evnt', 9), decidedAt: now } as const
const one = { consentId: idOf<ConsentId>('cons', 1) } as const
const words = fc.constantFrom('Form 12 of Example', '請停止 Example')
const evidences = sealedPersonal(consentEvidence, words)
const origins = sealedPersonal(confirmationOrigin, words)
const texts = sealedPersonal(optOutText, words)
const notices = sealedPersonal(withdrawalNotice, words)

const shown: ConsentEvent = {
  type: 'NoticePresented',
  ...entry,
  notice: plainNotice,
  lang: 'en',
  textSha256: 'ab'.repeat(32),
  medium: 'written',
  presentedAt: now,
}
const give = {
  type: 'GiveMarketingConsent',
  ...who,
  ...one,
  basis: 'use',
  form: 'explicit',
  medium: 'electronic',
  noticeEventId: entry.eventId,
  kinds: [dataKind('email')],
  classes: [subjectClass('watches')],
  receivedAt: now,
} as const
const waiting: ConsentEvent = { ...give, ...entry, type: 'MarketingConsentGiven' }
const said = { purpose: purposeCode('profiling'), medium: 'written', receivedAt: now } as const
const prescribe = {
  type: 'GivePrescribedConsent',
  ...who,
  ...one,
  ...said,
  form: 'explicit',
} as const

const carries = (
  before: ReadonlyArray<ConsentEvent>,
  command: ConsentCommand,
  member: string,
): unknown => {
  const [first] = eventsOf(
    given(...before)
      .when(command)
      .outcome(),
  )
  return Reflect.get(first as object, member)
}

describe('what a customer says in their own words', () => {
  test('stands in the event of the consent, of its confirmation, of the opt-out and of the withdrawal', () => {
    fc.assert(
      fc.property(evidences, origins, texts, notices, (evidence, origin, raw, notice) => {
        const optOut = {
          type: 'OptOut',
          ...who,
          scope: { type: 'all' },
          of: 'both',
          channel: codeOf('web'),
          receivedAt: now,
          raw,
        } as const
        const confirm = {
          type: 'ConfirmElectronicConsent',
          ...who,
          ...one,
          confirmedAt: now,
          origin,
        } as const
        const withdraw = { type: 'WithdrawPrescribedConsent', ...who, ...said, notice } as const
        expect(carries([shown], { ...give, evidence }, 'evidence')).toEqual(evidence)
        expect(carries([waiting], confirm, 'origin')).toEqual(origin)
        expect(carries([], optOut, 'raw')).toEqual(raw)
        expect(carries([], { ...prescribe, evidence }, 'evidence')).toEqual(evidence)
        expect(carries([], withdraw, 'notice')).toEqual(notice)
      }),
    )
  })

  test('decides nothing: the same consent with other evidence is no other consent', () => {
    fc.assert(
      fc.property(fc.option(evidences, { nil: undefined }), evidences, (was, is) => {
        const evidence = was === undefined ? {} : { evidence: was }
        given(shown, { ...waiting, ...evidence })
          .when({ ...give, evidence: is })
          .expectNothing()
        given({ type: 'PrescribedConsentGiven', ...entry, ...one, ...said, ...evidence })
          .when({ ...prescribe, evidence: is })
          .expectNothing()
      }),
    )
  })

  test('is in no state, which keeps every other member as it is', () => {
    fc.assert(
      fc.property(consentEvents, (event) => {
        const { adopted, entries } = Consent.evolve(Consent.initial, event)
        // What goes from stream to stream has left its seals behind, and its codec has no place for any.
        if ('mergeId' in event) {
          expect(entries.flatMap(Object.values).some(isPersonal)).toBe(false)
          return
        }
        const clear = Object.entries(event).filter(([, member]) => !isPersonal(member))
        expect(Object.entries([...adopted, ...entries][0] ?? {})).toEqual(clear)
      }),
    )
  })
})
