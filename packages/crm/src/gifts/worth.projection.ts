import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CustomerId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { GiftAllowanceGivenBack, GiftAllowanceTaken, GiftsEvent } from './events.js'

/** What the gifts of a person are worth, by year. */
export interface GiftsWorth {
  /** By year and currency, both ascending; a year without gifts is not there. */
  readonly years: ReadonlyArray<WorthOfYear>
}

/** Gifts of one calendar year in Hong Kong, by the day on which they were asked for. */
export interface WorthOfYear {
  readonly year: number
  readonly currency: Currency
  readonly gifts: number
  readonly minor: number
}

type Counting = GiftAllowanceTaken | GiftAllowanceGivenBack

const keyOf = ({ year, currency }: WorthOfYear): string =>
  `${String(year).padStart(4, '0')} ${currency}`

const byYear = (a: WorthOfYear, b: WorthOfYear): number => (keyOf(a) < keyOf(b) ? -1 : 1)

const added = (years: ReadonlyArray<WorthOfYear>, one: WorthOfYear): ReadonlyArray<WorthOfYear> => {
  const found = years.find((other) => keyOf(other) === keyOf(one))
  const gifts = one.gifts + (found?.gifts ?? 0)
  const minor = one.minor + (found?.minor ?? 0)
  const others = years.filter((other) => other !== found)
  return gifts === 0 && minor === 0 ? others : [...others, { ...one, gifts, minor }].sort(byYear)
}

const evolve = ({ years }: GiftsWorth, { type, onDay, worth }: Counting): GiftsWorth => {
  const sign = type === 'GiftAllowanceTaken' ? 1 : -1
  const { currency, minor } = worth
  const year = Number(onDay.slice(0, 4))
  return { years: added(years, { year, currency, gifts: sign, minor: sign * minor }) }
}

const isCounting = (event: GiftsEvent): event is Counting =>
  event.type === 'GiftAllowanceTaken' || event.type === 'GiftAllowanceGivenBack'

/** What each person has had in each year: what the limit of a year is held against. */
export const giftsWorth: Projection<CustomerId, GiftsWorth, GiftsEvent, Counting> = {
  name: 'gifts_worth',
  version: 1,
  types: ['GiftAllowanceTaken', 'GiftAllowanceGivenBack'],
  parts: ({ event }: LogEvent<GiftsEvent>) =>
    isCounting(event) ? [[event.customerId, event]] : [],
  initial: () => ({ years: [] }),
  evolve,
  combine: (views) => ({
    years: views.flatMap(({ years }) => years).reduce(added, [] as ReadonlyArray<WorthOfYear>),
  }),
  keyStandsInEvent: true,
}
