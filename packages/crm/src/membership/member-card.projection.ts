import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import { appended, present, withMembers } from '../shared/copies.js'
import { covers, type Gap } from '../shared/coverage.js'
import type { CardId, CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import {
  type MembershipStanding,
  standingTypes,
  type ToldMembership,
  toldAfter,
} from '../shared/membership-standing.js'
import type { CardBlocked, CardIssued, CardReplaced, MembershipEvent } from './events.js'

/** Who is a member of what, and when, and by which cards that is shown. */
export interface MemberCard {
  readonly programmeId?: ProgrammeId
  readonly customerId?: CustomerId
  /** The first day; absent until the membership has begun. */
  readonly since?: CivilDate
  /** The last day that it was given for; absent where it has no end. */
  readonly through?: CivilDate
  /** The last day, of a membership that was closed. */
  readonly until?: CivilDate
  /** Days without membership in between, such as those on which it rested; absent where there are none. */
  readonly gaps?: ReadonlyArray<Gap>
  /** What has been told; absent until the membership has begun. Which days count, `isMemberOn` says. */
  readonly standing?: MembershipStanding
  /** In the order of their ids. */
  readonly cards: ReadonlyArray<Card>
}

/** A card: its number sealed, and whether it is in use. */
export interface Card {
  readonly cardId: CardId
  readonly number: Personal<string>
  readonly standing: 'active' | 'blocked' | 'replaced'
}

type OfCard = CardIssued | CardReplaced | CardBlocked
type CardEvent = Extract<MembershipEvent, { readonly type: (typeof types)[number] }>

const types = [...standingTypes, 'CardIssued', 'CardReplaced', 'CardBlocked'] as const

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

const isOfCard = (event: CardEvent): event is OfCard => 'cardId' in event

const cardsAfter = (cards: MemberCard['cards'], event: OfCard): MemberCard['cards'] => {
  const { cardId } = event
  switch (event.type) {
    case 'CardIssued':
      return cards.some((one) => one.cardId === cardId)
        ? cards
        : appended(cards, { cardId, number: event.number, standing: 'active' as const }).sort(byId)
    case 'CardReplaced':
      return withStanding(cards, cardId, 'replaced')
    case 'CardBlocked':
      return withStanding(cards, cardId, 'blocked')
  }
}

const toldOf = ({
  since,
  through,
  until,
  gaps,
  standing,
}: MemberCard): ToldMembership | undefined =>
  since === undefined || standing === undefined
    ? undefined
    : present({ since, through, until, gaps, standing })

const evolve = (card: MemberCard, event: CardEvent): MemberCard => {
  const { programmeId, customerId } = event
  const of = { programmeId, customerId }
  if (!isOfCard(event)) {
    return withMembers(withMembers(of, toldAfter(toldOf(card), event) ?? {}), { cards: card.cards })
  }
  return withMembers(withMembers(of, toldOf(card) ?? {}), { cards: cardsAfter(card.cards, event) })
}

/**
 * Whether a day lies in the membership of a card: nobody need have sent anything for one that has run out, and one that was
 * closed goes on through its last day.
 */
export const isMemberOn = (card: MemberCard, day: CivilDate): boolean => {
  const told = toldOf(card)
  return told !== undefined && covers(told, day)
}

/** The card of each membership. */
export const memberCard: Projection<MembershipId, MemberCard, MembershipEvent, CardEvent> = {
  name: 'member_card',
  version: 3,
  types,
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isOfMembership(event) ? [[event.membershipId, event]] : [],
  initial: () => ({ cards: [] }),
  evolve,
  occurredSafe: true,
}
