import type { Instant, Position } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { type CustomerId, codeOf, dataKind, reasonCode, recipientId } from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import type { Currency } from '../shared/money.js'
import { privacyRequestsCommands, privacyRequestsEvents } from './arbitraries.js'
import type {
  DataDisclosed,
  PrivacyRequestReceived,
  RequesterVerified,
  RequestKind,
  RetentionHoldPlaced,
  RetentionStarted,
} from './events.js'
import * as Privacy from './index.js'

const at = (text: string): Instant => text as Instant
const day = civilDate
// 3 June 2024, noon in Hong Kong. The 40th day after it is 13 July, a Saturday.
const receivedAt = at('2024-06-03T04:00:00.000Z')
const now = at('2024-06-10T04:00:00.000Z')
const lastMoment = at('2024-07-13T15:59:59.999Z')
const tooLate = at('2024-07-13T16:00:00.000Z')
const given = storiesAt(Privacy, now)
const customerId = idOf<CustomerId>('cust', 1)
const requestId = idOf<PrivacyRequestReceived['requestId']>('requ', 1)
const sha256 = 'ab'.repeat(32)

const received = (kind: RequestKind, n = 1, on = receivedAt): PrivacyRequestReceived => ({
  type: 'PrivacyRequestReceived',
  requestId: idOf('requ', n),
  customerId,
  kind,
  by: 'self',
  receivedAt: on,
  dueOn: day('2024-07-13'),
})
const access = received('access')
const verified: RequesterVerified = {
  type: 'RequesterVerified',
  requestId,
  customerId,
  method: codeOf('passport'),
}
const supply = {
  type: 'SupplyCopy' as const,
  requestId,
  customerId,
  asOf: { at: receivedAt, position: '0042' as Position },
  sha256,
  redactions: 0,
}
const supplied = {
  ...supply,
  type: 'AccessCopySupplied' as const,
  suppliedOn: day('2024-06-10'),
  isLate: false,
}

describe('a request', () => {
  const receive = {
    type: 'ReceiveRequest' as const,
    requestId,
    customerId,
    kind: 'access' as const,
    by: 'self' as const,
    receivedAt,
  }

  test('PDPO s.18: is received once, however late it is entered, and its clock runs from the receipt', () => {
    given().when(receive).expect(access)
    given(access).when(receive).expectNothing()
    given(access)
      .when({ ...receive, kind: 'correction' })
      .expectRejection({
        _tag: 'AlreadyEntered',
        differences: [{ path: '/kind', recorded: 'access', found: 'correction' }],
      })
    // 23:59:59.999 on 3 June in Hong Kong, and a millisecond later.
    given()
      .when({ ...receive, receivedAt: at('2024-06-03T15:59:59.999Z') })
      .expect({ ...access, receivedAt: at('2024-06-03T15:59:59.999Z') })
    given()
      .when({ ...receive, receivedAt: at('2024-06-03T16:00:00.000Z') })
      .expect({
        ...access,
        receivedAt: at('2024-06-03T16:00:00.000Z'),
        dueOn: day('2024-07-14'),
      })
    const claimed = at('2024-06-10T04:00:00.001Z')
    given()
      .when({ ...receive, receivedAt: claimed })
      .expectRejection({ _tag: 'EnteredBeforeItHappened', claimed, now })
  })

  test('PDPO s.17A: a representative without written authority is not verified', () => {
    const verify = {
      type: 'VerifyRequester' as const,
      requestId,
      customerId,
      method: codeOf('passport'),
    }
    given(access).when(verify).expect(verified)
    given(access, verified).when(verify).expectNothing()
    given({ ...access, by: 'authorised' })
      .when(verify)
      .expectRejection({ _tag: 'AuthorityNotWritten' })
    given({ ...access, by: 'authorised' })
      .when({ ...verify, authoritySha256: sha256 })
      .expect({ ...verified, authoritySha256: sha256 })
    given().when(verify).expectRejection({ _tag: 'UnknownRequest', requestId })
  })
})

