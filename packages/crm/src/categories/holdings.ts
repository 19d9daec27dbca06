// Who belongs to what on which day: the one place where words, rules and exclusive groups meet. State and views fold by it.
import { type CivilDate, plusDays } from '../shared/civil-date.js'
import { present, withMembers } from '../shared/copies.js'
import type { CategoryId, Code, CustomerId } from '../shared/ids.js'
import type { CategoryAssigned, CategoryEntry } from './events.js'

/** How a customer stands to one category. */
export interface Holding {
  readonly customerId: CustomerId
  readonly categoryId: CategoryId
  readonly exclusiveGroup?: Code
  /** What somebody has said; it goes before the rule on its days. */
  readonly word?: Word
  /** What the rule has said last. */
  readonly stay?: Stay
}

export type Word = Pick<CategoryAssigned, 'as' | 'fromDay' | 'toDay' | 'version' | 'reasonCode'>

export interface Stay {
  readonly fromDay: CivilDate
  /** The first day on which it is over; absent as long as it goes on. */
  readonly untilDay?: CivilDate
  readonly ruleVersion: number
}

/** Says whether a word counts on a day. */
const covers = ({ fromDay, toDay }: Word, day: CivilDate): boolean =>
  fromDay <= day && (toDay === undefined || day <= toDay)

/** Says whether a stay is not over on a day: one whose end lies ahead may still end earlier. */
export const goesOn = (stay: Stay | undefined, day: CivilDate): boolean => {
  if (stay === undefined) return false
  const { fromDay, untilDay } = stay
  return untilDay === undefined || (day < untilDay && fromDay < untilDay)
}

const staysOn = (stay: Stay | undefined, day: CivilDate): boolean =>
  stay !== undefined && stay.fromDay <= day && goesOn(stay, day)

/** Says whether a customer belongs to the category on a day: an exclusion goes first, then an assignment, then the rule. */
export const belongsOn = ({ word, stay }: Holding, day: CivilDate): boolean =>
  word !== undefined && covers(word, day) ? word.as === 'member' : staysOn(stay, day)

const isOf = (
  holding: Holding,
  { customerId, categoryId }: Pick<Holding, 'customerId' | 'categoryId'>,
): boolean => holding.customerId === customerId && holding.categoryId === categoryId

/** How the customer of these holdings stands to a category. */
export const holdingOf = (
  holdings: ReadonlyArray<Holding>,
  of: Pick<Holding, 'customerId' | 'categoryId'>,
): Holding =>
  holdings.find((one) => isOf(one, of)) ?? {
    customerId: of.customerId,
    categoryId: of.categoryId,
  }

// A word ends with the day before; one that has not begun by then never was.
const cutShort = (word: Word | undefined, onDay: CivilDate): Word | undefined => {
  if (word === undefined || word.fromDay >= onDay) return undefined
  return word.toDay !== undefined && word.toDay < onDay
    ? word
    : { ...word, toDay: plusDays(onDay, -1) }
}

const withEvent = (holding: Holding, event: CategoryEntry): Holding => {
  const { word: _, ...withoutWord } = holding
  switch (event.type) {
    case 'CategoryAssigned': {
      const { as, fromDay, toDay, version, reasonCode, exclusiveGroup } = event
      const word: Word = {
        as,
        fromDay,
        ...(toDay === undefined ? {} : { toDay }),
        version,
        reasonCode,
      }
      return withMembers(holding, present({ exclusiveGroup, word }))
    }
    case 'CategoryUnassigned': {
      const word = cutShort(holding.word, event.onDay)
      return word === undefined ? withoutWord : { ...withoutWord, word }
    }
    case 'CategoryEntered': {
      const { exclusiveGroup, onDay: fromDay, ruleVersion } = event
      const stay: Stay = { fromDay, ruleVersion }
      return withMembers(holding, present({ exclusiveGroup, stay }))
    }
    case 'CategoryLeft':
      return holding.stay === undefined
        ? holding
        : { ...holding, stay: withMembers(holding.stay, { untilDay: event.onDay }) }
  }
}

const keyOf = ({ categoryId, customerId }: Holding): string => `${categoryId} ${customerId}`

/** The order in which holdings are kept. */
export const inOrder = (a: Holding, b: Holding): number => (keyOf(a) < keyOf(b) ? -1 : 1)

/** The holdings after an event. Total: nothing ends that has not begun. */
export const withEntry = (
  holdings: ReadonlyArray<Holding>,
  event: CategoryEntry,
): ReadonlyArray<Holding> => {
  const before = holdingOf(holdings, event)
  const others = holdings.filter((one) => !isOf(one, event))
  return [...others, withEvent(before, event)].sort(inOrder)
}

interface Days {
  readonly fromDay: CivilDate
  readonly toDay?: CivilDate
}

const overlap = (a: Days, b: Days): boolean =>
  (a.toDay === undefined || b.fromDay <= a.toDay) && (b.toDay === undefined || a.fromDay <= b.toDay)

const membershipOf = ({ word }: Holding): Days | undefined =>
  word?.as === 'member' ? word : undefined

const daysOf = ({ stay }: Holding): Days | undefined => {
  if (stay === undefined) return undefined
  const { fromDay, untilDay } = stay
  if (untilDay === undefined) return { fromDay }
  return untilDay <= fromDay ? undefined : { fromDay, toDay: plusDays(untilDay, -1) }
}

/** The others of a group that a customer was assigned to, or is in by a rule, on any of these days. */
export const othersOn = (
  holdings: ReadonlyArray<Holding>,
  { categoryId, exclusiveGroup }: Pick<Holding, 'categoryId' | 'exclusiveGroup'>,
  days: Days,
): { readonly assigned: ReadonlyArray<Holding>; readonly byRule: ReadonlyArray<Holding> } => {
  const others = holdings.filter(
    (one) =>
      exclusiveGroup !== undefined &&
      one.exclusiveGroup === exclusiveGroup &&
      one.categoryId !== categoryId,
  )
  const among = (of: (holding: Holding) => Days | undefined): ReadonlyArray<Holding> =>
    others.filter((one) => {
      const its = of(one)
      return its !== undefined && overlap(its, days)
    })
  return { assigned: among(membershipOf), byRule: among(daysOf) }
}
