// One person with two records: an opt-out that was said for one of them holds for both.
import {
  type CustomerId,
  codeOf,
  consentId,
  crm,
  customerId,
  dataKind,
  eventId,
  mergeId,
  noticeId,
  reasonCode,
  subjectClass,
  useId,
} from '@patina/crm'
import { consentLedgerView, type NoticeAdopted, permission, redecide } from '@patina/crm/consent'
import {
  eventIdOf,
  type Instant,
  inMemory,
  instantOf,
  newId,
  streamName,
} from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let now: number
let shop: Application<typeof crm>
const email = dataKind('email')
const watches = subjectClass('watches')

beforeEach(async () => {
  now = Date.UTC(2024, 5, 3, 4)
  const clock = (): Instant => {
    now += 1000
    return instantOf(now)
  }
  shop = await orThrow(open(inMemory({ clock }), crm, { clock, idleMs: 1 }))
})

afterEach(() => shop.close())

type Command = Parameters<Application<typeof crm>['send']>[0]
const by = () => ({ commandId: newId(), actor: 'clerk-1' })
const send = (command: Command, context = by()) => orThrow(shop.send(command, context))

const notice = async () => {
  const terms = {
    type: 'marketing' as const,
    noticeId: noticeId(newId()),
    version: 1,
    texts: [{ lang: 'en' as const, sha256: 'ab'.repeat(32) }],
    kinds: [email],
    classes: [watches],
    responseChannels: [codeOf('web')],
  }
  await send({ type: 'AdoptNotice', terms })
  const [adopted] = await orThrow(shop.history(streamName('notice', terms.noticeId)))
  if (adopted === undefined) throw new Error('the notice was not adopted')
  const { sha256 } = adopted.event as NoticeAdopted
  return { terms, sha256 }
}

const consents = async (customer: CustomerId, answers: ReadonlyArray<string> = []) => {
  const shown = by()
  const at = instantOf(now)
  await send(
    {
      type: 'PresentNotice',
      customerId: customer,
      notice: await notice(),
      lang: 'en',
      medium: 'written',
      presentedAt: at,
    },
    shown,
  )
  await send({
    type: 'GiveMarketingConsent',
    customerId: customer,
    consentId: consentId(newId()),
    basis: 'use',
    form: 'explicit',
    medium: 'written',
    noticeEventId: eventId(eventIdOf(shown.commandId, 0)),
    kinds: [email],
    classes: [watches],
    receivedAt: instantOf(now),
    ...(answers.length === 0 ? {} : { answers: answers.map(eventId) }),
  })
}

const optsOut = async (customer: CustomerId, context = by()): Promise<string> => {
  await send(
    {
      type: 'OptOut',
      customerId: customer,
      scope: { type: 'all' },
      of: 'both',
      channel: codeOf('web'),
      receivedAt: instantOf(now),
    },
    context,
  )
  return eventIdOf(context.commandId, 0)
}

const use = (customer: CustomerId) =>
  shop.send(
    {
      type: 'AuthoriseUse',
      customerId: customer,
      useId: useId(newId()),
      channel: 'email',
      kinds: [email],
      class: watches,
      hindrances: [],
    },
    by(),
  )()

const merge = async (survivorId: CustomerId, mergedId: CustomerId) => {
  const id = mergeId(newId())
  const evidence = { method: codeOf('counter') }
  await send({ type: 'MergeCustomers', mergeId: id, survivorId, mergedId, evidence })
  await orThrow(shop.settled)
  return id
}

const unmerge = async (id: ReturnType<typeof mergeId>): Promise<void> => {
  await send({ type: 'UnmergeCustomers', mergeId: id, reasonCode: reasonCode('mistaken') })
  await orThrow(shop.settled)
}

const people = (): ReadonlyArray<CustomerId> => [1, 2, 3].map(() => customerId(newId()))

const optedOutBy = (id: string) =>
  E.left({
    _tag: 'UseRefused',
    reasons: [{ reason: 'optedOut', section: 's.35G', kind: email, eventId: id }],
  })

const streamOfConsent = (customer: CustomerId) =>
  orThrow(shop.history(streamName('consent', customer)))