describe('a copy', () => {
  test('PDPO s.19(1): on day 40 is in time, on day 41 a breach that is recorded', () => {
    given(access, verified)
      .when(supply, lastMoment)
      .expect({ ...supplied, suppliedOn: day('2024-07-13') })
    given(access, verified)
      .when(supply, tooLate)
      .expect({ ...supplied, suppliedOn: day('2024-07-14'), isLate: true })
    given(access, verified, supplied).when(supply).expectNothing()
    const notHeld = { type: 'ConfirmNotHeld' as const, requestId, customerId }
    given(access, verified)
      .when(notHeld, tooLate)
      .expect({
        type: 'NotHeldConfirmed',
        requestId,
        customerId,
        confirmedOn: day('2024-07-14'),
        isLate: true,
      })
    given(access, verified, supplied)
      .when(notHeld)
      .expectRejection({ _tag: 'RequestClosed', requestId })
  })

  test('PDPO s.20(1): is not handed over before it is known who asks', () => {
    given(access).when(supply).expectRejection({ _tag: 'RequesterNotVerified' })
  })

  test('PDPO s.19(3): shows the data as it was when the request was received, not when it was entered', () => {
    given(access, verified)
      .when({ ...supply, asOf: { ...supply.asOf, at: now } })
      .expectRejection({ _tag: 'CopyNotAsOfReceipt', receivedAt, found: now })
  })

  test('PDPO s.21: from which something is left out needs a notice of refusal first', () => {
    given(access, verified)
      .when({ ...supply, redactions: 2 })
      .expectRejection({ _tag: 'RedactionNeedsNotice', redactions: 2 })
    given(access, verified, {
      type: 'RequestRefused',
      requestId,
      customerId,
      ground: 's.20(1)(b)',
      extent: 'redactions',
      refusedOn: day('2024-06-09'),
      isLate: false,
    })
      .when({ ...supply, redactions: 2 })
      .expect({ ...supplied, redactions: 2 })
  })

  test('PDPO s.28: costs only what is direct and necessary, and only for access', () => {
    const quote = {
      type: 'QuoteFee' as const,
      requestId,
      customerId,
      items: [{ item: codeOf('copying'), amountMinor: 500 }],
      currency: 'HKD' as Currency,
    }
    const quoted = {
      type: 'AccessFeeQuoted' as const,
      requestId,
      customerId,
      items: [{ item: 'copying' as const, amountMinor: 500 }],
      currency: 'HKD' as Currency,
      totalMinor: 500,
    }
    given(access).when(quote).expect(quoted)
    given(access)
      .when({ ...quote, items: [{ item: codeOf('overhead'), amountMinor: 1 }] })
      .expectRejection({ _tag: 'FeeItemNotAllowed', items: [codeOf('overhead')] })
    for (const kind of ['correction', 'objection'] as const) {
      given(received(kind)).when(quote).expectRejection({ _tag: 'FeeNotAllowed', kind })
    }
    given(access, verified, quoted)
      .when(supply)
      .expectRejection({ _tag: 'FeeUnpaid', totalMinor: 500 })
    given(access, quoted)
      .when({ type: 'RecordFee', requestId, customerId })
      .expect({ type: 'AccessFeePaid', requestId, customerId })
    given(access, verified, quoted, { type: 'AccessFeePaid', requestId, customerId })
      .when(supply)
      .expect(supplied)
  })
})

