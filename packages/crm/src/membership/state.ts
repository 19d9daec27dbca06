import type {
  MembershipActivated,
  MembershipClosed,
  MembershipEvent,
  ProgrammeRulesAdopted,
} from './events.js'

/** What decides the next command. A stream holds either the rules of a programme or one membership. */
export type Membership = NothingYet | Programme | Active | Closed

export interface NothingYet {
  readonly _tag: 'NothingYet'
}

export interface Programme {
  readonly _tag: 'Programme'
  /** In the order of their versions. */
  readonly adopted: ReadonlyArray<ProgrammeRulesAdopted>
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
export const initial: Membership = { _tag: 'NothingYet' }

/** What stands after an event. Total: an event that makes no sense leaves it as it was. */
export const evolve = (membership: Membership, event: MembershipEvent): Membership => {
  switch (event.type) {
    case 'ProgrammeRulesAdopted': {
      if (membership._tag === 'NothingYet') return { _tag: 'Programme', adopted: [event] }
      return membership._tag === 'Programme'
        ? { ...membership, adopted: [...membership.adopted, event] }
        : membership
    }
    case 'MembershipActivated':
      return membership._tag === 'NothingYet' ? { _tag: 'Active', activated: event } : membership
    case 'MembershipClosed':
      return membership._tag === 'Active'
        ? { _tag: 'Closed', activated: membership.activated, closed: event }
        : membership
  }
}