describe('a person of whom one record has opted out', () => {
  test('is sent nothing under any, whichever side survives, and is told which event made it so [I2] [I3]', async () => {
    for (const turned of [false, true]) {
      const [a, b] = people() as [CustomerId, CustomerId]
      await consents(a)
      await consents(b)
      const stop = await optsOut(b)
      expect(E.isRight(await use(a))).toBe(true)
      await merge(...((turned ? [b, a] : [a, b]) as [CustomerId, CustomerId]))
      expect(await use(a)).toEqual(optedOutBy(stop))
      expect(await use(b)).toEqual(optedOutBy(stop))
      const ledger = await orThrow(shop.people.read(consentLedgerView, a))
      const asked = { _tag: 'MarketingUse', kinds: [email], class: watches } as const
      expect(permission(ledger?.entries ?? [], asked, instantOf(now))).toMatchObject({
        _tag: 'PermissionRefused',
        reasons: [{ reason: 'optedOut', eventId: stop }],
      })
    }
  })

  test('may take it back by a consent that answers it, and has it again when they are two', async () => {
    const [a, b] = people() as [CustomerId, CustomerId]
    await consents(a)
    await consents(b)
    const stop = await optsOut(b)
    const id = await merge(a, b)
    await consents(a)
    expect(await use(a)).toEqual(optedOutBy(stop))
    await consents(a, [stop])
    expect(E.isRight(await use(a))).toBe(true)
    // What b was asked before stays what it was: nobody has asked for b's address again.
    expect(await use(b)).toMatchObject({ left: { reasons: [{ reason: 'notCovered' }] } })
    await unmerge(id)
    expect(E.isRight(await use(a))).toBe(true)
    expect(await use(b)).toEqual(optedOutBy(stop))
  })

  test('is refused by whatever was said while they were one, each for the record that it was said for', async () => {
    const [a, b, c] = people() as [CustomerId, CustomerId, CustomerId]
    for (const one of [a, b, c]) await consents(one)
    const low = await merge(b, c)
    const high = await merge(a, b)
    const stop = await optsOut(c)
    for (const one of [a, b, c]) expect(await use(one)).toEqual(optedOutBy(stop))
    // In the order of the merges, or the other way round: c takes its opt-out with it, and nobody else is held by it.
    await unmerge(low)
    expect(await use(c)).toEqual(optedOutBy(stop))
    expect([E.isRight(await use(a)), E.isRight(await use(b))]).toEqual([true, true])
    await unmerge(high)
    expect(await use(c)).toEqual(optedOutBy(stop))
    expect([E.isRight(await use(a)), E.isRight(await use(b))]).toEqual([true, true])
  })

  test('has one stream for all that is asked, and each record keeps what was said for it', async () => {
    const [a, b] = people() as [CustomerId, CustomerId]
    await consents(b)
    const id = await merge(a, b)
    const stop = await optsOut(b)
    const before = await orThrow(shop.read(consentLedgerView, b))
    expect((await streamOfConsent(b)).map(({ event }) => event.type).at(-1)).toBe('ConsentMoved')
    expect((await streamOfConsent(a)).map(({ event }) => event.type)).toEqual([
      'ConsentExpected',
      'ConsentAdopted',
      'MarketingOptedOut',
    ])
    expect(before?.entries.map(({ type }) => type)).toEqual([
      'NoticePresented',
      'MarketingConsentGiven',
      'MarketingOptedOut',
    ])
    expect(await orThrow(shop.read(consentLedgerView, a))).toBeUndefined()
    await unmerge(id)
    expect(await orThrow(shop.read(consentLedgerView, b))).toEqual(before)
    expect(await use(b)).toEqual(optedOutBy(stop))
  })

  test('is asked again across a merge and its undoing, and nothing is done twice', async () => {
    const [a, b] = people() as [CustomerId, CustomerId]
    await consents(b)
    const [first, second] = [by(), by()]
    await optsOut(b, first)
    const id = await merge(a, b)
    await optsOut(b, first)
    await optsOut(b, second)
    await unmerge(id)
    await optsOut(b, first)
    await optsOut(b, second)
    const ledger = await orThrow(shop.read(consentLedgerView, b))
    const stops = (ledger?.entries ?? []).filter(({ type }) => type === 'MarketingOptedOut')
    expect(stops.map((one) => one.eventId)).toEqual([
      eventIdOf(first.commandId, 0),
      eventIdOf(second.commandId, 0),
    ])
  })

  test('had every use allowed where it stands, as the streams themselves say', async () => {
    const [a, b] = people() as [CustomerId, CustomerId]
    await consents(a)
    await consents(b)
    const id = await merge(a, b)
    await use(a)
    await use(b)
    await optsOut(b)
    await use(a)
    await unmerge(id)
    await use(a)
    const streams = await Promise.all([a, b].map(streamOfConsent))
    const found = streams.map((events) => redecide(events.map(({ event }) => event) as never))
    expect(found.map(({ uses, lacking }) => [uses, lacking])).toEqual([
      [3, []],
      [0, []],
    ])
  })

  test('cannot be moved by hand', async () => {
    const [a, b] = people() as [CustomerId, CustomerId]
    const command = {
      type: 'MoveConsent' as const,
      customerId: a,
      to: b,
      mergeId: mergeId(newId()),
    }
    expect(await shop.send(command, by())()).toMatchObject({
      left: { _tag: 'InvalidCommand', problems: [{ path: '/type' }] },
    })
  })
})
