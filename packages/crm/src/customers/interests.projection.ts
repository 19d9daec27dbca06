import type { LogEvent, Position, Projection } from '@patina/eventsourcing'
import type { CustomerId, EventId, NeedId } from '../shared/ids.js'
import type {
  AccuracyConfirmed,
  AccuracyDoubted,
  Correction,
  NeedClosed,
  NeedOutcome,
  NeedRecorded,
  OccasionRecorded,
  PreferenceStated,
  StatementRetracted,
} from './events.js'

/** What a customer likes, looks for and keeps in mind, as it stands: what is personal in it stays sealed. */
export interface Interests {
  /** In the order in which they were stated; one that was corrected stands where its correction does. */
  readonly preferences: ReadonlyArray<StatedPreference>
  readonly needs: ReadonlyArray<StatedNeed>
  readonly occasions: ReadonlyArray<StatedOccasion>
  /** The statements whose accuracy is in doubt, in the order of their ids: their values are not served. */
  readonly doubted: ReadonlyArray<EventId>
}

interface Placed {
  readonly statedAt: Position
}

type StatementOf<Event> = Omit<Event, 'type' | 'customerId' | 'correction'> & Placed

export interface StatedPreference extends StatementOf<PreferenceStated> {}

export interface StatedNeed extends StatementOf<NeedRecorded> {
  /** How it ended; absent as long as it is open. */
  readonly end?: NeedEnd
}

export interface NeedEnd extends Pick<NeedClosed, 'saleId'> {
  readonly outcome: NeedOutcome
}

export interface StatedOccasion extends StatementOf<OccasionRecorded> {}

/** The events that interests follow from. */
export type InterestsEvent =
  | PreferenceStated
  | NeedRecorded
  | NeedClosed
  | OccasionRecorded
  | StatementRetracted
  | AccuracyDoubted
  | AccuracyConfirmed

type Placeable = Placed & { readonly eventId: EventId }

const inOrder = (a: Placeable, b: Placeable): number =>
  a.statedAt === b.statedAt ? (a.eventId < b.eventId ? -1 : 1) : a.statedAt < b.statedAt ? -1 : 1

const without = <A extends { readonly eventId: EventId }>(
  all: ReadonlyArray<A>,
  of: EventId | undefined,
): ReadonlyArray<A> => all.filter(({ eventId }) => eventId !== of)

const said = <
  Event extends {
    readonly type: string
    readonly customerId: CustomerId
    readonly correction?: Correction
  },
>(
  { type: _, customerId: __, correction: ___, ...statement }: Event,
  statedAt: Position,
) => ({ ...statement, statedAt })

const closed = (
  needs: ReadonlyArray<StatedNeed>,
  { needId, outcome, saleId }: NeedClosed,
): ReadonlyArray<StatedNeed> => {
  const end: NeedEnd = { outcome, ...(saleId === undefined ? {} : { saleId }) }
  const isIt = (need: { readonly needId: NeedId }): boolean => need.needId === needId
  return needs.map((need) => (isIt(need) ? { ...need, end } : need))
}

const evolve = (interests: Interests, { event, position }: LogEvent<InterestsEvent>): Interests => {
  const { preferences, needs, occasions, doubted } = interests
  switch (event.type) {
    case 'PreferenceStated': {
      const others = without(preferences, event.correction?.of)
      return { ...interests, preferences: [...others, said(event, position)] }
    }
    case 'NeedRecorded': {
      const others = without(needs, event.correction?.of)
      return { ...interests, needs: [...others, said(event, position)] }
    }
    case 'NeedClosed':
      return { ...interests, needs: closed(needs, event) }
    case 'OccasionRecorded': {
      const others = without(occasions, event.correction?.of)
      return { ...interests, occasions: [...others, said(event, position)] }
    }
    case 'StatementRetracted':
      return {
        ...interests,
        preferences: without(preferences, event.of),
        occasions: without(occasions, event.of),
      }
    case 'AccuracyDoubted':
      return { ...interests, doubted: [...doubted, event.of].sort() }
    case 'AccuracyConfirmed':
      return { ...interests, doubted: doubted.filter((of) => of !== event.of) }
  }
}

const none: Interests = { preferences: [], needs: [], occasions: [], doubted: [] }

const joined = (a: Interests, b: Interests): Interests => ({
  preferences: [...a.preferences, ...b.preferences].sort(inOrder),
  needs: [...a.needs, ...b.needs].sort(inOrder),
  occasions: [...a.occasions, ...b.occasions].sort(inOrder),
  doubted: [...a.doubted, ...b.doubted].sort(),
})

/** The interests of each customer. Who serves a customer reads them as they stand by now; nobody decides on them. */
export const interests: Projection<CustomerId, Interests, InterestsEvent> = {
  name: 'customer_interests',
  version: 1,
  types: [
    'PreferenceStated',
    'NeedRecorded',
    'NeedClosed',
    'OccasionRecorded',
    'StatementRetracted',
    'AccuracyDoubted',
    'AccuracyConfirmed',
  ],
  parts: (recorded) => [[recorded.event.customerId, recorded]],
  initial: () => none,
  evolve,
  combine: (members) => members.reduce(joined),
}
