// A small shop for the tests of erasures: visitors with a name, a number and what they bought, beside requests and consents.
import { consent } from '@patina/crm/consent'
import { privacyRequests } from '@patina/crm/privacy-requests'
import { sales } from '@patina/crm/sales'
import {
  type Capability,
  eventCodec,
  integer,
  literal,
  optional,
  type Projection,
  record,
  streamName,
  text,
  uuidCodec,
  view,
} from '@patina/eventsourcing'
import { about, inClass, kind, type Personal, type Purpose, personal } from '@patina/privacy'
import * as E from 'fp-ts/lib/Either.js'

const visitorName = kind('visitorName', 'identity', text(200))
export const mobile = kind('mobile', 'contact', text(40))
const buyer = inClass(visitorName, 'transaction')

export interface NoteVisit {
  readonly type: 'NoteVisit'
  readonly visitorId: string
  readonly numberId: string
  readonly name: Personal<string>
  readonly mobile: Personal<string>
  readonly buyer: Personal<string>
  readonly points: number
}
export interface VisitNoted extends Omit<NoteVisit, 'type'> {
  readonly type: 'VisitNoted'
}
export interface Visitor {
  readonly points: number
  readonly name?: Personal<string>
  readonly mobile?: Personal<string>
  readonly buyer?: Personal<string>
}

const projection: Projection<string, Visitor, VisitNoted, VisitNoted> = {
  name: 'visitors',
  version: 1,
  types: ['VisitNoted'],
  parts: ({ event }) => [[event.visitorId, event]],
  initial: () => ({ points: 0 }),
  evolve: ({ points }, event) => ({
    points: points + event.points,
    name: event.name,
    mobile: event.mobile,
    buyer: event.buyer,
  }),
}

export const visitorsView = view(projection, {
  codec: record<Visitor>('Visitor', {
    points: integer(0),
    name: optional(personal(visitorName)),
    mobile: optional(personal(mobile)),
    buyer: optional(personal(buyer)),
  }),
  columns: {},
})

const sealedFields = {
  name: personal(visitorName),
  mobile: personal(mobile),
  buyer: personal(buyer),
}

const visitors: Capability<NoteVisit, undefined, VisitNoted, never> = {
  name: 'visitors',
  streamOf: ({ visitorId }) => streamName('visitor', visitorId),
  decider: {
    initial: undefined,
    decide: (command) => E.right([{ ...command, type: 'VisitNoted' }]),
    evolve: () => undefined,
  },
  commands: {
    NoteVisit: record<NoteVisit>('NoteVisit', {
      type: literal('NoteVisit'),
      visitorId: uuidCodec,
      numberId: uuidCodec,
      points: integer(0),
      ...about<NoteVisit>()('visitorId', { name: visitorName, mobile, buyer }, 'numberId'),
    }),
  },
  events: {
    VisitNoted: eventCodec(
      record<VisitNoted>('VisitNoted', {
        type: literal('VisitNoted'),
        visitorId: uuidCodec,
        numberId: uuidCodec,
        points: integer(0),
        ...sealedFields,
      }),
    ),
  },
  views: [visitorsView],
  reactions: [],
}

export const capabilities = [consent, privacyRequests, sales, visitors] as const

export const purposes: ReadonlyArray<Purpose> = [
  { name: 'care', kinds: ['visitorName', 'mobile'], roles: ['desk'], basis: 'contract' },
]
export const asking = { purpose: 'care', actor: 'u-1', role: 'desk' }
