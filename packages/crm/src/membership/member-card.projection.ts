import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import { withMembers } from '../shared/copies.js'
import type { CardId, CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import type { MembershipEvent } from './events.js'

/** Who is a member of what, and when, and by which cards that is shown. */
export interface MemberCard {
  readonly programmeId?: ProgrammeId
  readonly customerId?: CustomerId
  readonly since?: CivilDate
  /** The last day, of a membership that was closed. */
  readonly until?: CivilDate
  /** In the order of their ids. */
  readonly cards: ReadonlyArray<Card>
}

/** A card: its number sealed, and whether it is in use. */
export interface Card {
  readonly cardId: CardId
  readonly number: Personal<string>
  readonly standing: 'active' | 'blocked' | 'replaced'
}

type CardEvent = Extract<MembershipEvent, { readonly type: (typeof types)[number] }>

const types = [
  'MembershipActivated',
  'MembershipClosed',
  'CardIssued',
  'CardReplaced',
  'CardBlocked',
] as const

const isOfMembership = (event: MembershipEvent): event is CardEvent =>
  (types as ReadonlyArray<string>).includes(event.type)

const byId = (a: Card, b: Card): number => (a.cardId < b.cardId ? -1 : 1)

// Of a card that was never issued nothing is known, so nothing changes; one that was replaced does not come back.
const withStanding = (
  cards: MemberCard['cards'],
  id: CardId,
  standing: 'blocked' | 'replaced',
): MemberCard['cards'] =>
  cards.map((card) =>
    card.cardId === id && card.standing !== 'replaced' ? { ...card, standing } : card,
  )

const evolve = (card: MemberCard, event: CardEvent): MemberCard => {
  const { programmeId, customerId } = event
  const known = withMembers(card, { programmeId, customerId })
  switch (event.type) {
    case 'MembershipActivated':
      return withMembers(known, { since: event.since })
    case 'MembershipClosed':
      return withMembers(known, { since: event.since, until: event.until })
    case 'CardIssued': {
      const { cardId, number } = event
      if (card.cards.some((one) => one.cardId === cardId)) return known
      return {
        ...known,
        cards: [...card.cards, { cardId, number, standing: 'active' as const }].sort(byId),
      }
    }
    case 'CardReplaced':
      return { ...known, cards: withStanding(card.cards, event.cardId, 'replaced') }
    case 'CardBlocked':
      return { ...known, cards: withStanding(card.cards, event.cardId, 'blocked') }
  }
}

/** The card of each membership. */
export const memberCard: Projection<MembershipId, MemberCard, MembershipEvent, CardEvent> = {
  name: 'member_card',
  version: 2,
  types,
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isOfMembership(event) ? [[event.membershipId, event]] : [],
  initial: () => ({ cards: [] }),
  evolve,
  occurredSafe: true,
}
