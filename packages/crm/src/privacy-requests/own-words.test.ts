// What people ask in their own words, and what they are told, goes into the event and into no state.
import { isPersonal } from '@patina/privacy'
import { comparePersonal, sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { type CustomerId, type EventId, type RequestId, reasonCode } from '../shared/ids.js'
import { privacyRequestsEvents } from './arbitraries.js'
import type { PrivacyRequestsCommand, ReceiveRequest } from './commands.js'
import type { PrivacyRequestReceived } from './events.js'
import * as Privacy from './index.js'
import { extensionReasons, opinionNote, refusalParticulars, requestText } from './kinds.js'

comparePersonal()

const given = storiesAt(Privacy, '2024-06-10T04:00:00.000Z')
const request = {
  customerId: idOf<CustomerId>('cust', 1),
  requestId: idOf<RequestId>('requ', 1),
} as const
const sha256 = 'ab'.repeat(32)
const words = fc.constantFrom('I am Chan Tai Man Example', '我不同意這個看法 Example')
const receive: ReceiveRequest = {
  type: 'ReceiveRequest',
  ...request,
  kind: 'correction',
  by: 'self',
  receivedAt: '2024-06-03T04:00:00.000Z' as ReceiveRequest['receivedAt'],
}
const received: PrivacyRequestReceived = {
  ...receive,
  type: 'PrivacyRequestReceived',
  dueOn: civilDate('2024-07-13'),
}

const carries = (
  before: ReadonlyArray<PrivacyRequestReceived>,
  command: PrivacyRequestsCommand,
  member: string,
): unknown => {
  const [first] = eventsOf(
    given(...before)
      .when(command)
      .outcome(),
  )
  return Reflect.get(first as object, member)
}

describe('what is said about a request', () => {
  test('stands in its event: the request, the reasons for more time, the particulars, the note', () => {
    fc.assert(
      fc.property(
        sealedPersonal(requestText, words),
        sealedPersonal(extensionReasons, words),
        sealedPersonal(refusalParticulars, words),
        sealedPersonal(opinionNote, words),
        (text, reasons, particulars, note) => {
          const extend = {
            type: 'ExtendTime',
            ...request,
            isNothingReady: true,
            reasonCode: reasonCode('archive'),
            reasons,
          } as const
          const refuse = {
            type: 'RefuseRequest',
            ...request,
            ground: 's.24(1)',
            extent: 'whole',
            particularsSha256: sha256,
            particulars,
          } as const
          const annex = {
            type: 'AnnexNote',
            ...request,
            of: idOf<EventId>('evnt', 1),
            noteSha256: sha256,
            note,
          } as const
          expect(carries([], { ...receive, text }, 'text')).toEqual(text)
          expect(carries([received], extend, 'reasons')).toEqual(reasons)
          expect(carries([received], refuse, 'particulars')).toEqual(particulars)
          expect(carries([received], annex, 'note')).toEqual(note)
        },
      ),
    )
  })

  test('decides nothing: the same request in other words is no other request', () => {
    fc.assert(
      fc.property(sealedPersonal(requestText, words), (text) => {
        given(received)
          .when({ ...receive, text })
          .expectNothing()
        given({ ...received, text })
          .when(receive)
          .expectNothing()
      }),
    )
  })

  test('is in no state, which keeps every other member as it is', () => {
    fc.assert(
      fc.property(privacyRequestsEvents, (event) => {
        const { entries, breach } = Privacy.evolve(Privacy.initial, event)
        const clear = Object.entries(event).filter(([, member]) => !isPersonal(member))
        expect(Object.entries([...entries, ...breach][0] ?? {})).toEqual(clear)
      }),
    )
  })

  test('PDPO s.27: the particulars of a refusal are in the log book, sealed', () => {
    fc.assert(
      fc.property(sealedPersonal(refusalParticulars, words), (particulars) => {
        const outcome = given(received)
          .when({
            type: 'RefuseRequest',
            ...request,
            ground: 's.24(1)',
            extent: 'whole',
            particularsSha256: sha256,
            particulars,
          })
          .outcome()
        if (E.isLeft(outcome)) throw new Error(outcome.left._tag)
        const [entry] = outcome.right
        if (entry?.type !== 'LogBookEntryRecorded') throw new Error('no entry')
        const { logBook } = Privacy
        const book = logBook.evolve(logBook.initial(entry.entryId as never), entry)
        expect(book.particulars).toEqual(particulars)
      }),
    )
  })
})
