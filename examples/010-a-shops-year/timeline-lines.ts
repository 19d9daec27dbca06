// What happened with a customer, entry by entry, and how often they buy, as a shopkeeper reads it.
import { civilDate } from '@patina/crm'
import type { TimelineEntry } from '@patina/crm/customers'
import { cycleOf, type PurchaseDays } from '@patina/crm/preferences'
import type { Instant } from '@patina/eventsourcing'
import { categoryName, shopCategories } from './categories-of-shop.js'
import { pounds, signed, whole, wordsOf } from './figures.js'
import type { Story } from './report.js'
import { table } from './text-table.js'

/** How many entries are shown of the beginning, and how many of the end. */
const shown = 10

const words: Readonly<Partial<Record<TimelineEntry['kind'], string>>> = {
  CustomerRegistered: 'registered at',
  CustomerStatusChanged: 'is now',
  NameRecorded: 'name recorded',
  IdentifierAdded: 'contact recorded',
  IdentifierVerified: 'contact verified',
  IdentifierFoundInvalid: 'could not be reached',
  IdentifierRemoved: 'contact removed',
  SaleRecorded: 'bought',
  SaleVoided: 'sale voided',
  SaleClaimed: 'sale claimed',
  SaleLinesReturned: 'returned',
  UnmatchedReturnRecorded: 'returned, no sale found',
  MembershipActivated: 'joined the programme',
  MembershipClosed: 'left the programme',
  CardIssued: 'card issued',
  CardReplaced: 'card replaced',
  CardBlocked: 'card blocked',
  TierChanged: 'tier is now',
  TierRenewed: 'tier renewed',
  PointsAwarded: 'earned points',
  PointsReversed: 'points taken back',
  PointsRedeemed: 'points spent',
  RedemptionUndone: 'points given back',
  PointsExpired: 'points expired',
  DeficitAbsorbed: 'points went against a debt',
  CategoryAssigned: 'sorted by hand',
  CategoryUnassigned: 'a word taken back',
  CategoryEntered: 'is now',
  CategoryLeft: 'is no longer',
  GiftRequested: 'asked for',
  GiftRefused: 'did not get',
  GiftIssued: 'gets',
  GiftReadyForCollection: 'waits in the shop',
  GiftCollected: 'collected',
  GiftShipped: 'was sent',
  GiftDelivered: 'has',
  GiftReturned: 'brought back',
  GiftLapsed: 'did not collect',
  GiftCancelled: 'called off',
  GiftGranted: 'was given',
}

// What an entry is about, where that means something to a reader: a document, a tier, a category, a gift.
const about = ({ kind, reference }: TimelineEntry, { gifts }: Story): string => {
  switch (kind) {
    case 'SaleRecorded':
    case 'SaleLinesReturned':
    case 'UnmatchedReturnRecorded':
    case 'CustomerRegistered':
    case 'TierChanged':
    case 'TierRenewed':
      return reference
    default: {
      const category = shopCategories.find(({ categoryId }) => (categoryId as string) === reference)
      const gift = gifts.find(({ giftId }) => (giftId as string) === reference)
      return category === undefined ? (gift?.name ?? '') : categoryName(category.code)
    }
  }
}

/** The first entries of a timeline, and the last ones. */
export const timelineLines = (story: Story): ReadonlyArray<string> => {
  const { entries } = story.timeline
  const rows = entries.map((entry) => [
    entry.day ?? entry.occurredAt.slice(0, 10),
    words[entry.kind] ?? wordsOf(entry.kind),
    about(entry, story),
    entry.amountMinor === undefined ? '' : pounds(entry.amountMinor),
    entry.points === undefined ? '' : `${signed(entry.points)} points`,
  ])
  const left = rows.length - 2 * shown
  if (left <= 1) return table('<<<>>', rows)
  const lines = table('<<<>>', [...rows.slice(0, shown), ...rows.slice(-shown)])
  return [...lines.slice(0, shown), `… ${whole(left)} more …`, ...lines.slice(shown)]
}

/** How often a customer buys, as of the day of the last document. */
export const rhythmLines = (
  purchases: PurchaseDays | undefined,
  lastAt: Instant | undefined,
): ReadonlyArray<string> => {
  if (purchases === undefined || lastAt === undefined) return []
  const cycle = cycleOf(purchases, civilDate(lastAt.slice(0, 10)))
  const days = `Bought on ${whole(purchases.days.length)} days`
  return cycle._tag === 'NotEnoughGaps'
    ? [`${days}, too few to see a rhythm`]
    : [
        `${days}, half of the ${whole(cycle.gaps)} gaps ${whole(cycle.medianDays)} days or less; the next purchase is expected about ${cycle.expectedOn}`,
      ]
}
