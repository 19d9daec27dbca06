// What rules ask of a customer, by what has happened.
import type { CivilDate } from '../shared/civil-date.js'
import type { EventId, ProgrammeId, ReturnId, SaleId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { Holding } from './holdings.js'
import type { ComparedFact } from './rule.js'

/** What rules ask of a customer: nothing of it is personal, and each fact names the events that made it. */
export interface CustomerFacts {
  readonly known: ReadonlyArray<KnownFact>
  readonly registered?: KnownDay
  /** In the order in which they were recorded. */
  readonly purchases: ReadonlyArray<Purchase>
  /** In the order in which they were recorded. */
  readonly returns: ReadonlyArray<GoodsBack>
  /** By programme, in the order of days. */
  readonly tiers: ReadonlyArray<KnownTier>
  readonly holdings: ReadonlyArray<Holding>
}

export interface KnownFact {
  readonly fact: ComparedFact
  readonly value: string
  readonly eventId: EventId
}

export interface KnownDay {
  readonly day: CivilDate
  readonly eventId: EventId
}

/** A sale and what is left of it. */
export interface Purchase {
  readonly saleId: SaleId
  readonly soldOn: CivilDate
  readonly currency: Currency
  readonly units: number
  readonly netMinor: number
  /** The sale and everything that took something of it back. */
  readonly because: ReadonlyArray<EventId>
}

/** What one document took back of one sale, or of none that anybody found. */
export interface GoodsBack {
  readonly returnId: ReturnId
  readonly returnedOn: CivilDate
  readonly currency: Currency
  readonly units: number
  readonly refundMinor: number
  /** No where no sale was found: then no purchase is less by it. */
  readonly isOfSale: boolean
  readonly eventId: EventId
}

/** The tier that a customer has in a programme from a day on; absent where there is none. */
export interface KnownTier {
  readonly programmeId: ProgrammeId
  readonly fromDay: CivilDate
  readonly tier?: string
  readonly eventId: EventId
}
