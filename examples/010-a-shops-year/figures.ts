// How figures are written on the screen.
import type { Instant } from '@patina/eventsourcing'

/** How many entries of a long list are shown. */
export const shownEntries = 12

/** `1,234` */
export const whole = (value: number): string => value.toLocaleString('en-GB')

/** `+1,234` */
export const signed = (value: number): string => (value > 0 ? `+${whole(value)}` : whole(value))

/** `£1,234.56`, with a minus before the sign. */
export const pounds = (minor: number): string => {
  const text = (Math.abs(minor) / 100).toLocaleString('en-GB', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  return `${minor < 0 ? '-' : ''}£${text}`
}

/** The day that figures are of. */
export const dayOf = (at: Instant | undefined): string => at?.slice(0, 10) ?? 'today'

/** A line for what is not shown. */
export const more = (all: number, shown: number): ReadonlyArray<string> =>
  all > shown ? [`… and ${whole(all - shown)} more`] : []

/** The name of an event in words: `membership lapsed`. For what has none of its own here. */
export const wordsOf = (name: string): string =>
  name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
