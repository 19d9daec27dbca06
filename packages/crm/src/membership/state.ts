import type { CardId } from '../shared/ids.js'
import type {
  MembershipActivated,
  MembershipClosed,
  MembershipEvent,
  ProgrammeRulesAdopted,
} from './events.js'

/** What decides the next command: the rules of a programme, or one membership. A stream holds one of the two. */
export interface Membership {
  /** In the order of their versions. */
  readonly adopted: ReadonlyArray<ProgrammeRulesAdopted>
  readonly standing: Standing
  /** Every card that there ever was. Of its number nothing. */
  readonly cards: ReadonlyMap<CardId, CardStanding>
}

export type CardStanding = 'active' | 'blocked' | 'replaced'

export type Standing = NoMember | Active | Closed

export interface NoMember {
  readonly _tag: 'NoMember'
}

export interface Active {
  readonly _tag: 'Active'
  readonly activated: MembershipActivated
}

export interface Closed {
  readonly _tag: 'Closed'
  readonly activated: MembershipActivated
  readonly closed: MembershipClosed
}

/** A programme without rules, a customer who is no member. */
export const initial: Membership = {
  adopted: [],
  standing: { _tag: 'NoMember' },
  cards: new Map(),
}

/** What stands after an event. Total: an event that makes no sense leaves it as it was. */
export const evolve = (membership: Membership, event: MembershipEvent): Membership => {
  const { adopted, standing, cards } = membership
  switch (event.type) {
    case 'ProgrammeRulesAdopted':
      return { ...membership, adopted: [...adopted, event] }
    case 'MembershipActivated':
      return standing._tag === 'NoMember'
        ? { ...membership, standing: { _tag: 'Active', activated: event } }
        : membership
    case 'MembershipClosed':
      return standing._tag === 'Active'
        ? {
            ...membership,
            standing: { _tag: 'Closed', activated: standing.activated, closed: event },
          }
        : membership
    case 'CardIssued':
      return cards.has(event.cardId) ? membership : withCard(membership, event.cardId, 'active')
    // A card that was never issued cannot change, and one that was replaced does not come back.
    case 'CardReplaced':
      return cards.has(event.cardId) ? withCard(membership, event.cardId, 'replaced') : membership
    case 'CardBlocked':
      return cards.get(event.cardId) === 'active'
        ? withCard(membership, event.cardId, 'blocked')
        : membership
  }
}

const withCard = (membership: Membership, id: CardId, standing: CardStanding): Membership => ({
  ...membership,
  cards: new Map(membership.cards).set(id, standing),
})