describe('more time', () => {
  const extend = {
    type: 'ExtendTime' as const,
    requestId,
    customerId,
    partialSha256: sha256,
    reasonCode: reasonCode('archive'),
  }
  const { partialSha256: _, ...without } = extend
  const extended = {
    ...extend,
    type: 'ExtensionNoticeSent' as const,
    sentOn: day('2024-07-13'),
  }

  test('PDPO s.19(2): is asked for before the time is over, with the part that can be given', () => {
    given(access).when(extend, lastMoment).expect(extended)
    given(access).when(without).expectRejection({ _tag: 'PartialCopyRequired' })
    given(access)
      .when({ ...without, isNothingReady: true }, lastMoment)
      .expect({
        type: 'ExtensionNoticeSent',
        requestId,
        customerId,
        reasonCode: reasonCode('archive'),
        sentOn: day('2024-07-13'),
      })
    given(access)
      .when(extend, tooLate)
      .expectRejection({
        _tag: 'ExtensionLate',
        dueOn: day('2024-07-13'),
        today: day('2024-07-14'),
      })
    // The rest is then no breach for coming after the 40th day.
    given(access, verified, extended)
      .when(supply, tooLate)
      .expect({ ...supplied, suppliedOn: day('2024-07-14') })
    given(access, verified, extended)
      .when({ type: 'ConfirmNotHeld', requestId, customerId }, tooLate)
      .expect({
        type: 'NotHeldConfirmed',
        requestId,
        customerId,
        confirmedOn: day('2024-07-14'),
        isLate: false,
      })
  })
})

describe('a refusal', () => {
  const refuse = {
    type: 'RefuseRequest' as const,
    requestId,
    customerId,
    ground: 's.20(3)(b)' as const,
    extent: 'whole' as const,
    particularsSha256: sha256,
  }
  const entered = {
    type: 'LogBookEntryRecorded' as const,
    requestId,
    customerId,
    entryId: eventIdOf(issuedAt(now)),
    kind: 'access' as const,
    ground: refuse.ground,
    particularsSha256: sha256,
    enteredOn: day('2024-06-10'),
    keepUntil: day('2028-06-10'),
  }
  const refused = {
    type: 'RequestRefused' as const,
    requestId,
    customerId,
    ground: refuse.ground,
    extent: 'whole' as const,
    refusedOn: day('2024-06-10'),
    isLate: false,
  }
  const kept: RetentionStarted = {
    type: 'RetentionStarted',
    customerId,
    class: 'logbook',
    since: day('2024-06-10'),
    dueOn: day('2028-06-10'),
  }

  test('PDPO s.27: stands in the log book before the person is told, and the entry is kept four years', () => {
    given(access).when(refuse).expect(entered, refused, kept)
    given(access, entered, refused, kept).when(refuse).expectNothing()
    const erase = {
      type: 'DecideErasure' as const,
      customerId,
      erasureId: idOf<Privacy.ErasureDecided['erasureId']>('eras', 1),
      why: 'request' as const,
      classes: ['identity', 'logbook'] as const,
      exceptions: [],
    }
    // Three years and 364 days, to the last moment of the day in Hong Kong; then four years.
    given(access, entered, refused, kept)
      .when(erase, '2028-06-09T15:59:59.999Z')
      .expectRejection({
        _tag: 'FloorNotReached',
        class: 'logbook',
        law: 'PDPO s.27',
        until: day('2028-06-10'),
      })
    given(access, entered, refused, kept)
      .when(erase, '2028-06-09T16:00:00.000Z')
      .expect({ ...erase, type: 'ErasureDecided', decidedOn: day('2028-06-10') })
  })

  test('PDPO s.20: has a ground that the law gives against a request of this kind', () => {
    given(received('correction'))
      .when(refuse)
      .expectRejection({
        _tag: 'UnknownGround',
        ground: 's.20(3)(b)',
        allowed: ['s.24(1)', 's.24(3)(a)', 's.24(3)(b)', 's.24(3)(c)', 's.24(3)(d)', 's.24(3)(e)'],
      })
  })

  test('PDPO s.20(3)(c): the second request cannot be refused for two earlier ones, the third can', () => {
    const earlier = (n: number, on: string) => received('access', n, at(on))
    const ground = 's.20(3)(c)' as const
    given(earlier(2, '2024-01-03T04:00:00.000Z'), access)
      .when({ ...refuse, ground })
      .expectRejection({ _tag: 'TwoEarlierRequestsNeeded', found: 1 })
    given(
      earlier(2, '2024-01-03T04:00:00.000Z'),
      earlier(3, '2024-02-03T04:00:00.000Z'),
      access,
      earlier(4, '2024-06-05T04:00:00.000Z'),
    )
      .when({ ...refuse, ground })
      .expect({ ...entered, ground }, { ...refused, ground }, kept)
  })

  test('PDPO s.20(3)(d): names the other user who controls the data', () => {
    const ground = 's.20(3)(d)' as const
    given(access)
      .when({ ...refuse, ground })
      .expectRejection({ _tag: 'OtherUserNeeded' })
    const otherUser = recipientId('OTHER-CO')
    given(access)
      .when({ ...refuse, ground, otherUser })
      .expect({ ...entered, ground }, { ...refused, ground, otherUser }, kept)
  })

  test('PDPO s.21: after the 40 days is lost, unless the law demands it', () => {
    given(access)
      .when(refuse, tooLate)
      .expectRejection({
        _tag: 'RefusalLate',
        dueOn: day('2024-07-13'),
        today: day('2024-07-14'),
      })
    const ground = 's.20(1)(b)' as const
    const today = day('2024-07-14')
    const until = day('2028-07-14')
    given(access)
      .when({ ...refuse, ground }, tooLate)
      .expect(
        { ...entered, ground, enteredOn: today, keepUntil: until },
        { ...refused, ground, refusedOn: today, isLate: true },
        { ...kept, since: today, dueOn: until },
      )
  })

  test('PDPO s.24: of a correction has its own grounds, and closes the request', () => {
    const ground = 's.24(3)(b)' as const
    const correction = received('correction')
    const entry = { ...entered, kind: 'correction' as const, ground }
    given(correction)
      .when({ ...refuse, ground })
      .expect(entry, { ...refused, ground }, kept)
    given(correction, { ...refused, ground })
      .when({ type: 'ExtendTime', requestId, customerId, reasonCode: reasonCode('late') })
      .expectRejection({ _tag: 'RequestClosed', requestId })
  })
})

