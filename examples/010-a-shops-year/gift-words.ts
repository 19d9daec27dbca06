// What became of a gift, in words.
import type { GiftHindrance } from '@patina/crm/gifts'
import { wordsOf } from './figures.js'
import type { GiftGiven } from './year-closed.js'

const hindrances: Readonly<Partial<Record<GiftHindrance['type'], string>>> = {
  StockGone: 'none left',
  PointsRefused: 'not enough points',
  CapReached: 'one each',
  WorthAboveLimit: 'more than one person may get',
}

const why = ({ reasons = [] }: GiftGiven): string =>
  reasons.map(({ type }) => hindrances[type] ?? wordsOf(type)).join(', ')

/** What became of a gift, and on which day. */
export const giftFate = (gift: GiftGiven): string => {
  const { stage = 'requested', onDay = '', collectByDay = '' } = gift
  switch (stage) {
    case 'refused':
      return `not given: ${why(gift)}`
    case 'collected':
      return `collected on ${onDay}`
    case 'delivered':
      return `sent, arrived on ${onDay}`
    case 'shipped':
      return `sent on ${onDay}`
    case 'returned':
      return `brought back on ${onDay}, the points are back`
    case 'lapsed':
      return `not collected by ${collectByDay}, the points are back`
    case 'cancelled':
      return `called off on ${onDay}, the points are back`
    case 'ready':
      return `waits until ${collectByDay}`
    default:
      return 'on its way'
  }
}
