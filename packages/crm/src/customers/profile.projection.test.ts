import type { LogEvent, Position } from '@patina/eventsourcing'
import { comparePersonal, history, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import { idOf, noon, plainRules } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { saleIdOf } from '../shared/derived-ids.js'
import {
  type CustomerId,
  codeOf,
  documentNumber,
  type IdentifierId,
  identifierId,
  lineId,
  market,
  type ProgrammeId,
  reasonCode,
  sku,
  storeId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { openShop } from '../shop.arbitraries.js'
import { sealedIdentifiers, sealedNames } from './arbitraries.js'
import type { AddIdentifier, NameRole, Script } from './index.js'
import { profileView } from './profile.codec.js'
import { type CustomerProfile, type ProfileEvent, profile } from './profile.projection.js'
import { type TimelineEvent, timeline } from './timeline.projection.js'

comparePersonal()

projectionLaws(profileView, shopHistories, { numRuns: 30 })

const customerId = idOf<CustomerId>('cust', 1)
const programmeId = idOf<ProgrammeId>('prog', 1)
const store = storeId('HK1')
const hkd = currency('HKD')

// A customer from the first day to the last: registered, admitted, bought, brought one back.
const entries = () => {
  const shop = openShop()
  const on = (day: string) => noon(day) as Parameters<typeof shop.send>[1]
  const sale = (number: string, day: string, of = hkd) =>
    ({
      type: 'RecordSale',
      documentNumber: documentNumber(number),
      storeId: store,
      customerId,
      soldOn: civilDate(day),
      currency: of,
      lines: [
        { lineId: lineId('1'), sku: sku('W1'), quantity: 2, unitMinor: 50_000, paidMinor: 100_000 },
      ],
    }) as const
  shop.send({ type: 'AdoptRules', programmeId, rules: plainRules }, on('2024-01-01'))
  shop.send(
    {
      type: 'RegisterCustomer',
      customerId,
      source: codeOf('web'),
      storeId: store,
      market: market('Hong Kong'),
    },
    on('2024-01-02'),
  )
  shop.send(
    { type: 'Admit', programmeId, customerId, since: civilDate('2024-01-03') },
    on('2024-01-03'),
  )
  shop.send(sale('A-2', '2024-02-01'), on('2024-02-01'))
  shop.send(
    { type: 'ChangeStatus', customerId, to: 'active', reasonCode: reasonCode('bought') },
    on('2024-02-01'),
  )
  shop.send(
    {
      type: 'ReturnLines',
      saleId: saleIdOf(store, documentNumber('A-2')),
      storeId: store,
      returnDocument: documentNumber('R-1'),
      returnedOn: civilDate('2024-02-03'),
      lines: [{ lineId: lineId('1'), quantity: 1, refundMinor: 50_000 }],
      reasonCode: reasonCode('faulty'),
    },
    on('2024-02-03'),
  )
  // Entered late: it happened before all that.
  shop.send(sale('A-1', '2024-01-20'), on('2024-01-20'))
  return shop.entries()
}

const recorded = history(entries())

describe('the profile of a customer', () => {
  const view = recorded
    .filter(({ event }) => (profile.types as ReadonlyArray<string>).includes(event.type))
    .flatMap((one) => profile.parts(one as LogEvent<ProfileEvent>))
    .reduce<CustomerProfile>(
      (before, [, part]) => profile.evolve(before, part),
      profile.initial(customerId),
    )

  test('says what was done', () => {
    expect(view).toMatchObject({
      market: { value: 'Hong Kong' },
      status: { value: 'active' },
      memberships: [{ programmeId, since: '2024-01-03' }],
      sales: 2,
      units: 4,
      returnedLines: 1,
      returnedUnits: 1,
      turnover: [
        { currency: 'HKD', grossMinor: 200_000, refundedMinor: 50_000, netMinor: 150_000 },
      ],
      firstPurchaseOn: '2024-01-20',
      lastPurchaseOn: '2024-02-01',
      lastDealtOn: '2024-02-03',
      preferences: 0,
      openNeeds: 0,
      occasions: 0,
    })
  })

  test('shows SQL what lists are made of', () => {
    const names = profileView.columns.map(({ name }) => name)
    const values = profileView.encode(customerId, view).columns
    expect(Object.fromEntries(names.map((name, index) => [name, values[index]]))).toEqual({
      market: 'Hong Kong',
      status: 'active',
      owner: null,
      last_dealt_on: '2024-02-03',
      open_needs: 0,
      sales: 2,
      currency: 'HKD',
      net_minor: 150_000,
      last_purchase_on: '2024-02-01',
    })
  })

  test('of two who are one keeps what was stated last, on whichever side', () => {
    const stated = (position: string, value: string): CustomerProfile => ({
      ...profile.initial(customerId),
      market: { value: market(value), statedAt: position as Position },
    })
    const [earlier, later] = [stated('01', 'Macau'), stated('02', 'Hong Kong')]
    expect(profile.combine?.([earlier, later]).market?.value).toBe('Hong Kong')
    expect(profile.combine?.([later, earlier]).market?.value).toBe('Hong Kong')
  })
})

describe('the status of two records of one person', () => {
  const at = (position: number): Position => String(position).padStart(8, '0') as Position
  const registered = (position: number) =>
    folded([
      [
        {
          type: 'CustomerRegistered',
          customerId,
          source: codeOf('web'),
          storeId: store,
          status: 'prospect',
        },
        position,
      ],
    ])
  const folded = (events: ReadonlyArray<readonly [object, number]>): CustomerProfile =>
    events
      .flatMap(([event, position]) =>
        profile.parts({
          event,
          position: at(position),
          metadata: { occurredAt: noon('2024-01-02') },
        } as never),
      )
      .reduce<CustomerProfile>(
        (before, [, part]) => profile.evolve(before, part),
        profile.initial(customerId),
      )
  const given = (to: string, position: number) =>
    folded([
      [
        {
          type: 'CustomerRegistered',
          customerId,
          source: codeOf('web'),
          storeId: store,
          status: 'prospect',
        },
        1,
      ],
      [
        {
          type: 'CustomerStatusChanged',
          customerId,
          from: 'prospect',
          to,
          reasonCode: reasonCode('x'),
        },
        position,
      ],
    ])
  const statusOf = (...members: readonly [CustomerProfile, CustomerProfile]) =>
    profile.combine?.(members).status?.value

  test.each(['blocked', 'deceased', 'active'])(
    'is %s as somebody gave it, and not what a later record began with',
    (status) => {
      const [before, later] = [given(status, 2), registered(9)]
      expect([statusOf(before, later), statusOf(later, before)]).toEqual([status, status])
    },
  )

  test('is the later one of two that were given, and of two that began', () => {
    const [blocked, active] = [given('blocked', 2), given('active', 5)]
    expect([statusOf(blocked, active), statusOf(active, blocked)]).toEqual(['active', 'active'])
    expect(statusOf(registered(1), registered(2))).toBe('prospect')
  })
})

describe('the timeline of a customer', () => {
  const { entries: shown } = recorded
    .flatMap((one) =>
      (timeline.types as ReadonlyArray<string>).includes(one.event.type)
        ? timeline.parts(one as LogEvent<TimelineEvent>)
        : [],
    )
    .reduce((before, [, part]) => timeline.evolve(before, part), timeline.initial(customerId))

  test('is in the order in which things happened, over all capabilities', () => {
    expect(
      shown.map(({ kind, reference, amountMinor, points }) => [
        kind,
        reference,
        amountMinor ?? points,
      ]),
    ).toEqual([
      ['CustomerRegistered', 'HK1', undefined],
      ['MembershipActivated', programmeId, undefined],
      ['SaleRecorded', 'A-1', 100_000],
      ['PointsAwarded', expect.any(String), 100],
      ['SaleRecorded', 'A-2', 100_000],
      ['PointsAwarded', expect.any(String), 100],
      ['CustomerStatusChanged', 'active', undefined],
      ['SaleLinesReturned', 'R-1', -50_000],
      ['PointsReversed', expect.any(String), -50],
    ])
  })
})

const [first, second, third] = fc.sample(sealedNames, 3) as [never, never, never]
const [numberA, numberB] = fc.sample(sealedIdentifiers, 2) as [
  Pick<AddIdentifier, 'kind' | 'value'>,
  Pick<AddIdentifier, 'kind' | 'value'>,
]

describe('the person in a profile', () => {
  const shop = openShop()
  const at = noon('2024-01-02') as Parameters<typeof shop.send>[1]
  const called = (role: NameRole, script: Script, name: never) =>
    shop.send({ type: 'RecordName', customerId, role, script, order: 'familyFirst', name }, at)
  const [a, b]: ReadonlyArray<IdentifierId> = [1, 2].map((n) => identifierId(idOf('iden', n)))
  const ofId = (id: IdentifierId | undefined) => ({ customerId, identifierId: id as IdentifierId })
  shop.send({ type: 'RegisterCustomer', customerId, source: codeOf('web'), storeId: store }, at)
  called('legal', 'Latn', first)
  called('preferred', 'Hant', second)
  called('legal', 'Latn', third)
  shop.send({ type: 'AddIdentifier', ...ofId(b), ...numberB, isPrimary: true } as AddIdentifier, at)
  shop.send({ type: 'AddIdentifier', ...ofId(a), ...numberA } as AddIdentifier, at)
  shop.send({ type: 'VerifyIdentifier', ...ofId(a), method: codeOf('code') }, at)
  const folded = (upTo = Number.POSITIVE_INFINITY) =>
    history(shop.entries())
      .slice(0, upTo)
      .flatMap((one) => profile.parts(one as LogEvent<ProfileEvent>))
      .reduce<CustomerProfile>(
        (before, [, part]) => profile.evolve(before, part),
        profile.initial(customerId),
      )

  test('has of each name the latest, and every identifier with how it stands', () => {
    const view = folded()
    expect(view.names).toMatchObject([
      { role: 'legal', script: 'Latn', name: third },
      { role: 'preferred', script: 'Hant', name: second },
    ])
    expect(view.identifiers).toMatchObject([
      { identifierId: a, ...numberA, isPrimary: false, standing: { value: 'verified' } },
      { identifierId: b, ...numberB, isPrimary: true, standing: { value: 'unproven' } },
    ])
  })

  test('no longer has an identifier that was removed', () => {
    shop.send({ type: 'RemoveIdentifier', ...ofId(a) }, at)
    expect(folded().identifiers.map(({ identifierId: id }) => id)).toEqual([b])
  })

  test('of two who are one has the later name and the identifiers of both', () => {
    const [earlier, later] = [folded(2), folded(4)]
    const identifiers = folded(5).identifiers
    const other = {
      ...earlier,
      identifiers: identifiers.map((one) => ({ ...one, identifierId: a as IdentifierId })),
    }
    for (const members of [
      [{ ...later, identifiers }, other],
      [other, { ...later, identifiers }],
    ] as const) {
      const both = profile.combine?.([members[0] as CustomerProfile, members[1] as CustomerProfile])
      expect(both?.names.find(({ role }) => role === 'legal')?.name).toEqual(third)
      expect(both?.identifiers.map(({ identifierId: id }) => id)).toEqual([a, b])
    }
  })
})

describe('a name that is corrected', () => {
  // What is recorded, or a correction of one of those before it that nothing has corrected yet.
  const sayings = fc.array(
    fc.record({
      script: fc.constantFrom<Script>('Latn', 'Hant'),
      name: sealedNames,
      of: fc.option(fc.nat(4), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 12 },
  )

  test('stays in the place of what it corrects: of what somebody was once called, as of what they are called now', () => {
    fc.assert(
      fc.property(sayings, (all) => {
        const shop = openShop()
        const at = noon('2024-01-02') as Parameters<typeof shop.send>[1]
        shop.send(
          { type: 'RegisterCustomer', customerId, source: codeOf('web'), storeId: store },
          at,
        )
        // The oracle: what was said, in its order, each as it is known by now.
        const known: { script: Script; name: unknown; eventId: string }[] = []
        for (const { script, name, of } of all) {
          const corrected = of === undefined ? undefined : known[of]
          const correction =
            corrected === undefined
              ? {}
              : {
                  correction: {
                    of: corrected.eventId as never,
                    reasonCode: reasonCode('misspelt'),
                  },
                }
          const said = { role: 'legal', script: corrected?.script ?? script, name } as const
          shop.send(
            { type: 'RecordName', customerId, order: 'familyFirst', ...said, ...correction },
            at,
          )
          const last = shop.entries().at(-1)?.event as { readonly eventId?: string } | undefined
          const eventId = last?.eventId ?? 'none'
          if (corrected === undefined) known.push({ script, name, eventId })
          else Object.assign(corrected, { name, eventId })
        }
        const { names } = history(shop.entries())
          .filter(({ event }) => (profile.types as ReadonlyArray<string>).includes(event.type))
          .flatMap((one) => profile.parts(one as LogEvent<ProfileEvent>))
          .reduce<CustomerProfile>(
            (before, [, part]) => profile.evolve(before, part),
            profile.initial(customerId),
          )
        for (const script of ['Latn', 'Hant'] as const) {
          const last = known.findLast((one) => one.script === script)
          const shown = names.find((one) => one.script === script)
          expect([shown?.name, shown?.eventId]).toEqual([last?.name, last?.eventId])
        }
      }),
    )
  })
})