describe('a correction', () => {
  const correct = {
    type: 'CorrectData' as const,
    requestId,
    customerId,
    corrections: [{ of: idOf<never>('evnt', 1), by: idOf<never>('evnt', 2) }],
  }
  const copied = { ...supplied, requestId: idOf<typeof requestId>('requ', 9) }
  const disclosed = (n: number, to: string, on: string): DataDisclosed => ({
    type: 'DataDisclosed',
    customerId,
    disclosureId: idOf('disc', n),
    recipientId: recipientId(to),
    kinds: [dataKind('email')],
    disclosedOn: day(on),
  })
  const corrected = {
    type: 'DataCorrected' as const,
    requestId,
    customerId,
    corrections: correct.corrections,
    correctedOn: day('2024-06-10'),
    isLate: false,
    recipients: [recipientId('FIRST-CO')],
    dueOn: day('2024-07-13'),
  }
  const asked = received('correction')

  test('PDPO s.22: follows a copy that was supplied', () => {
    given(asked, verified).when(correct).expectRejection({ _tag: 'NoCopySuppliedBefore' })
    given(asked, copied).when(correct).expectRejection({ _tag: 'RequesterNotVerified' })
    given(access, verified, copied)
      .when(correct)
      .expectRejection({ _tag: 'WrongKindOfRequest', expected: 'correction', found: 'access' })
  })

  test('PDPO s.23: goes to everyone who got the data in the 12 months before, and to nobody a day earlier', () => {
    given(
      disclosed(1, 'FIRST-CO', '2023-06-10'),
      disclosed(2, 'OTHER-CO', '2023-06-09'),
      disclosed(3, 'FIRST-CO', '2024-06-01'),
      asked,
      verified,
      copied,
    )
      .when(correct)
      .expect(corrected)
    const tell = {
      type: 'TellThirdParty' as const,
      requestId,
      customerId,
      recipientId: recipientId('FIRST-CO'),
    }
    const told = {
      ...tell,
      type: 'ThirdPartyTold' as const,
      toldOn: day('2024-06-10'),
    }
    given(asked, corrected).when(tell).expect(told)
    given(asked, corrected, told).when(tell).expectNothing()
    given(asked, corrected)
      .when({ ...tell, recipientId: recipientId('OTHER-CO') })
      .expectNothing()
    given(asked).when(tell).expectRejection({ _tag: 'UnknownRequest', requestId })
    const copy = { type: 'SupplyCorrectedCopy' as const, requestId, customerId, sha256 }
    given(asked, corrected)
      .when(copy)
      .expect({ ...copy, type: 'CorrectedCopySupplied', suppliedOn: day('2024-06-10') })
  })

  test('PDPO s.23: on day 41 is a breach that is recorded', () => {
    given(asked, verified, copied)
      .when(correct, tooLate)
      .expect({
        ...corrected,
        correctedOn: day('2024-07-14'),
        isLate: true,
        recipients: [],
      })
  })

  test('PDPO s.25(2): a disputed opinion gets a note', () => {
    const annex = {
      type: 'AnnexNote' as const,
      requestId,
      customerId,
      of: idOf<never>('evnt', 1),
      noteSha256: sha256,
    }
    given(asked)
      .when(annex)
      .expect({ ...annex, type: 'OpinionNoteAnnexed', annexedOn: day('2024-06-10') })
    given(access)
      .when(annex)
      .expectRejection({ _tag: 'WrongKindOfRequest', expected: 'correction', found: 'access' })
  })
})

