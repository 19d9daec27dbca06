// What happens in a made-up shop over some years, for whatever view is judged on it.
import { instantOf, type Tagged } from '@patina/eventsourcing'
import { isPersonal } from '@patina/privacy'
import { entriesOf, type HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import { categoryEntries } from './categories/arbitraries.js'
import { entriesOfCustomer as consentEntries, noticeTerms } from './consent/arbitraries.js'
import { customerCommand } from './customer-steps.arbitraries.js'
import { householdsEvents } from './households/arbitraries.js'
import type {
  QualifyingRecorded,
  QualifyingReversed,
  TierOutlookChanged,
} from './membership/index.js'
import { membershipCommand, rulesOf } from './membership-steps.arbitraries.js'
import { pointsCommand } from './points-steps.arbitraries.js'
import {
  breachEvents,
  entriesOfCustomer as privacyEntries,
} from './privacy-requests/arbitraries.js'
import { salesCommand } from './sales-steps.arbitraries.js'
import { idOf, plainRules } from './shared/arbitraries.js'
import { type CivilDate, endOfMonth } from './shared/civil-date.js'
import {
  type BreachId,
  type CustomerId,
  codeOf,
  type HouseholdId,
  type NoticeId,
  type ProgrammeId,
  type QualifyingId,
} from './shared/ids.js'
import { sha256Of } from './shared/sha256.js'
import { dayOf } from './shared/zone.js'
import { openShop, type Shop, type ShopCommand, type ShopEntry } from './shop.arbitraries.js'
import {
  customers,
  type Moment,
  programmes,
  type Step,
  steps,
  stepsAtTheDesk,
  stepsAtTheTill,
  store,
} from './steps.arbitraries.js'

const momentOf = (
  step: Step,
  shop: Shop,
  today: CivilDate,
  count: number,
  nextVersion: (programme: ProgrammeId) => number,
): Moment => {
  const { which, who, amounts } = step
  const programme = programmes[which === 5 ? 1 : 0] as ProgrammeId
  const customer = customers[who]
  return {
    step,
    shop,
    today,
    count,
    programme,
    customer,
    known: customer ?? (customers[0] as CustomerId),
    amount: amounts[0] ?? 1,
    earlier: <Event extends Tagged>(type: Event['type']) => {
      const all = shop
        .entries()
        .map(({ event }) => event as Event)
        .filter((event) => event.type === type)
      return all.at(-1 - (which % Math.max(1, Math.min(3, all.length))))
    },
    nextVersion: () => nextVersion(programme),
  }
}

const commandOf = (moment: Moment): ShopCommand => {
  const { kind } = moment.step
  switch (kind) {
    case 'register':
    case 'status':
    case 'name':
    case 'identify':
    case 'verify':
    case 'invalid':
    case 'remove':
    case 'say':
      return customerCommand(kind, moment)
    case 'card':
    case 'newCard':
    case 'block':
    case 'admit':
    case 'standing':
    case 'tier':
    case 'close':
    case 'newRules':
      return membershipCommand(kind, moment)
    case 'sell':
    case 'takeBack':
    case 'takeBackUnknown':
    case 'voidSale':
    case 'claimSale':
      return salesCommand(kind, moment)
    case 'redeem':
    case 'undo':
    case 'settle':
      return pointsCommand(kind, moment)
  }
}

const start = Date.UTC(2024, 0, 1, 4)

const played = (all: ReadonlyArray<Step>, which: number): ReadonlyArray<ShopEntry> => {
  const shop = openShop()
  const versions = new Map<ProgrammeId, number>()
  const nextVersion = (programme: ProgrammeId): number => {
    const version = (versions.get(programme) ?? 0) + 1
    versions.set(programme, version)
    return version
  }
  let now = start
  const today = (): CivilDate => dayOf(instantOf(now), plainRules.zone)
  for (const programme of programmes) {
    const rules = rulesOf(nextVersion(programme), today(), which)
    shop.send({ type: 'AdoptRules', programmeId: programme, rules }, instantOf(now))
  }
  for (const customerId of customers.slice(0, 2)) {
    const source = codeOf('walkIn')
    shop.send({ type: 'RegisterCustomer', customerId, source, storeId: store }, instantOf(now))
    shop.send(
      {
        type: 'Admit',
        programmeId: programmes[0] as ProgrammeId,
        customerId,
        since: today(),
        ...(customerId === customers[1] ? { through: endOfMonth(today(), 4) } : {}),
      },
      instantOf(now),
    )
  }
  for (const [count, step] of all.entries()) {
    now += step.daysLater * 86_400_000
    shop.send(commandOf(momentOf(step, shop, today(), count, nextVersion)), instantOf(now + count))
  }
  return shop.entries()
}

const retold: ReadonlySet<string> = new Set(['TierChanged', 'TierRenewed', 'TierOutlookChanged'])

// As older logs say it: where a membership stands is told by what counts towards its tier, one thing after the other.
const toldBefore = (entries: ReadonlyArray<ShopEntry>): ReadonlyArray<ShopEntry> =>
  entries.map((entry, n) => {
    if (!retold.has(entry.event.type)) return entry
    const { membershipId, programmeId, customerId, onDay, standing } =
      entry.event as TierOutlookChanged
    const counted = {
      membershipId,
      programmeId,
      customerId,
      onDay,
      standing,
      qualifyingId: idOf<QualifyingId>('sale', n),
      qualifiedOn: onDay,
      amount: 1,
    }
    const event: QualifyingRecorded | QualifyingReversed =
      n % 2 === 0
        ? { ...counted, type: 'QualifyingReversed', reversalId: idOf('back', n) }
        : { ...counted, type: 'QualifyingRecorded' }
    return { ...entry, event }
  })

/**
 * Histories of a shop, a few customers, two programmes and what they do over some years. They hold events of every type that
 * trade leads to, for whatever view is judged on them: only so does a type show that a view has forgotten to declare.
 */
export const shopHistories: fc.Arbitrary<ReadonlyArray<ShopEntry>> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.array(steps, { maxLength: 24, size: 'max' }) },
      fc.array(stepsAtTheTill, { maxLength: 24, size: 'max' }),
      fc.array(stepsAtTheDesk, { maxLength: 24, size: 'max' }),
    ),
    fc.nat(3),
  )
  .map(([all, which]) => (which === 3 ? toldBefore(played(all, which)) : played(all, which)))

