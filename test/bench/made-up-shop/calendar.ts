import type { CivilDate } from '@patina/crm'
import type { Instant } from '@patina/eventsourcing'

const first = Date.UTC(2024, 0, 1)
const dayMs = 86_400_000
const dayCount = 730

const textOf = (ms: number): string => new Date(ms).toISOString()

/** The days that the shop of the benchmark is open: two years. */
export const days: ReadonlyArray<CivilDate> = Array.from(
  { length: dayCount },
  (_, day) => textOf(first + day * dayMs).slice(0, 10) as CivilDate,
)

/** The last day of the month a year after each of them. */
export const expiries: ReadonlyArray<CivilDate> = days.map((day) => {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return textOf(Date.UTC(year + 1, month, 0)).slice(0, 10) as CivilDate
})

/** A moment of a day, by the share of its opening hours that has passed. */
export const momentOf = (day: CivilDate, share: number): Instant => {
  const ms = Math.floor(share * 12 * 3_600_000)
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0')
  const time = `${two(8 + ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`
  return `${day}T${time}.${String(ms % 1000).padStart(3, '0')}Z` as Instant
}