describe('erasing', () => {
  const erase = {
    type: 'DecideErasure' as const,
    customerId,
    erasureId: idOf<Privacy.ErasureDecided['erasureId']>('eras', 1),
    why: 'request' as const,
    classes: ['identity'] as const,
    exceptions: [],
  }
  const decided = {
    ...erase,
    type: 'ErasureDecided' as const,
    decidedOn: day('2024-06-10'),
  }
  const hold: RetentionHoldPlaced = {
    type: 'RetentionHoldPlaced',
    customerId,
    holdId: idOf('hold', 1),
    classes: ['identity', 'dispute'],
    law: codeOf('proceedings'),
    citation: codeOf('Case 1 of 2024'),
  }
  const started = (retained: RetentionStarted['class'], since: string): RetentionStarted => ({
    type: 'RetentionStarted',
    customerId,
    class: retained,
    since: day(since),
    dueOn: Privacy.dueDayOf(retained, day(since)),
  })

  test('PDPO s.26: waits for a hold on its class, until it is released', () => {
    given(hold)
      .when(erase)
      .expectRejection({ _tag: 'HoldInForce', holdIds: [hold.holdId] })
    given(hold)
      .when({ ...erase, classes: ['profile'] })
      .expect({ ...decided, classes: ['profile'] })
    const release = {
      type: 'ReleaseHold' as const,
      customerId,
      holdId: hold.holdId,
      reasonCode: reasonCode('settled'),
    }
    const released = { ...release, type: 'RetentionHoldReleased' as const }
    given(hold).when(release).expect(released)
    given().when(release).expectRejection({ _tag: 'UnknownHold', holdId: hold.holdId })
    given(hold, released).when(erase).expect(decided)
    given(hold)
      .when({ ...hold, type: 'PlaceHold' })
      .expectNothing()
    given(hold, released)
      .when({ ...hold, type: 'PlaceHold' })
      .expectRejection({ _tag: 'HoldReleased', holdId: hold.holdId })
  })

  test('PDPO s.26: is counted from the last day on which there was something to keep, whatever order they were entered in', () => {
    // A clock that went back: the last dealing was told first.
    given(started('logbook', '2022-06-11'), started('logbook', '2022-06-09'))
      .when({ type: 'StartRetention', customerId, class: 'logbook', since: day('2022-06-10') })
      .expectNothing()
  })

  test('PDPO s.26: is not overtaken by a hold, until it is known what became of it', () => {
    const place = { ...hold, type: 'PlaceHold' as const }
    const { erasureId } = erase
    given(decided)
      .when(place)
      .expectRejection({
        _tag: 'ErasureUnderWay',
        erasureIds: [erasureId],
        classes: ['identity'],
      })
    given(decided)
      .when({ ...place, classes: ['dispute'] })
      .expect({ ...hold, classes: ['dispute'] })
    const conclude = { type: 'ConcludeErasure' as const, customerId, erasureId }
    for (const outcome of ['carriedOut', 'held', 'merged'] as const) {
      const concluded = {
        type: 'ErasureConcluded' as const,
        customerId,
        erasureId,
        outcome,
        classes: decided.classes,
        concludedOn: day('2024-06-10'),
      }
      given(decided)
        .when({ ...conclude, outcome })
        .expect(concluded)
      given(decided, concluded).when(place).expect(hold)
      given(decided, concluded)
        .when({ ...conclude, outcome })
        .expectNothing()
    }
    given()
      .when({ ...conclude, outcome: 'held' })
      .expectRejection({ _tag: 'UnknownErasure', erasureId })
  })

  test('PDPO s.26: a request is open again when a hold at the fence or a merge made its decision void', () => {
    const asked = { ...access, kind: 'erasure' as const }
    const answer = { ...decided, requestId }
    const held = {
      type: 'ErasureConcluded' as const,
      customerId,
      erasureId: erase.erasureId,
      outcome: 'held' as const,
      requestId,
      classes: decided.classes,
      concludedOn: day('2024-06-10'),
    }
    const again = { ...erase, erasureId: idOf<typeof erase.erasureId>('eras', 2), requestId }
    given(asked, answer).when(again).expectRejection({ _tag: 'RequestClosed', requestId })
    for (const outcome of ['held', 'merged'] as const) {
      given(asked, answer, { ...held, outcome })
        .when(again)
        .expect({ ...again, type: 'ErasureDecided', decidedOn: day('2024-06-10') })
    }
  })

  test('PDPO s.19(3): on request waits for an open request for access; what falls due by the calendar goes on', () => {
    given(access)
      .when(erase)
      .expectRejection({ _tag: 'AccessRequestOpen', requestIds: [requestId] })
    given(access, started('identity', '2022-06-10'))
      .when({ ...erase, why: 'retention' })
      .expect({ ...decided, why: 'retention' })
    given(access, verified, supplied).when(erase).expect(decided)
  })

  test('IRO s.51C: leaves the buyer of a sale for seven years, to the day', () => {
    const sold = started('transaction', '2022-06-10')
    const classes = ['transaction'] as const
    given(sold)
      .when({ ...erase, classes })
      .expectRejection({
        _tag: 'FloorNotReached',
        class: 'transaction',
        law: 'IRO s.51C',
        until: day('2029-06-10'),
      })
    given(sold)
      .when({ ...erase, classes }, '2029-06-09T16:00:00.000Z')
      .expect({ ...decided, classes, decidedOn: day('2029-06-10') })
    given()
      .when({ ...erase, classes })
      .expectRejection({ _tag: 'RetentionNotStarted', class: 'transaction' })
  })

  test('IRO s.51C: takes the buyers of claimed sales with it, when the last of them has fallen due', () => {
    const classes = ['transaction'] as const
    const sold = started('transaction', '2016-06-10')
    const claimed = (n: number, on: string, dueOn: string): Privacy.ClaimedSaleNoted => ({
      type: 'ClaimedSaleNoted',
      customerId,
      saleId: idOf('sale', n),
      soldOn: day(on),
      dueOn: day(dueOn),
    })
    const [first, second] = [
      claimed(1, '2016-06-10', '2023-06-10'),
      claimed(2, '2017-06-10', '2024-06-10'),
    ]
    const note = {
      type: 'NoteClaimedSale' as const,
      customerId,
      saleId: first.saleId,
      soldOn: first.soldOn,
    }
    given().when(note).expect(first)
    given(first).when(note).expectNothing()
    const withSales = { ...decided, classes, sales: [first.saleId, second.saleId] }
    given(sold, first, second)
      .when({ ...erase, classes })
      .expect(withSales)
    // Other classes hold nothing of a sale.
    given(sold, first, second).when(erase).expect(decided)
    given(sold, first, claimed(2, '2017-06-11', '2024-06-11'))
      .when({ ...erase, classes })
      .expectRejection({
        _tag: 'FloorNotReached',
        class: 'transaction',
        law: 'IRO s.51C',
        until: day('2024-06-11'),
      })
    // A decision that is sent again is the same, whatever was claimed since; the next one names first what none has named.
    given(sold, first, { ...withSales, sales: [first.saleId] }, second)
      .when({ ...erase, classes })
      .expectNothing()
    const erasureId = idOf<typeof erase.erasureId>('eras', 2)
    given(sold, first, { ...withSales, sales: [first.saleId] }, second)
      .when({ ...erase, erasureId, classes })
      .expect({ ...withSales, erasureId, sales: [second.saleId, first.saleId] })
    // The period that is started later ends no earlier than what was claimed.
    given(second)
      .when({
        type: 'StartRetention',
        customerId,
        class: 'transaction',
        since: day('2016-06-10'),
      })
      .expect({ ...sold, dueOn: second.dueOn })
  })

  test('UEMO s.9(3): leaves the proof of an opt-out for three years', () => {
    given(started('evidence', '2022-06-10'))
      .when({ ...erase, classes: ['evidence'] })
      .expectRejection({
        _tag: 'FloorNotReached',
        class: 'evidence',
        law: 'UEMO s.9(3)',
        until: day('2025-06-10'),
      })
  })

  test('PDPO DPP2(2): what fell due is erased, or kept by a law that is named', () => {
    const due = started('identity', '2022-06-10')
    given(started('identity', '2022-06-11'))
      .when({ ...erase, why: 'retention' })
      .expectRejection({ _tag: 'NotDueYet', class: 'identity', dueOn: day('2024-06-11') })
    const exception = {
      class: 'identity' as const,
      law: codeOf('proceedings'),
      citation: codeOf('Case 1 of 2024'),
      until: day('2025-01-01'),
    }
    given(due)
      .when({ ...erase, why: 'retention', classes: [], exceptions: [exception] })
      .expect({ ...decided, why: 'retention', classes: [], exceptions: [exception] })
    given(due)
      .when({ ...erase, exceptions: [exception] })
      .expectRejection({ _tag: 'NothingDecided' })
    given(due)
      .when({ ...erase, classes: [] })
      .expectRejection({ _tag: 'NothingDecided' })
  })

  test('answers the request that asked for it, once', () => {
    const asked = received('erasure')
    given(asked)
      .when({ ...erase, requestId })
      .expect({ ...decided, requestId })
    given(asked, { ...decided, requestId })
      .when({ ...erase, requestId })
      .expectNothing()
    given()
      .when({ ...erase, requestId })
      .expectRejection({ _tag: 'UnknownRequest', requestId })
  })

  test('counts from the last dealing: an earlier one that is entered late moves nothing', () => {
    const start = {
      type: 'StartRetention' as const,
      customerId,
      class: 'identity' as const,
      since: day('2024-06-01'),
    }
    given().when(start).expect(started('identity', '2024-06-01'))
    given(started('identity', '2024-06-02')).when(start).expectNothing()
    given(started('identity', '2024-05-31')).when(start).expect(started('identity', '2024-06-01'))
    given()
      .when({ ...start, since: day('2024-06-11') })
      .expectRejection({
        _tag: 'EnteredBeforeItHappened',
        claimed: day('2024-06-11'),
        now: day('2024-06-10'),
      })
  })
})