// A preference or two, and then the doubts about them: what was doubted is confirmed only where little else is said between.
const doubted = (step: Step): Step => {
  const saying = [0, 1, 9, 10, 11, 11][step.which] ?? 0
  return { ...step, kind: 'say', person: { ...step.person, saying } }
}

/** The same of a shop in which people mostly talk: what they say of themselves is doubted, corrected and taken back. */
export const talkHistories: fc.Arbitrary<ReadonlyArray<ShopEntry>> = fc
  .tuple(
    fc.oneof(
      fc.array(
        steps.map((step) => (step.which === 0 ? step : { ...step, kind: 'say' as const })),
        { maxLength: 24, size: 'max' },
      ),
      fc.array(steps.map(doubted), { maxLength: 24, size: 'max' }),
    ),
    fc.nat(3),
  )
  .map(([all, which]) => played(all, which))

/** The same of a shop that mostly sells to people whom nobody knows, takes goods back and voids what was a mistake. */
export const counterHistories: fc.Arbitrary<ReadonlyArray<ShopEntry>> = fc
  .tuple(
    fc.array(
      fc
        .record({
          step: steps,
          kind: fc.constantFrom<Step['kind']>('sell', 'sell', 'takeBack', 'voidSale', 'claimSale'),
          who: fc.constantFrom(0, 3, 3),
        })
        .map(({ step, kind, who }) => ({ ...step, kind, who })),
      { maxLength: 24, size: 'max' },
    ),
    fc.nat(3),
  )
  .map(([all, which]) => played(all, which))

// Requests, consents, provisions and uses belong to one stream, so their ids end as that of the stream does.
const ownedBy = <Event extends object>(event: Event, id: string): Event => {
  const own = (value: unknown, key: string): unknown => {
    if (typeof value === 'string' && /^(?:request|consent|provision|use)Ids?$/.test(key)) {
      return `${value.slice(0, -8)}${id.slice(-8)}`
    }
    if (Array.isArray(value)) return value.map((one: unknown) => own(one, key))
    const isOpen = typeof value === 'object' && value !== null && !isPersonal(value)
    return isOpen ? ownedBy(value, id) : value
  }
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, own(value, key)]),
  ) as Event
}

const said: fc.Arbitrary<HistoryEntry> = fc.oneof(
  {
    weight: 4,
    arbitrary: entriesOf('consent', (id) =>
      consentEntries(fc.constant(id as CustomerId)).map((event) => ownedBy(event, id)),
    ),
  },
  {
    weight: 4,
    arbitrary: entriesOf('privacyRequests', (id) =>
      privacyEntries(fc.constant(id as CustomerId)).map((event) => ownedBy(event, id)),
    ),
  },
  entriesOf('notice', (id) =>
    noticeTerms.map((drawn) => {
      const terms = { ...drawn, noticeId: id as NoticeId }
      return { type: 'NoticeAdopted' as const, terms, sha256: sha256Of(terms) }
    }),
  ),
  entriesOf('customerCategories', (id) => categoryEntries(id as CustomerId)),
  entriesOf('household', (id) => householdsEvents(id as HouseholdId)),
  entriesOf('breach', (id) => breachEvents(fc.constant(id as BreachId))),
)

/**
 * Histories of what people were told, have said and asked for, and of breaches, some of them behind those of a shop: events of
 * every type, for the views of consent and of requests about personal data.
 */
export const peopleHistories: fc.Arbitrary<ReadonlyArray<HistoryEntry>> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant<ReadonlyArray<ShopEntry>>([]) }, shopHistories),
    fc.array(said, { maxLength: 16, size: 'max' }),
  )
  .map(([trade, people]) => [...trade, ...people])