describe('a breach', () => {
  const breachId = idOf<Privacy.BreachSuspected['breachId']>('brea', 1)
  const suspected = {
    type: 'BreachSuspected' as const,
    breachId,
    suspectedAt: receivedAt,
    assessBy: day('2024-06-06'),
  }

  test('is suspected, assessed and told within the days that the shop gives itself', () => {
    const suspect = {
      type: 'SuspectBreach' as const,
      breachId,
      suspectedAt: receivedAt,
      assessWithinDays: 3,
    }
    given().when(suspect).expect(suspected)
    given(suspected).when(suspect).expectNothing()
    const assess = {
      type: 'AssessBreach' as const,
      breachId,
      isRealRisk: true,
      subjects: 12,
      notifyWithinDays: 3,
    }
    const assessed = {
      type: 'BreachAssessed' as const,
      breachId,
      isRealRisk: true,
      subjects: 12,
      assessedOn: day('2024-06-10'),
      notifyBy: day('2024-06-13'),
    }
    given(suspected).when(assess).expect(assessed)
    given().when(assess).expectRejection({ _tag: 'UnknownBreach', breachId })
    const notify = { type: 'NotifyBreach' as const, breachId, to: 'commissioner' as const }
    given(suspected, assessed)
      .when(notify)
      .expect({ ...notify, type: 'BreachNotified', notifiedOn: day('2024-06-10') })
    given().when(notify).expectRejection({ _tag: 'UnknownBreach', breachId })
  })
})

describe('laws of privacy requests', () => {
  const histories = fc.array(privacyRequestsEvents, { maxLength: 10 })
  const issued = issuedAt('2040-06-01T04:00:00.000Z')

  test('any history folds, whatever it says', () => {
    fc.assert(
      fc.property(histories, (events) => {
        expect(() => events.reduce(Privacy.evolve, Privacy.initial)).not.toThrow()
      }),
    )
  })

  test('a command obeyed twice adds nothing', () => {
    fc.assert(
      fc.property(histories, privacyRequestsCommands, (events, command) => {
        const state = events.reduce(Privacy.evolve, Privacy.initial)
        const first = Privacy.decide(command, state, issued)
        if (E.isLeft(first)) return
        const after = first.right.reduce(Privacy.evolve, state)
        expect(Privacy.decide(command, after, issued)).toEqual(E.right([]))
      }),
      { numRuns: 500 },
    )
  })

  test('no refusal is told without its entry in the log book before it, in the same append', () => {
    let refusals = 0
    const refusing = privacyRequestsCommands.filter(({ type }) => type === 'RefuseRequest')
    fc.assert(
      fc.property(histories, refusing, fc.nat(2), (events, command, n) => {
        const open = { ...received('access', n), dueOn: day('2041-01-01') }
        const state = [open, ...events].reduce(Privacy.evolve, Privacy.initial)
        const decided = Privacy.decide(command, state, issued)
        if (E.isLeft(decided)) return
        const types = decided.right.map(({ type }) => type)
        const refused = types.indexOf('RequestRefused')
        if (refused < 0) return
        refusals++
        expect(types.indexOf('LogBookEntryRecorded')).toBe(refused - 1)
      }),
      { numRuns: 1000 },
    )
    expect(refusals).toBeGreaterThan(0)
  })

  test('nothing is ever erased that a hold in force covers', () => {
    let erasures = 0
    fc.assert(
      fc.property(histories, privacyRequestsCommands, (events, command) => {
        const state = events.reduce(Privacy.evolve, Privacy.initial)
        const decided = Privacy.decide(command, state, issued)
        if (E.isLeft(decided)) return
        for (const event of decided.right) {
          if (event.type !== 'ErasureDecided') continue
          erasures++
          const held = events.flatMap((one) =>
            one.type === 'RetentionHoldPlaced' &&
            !events.some(
              (other) => other.type === 'RetentionHoldReleased' && other.holdId === one.holdId,
            )
              ? one.classes
              : [],
          )
          expect(event.classes.filter((one) => held.includes(one))).toEqual([])
        }
      }),
      { numRuns: 3000 },
    )
    expect(erasures).toBeGreaterThan(0)
  })
})
