import { Temporal } from '@js-temporal/polyfill'
import { type Instant, instantOf } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, instantAt, isZone, latestDayAt, zone } from './zone.js'

const at = (text: string): Instant => text as Instant
const oracle = (instant: string, name: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(name).toPlainDate().toString()

describe('a zone', () => {
  test.each(['Asia/Hong_Kong', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT-14'])(
    'is %s',
    (name) => {
      expect(isZone(name)).toBe(true)
      expect(zone(name)).toBe(name)
    },
  )

  test.each([
    'Asia/Hongkong',
    'asia/hong_kong',
    '+08:00',
    '',
    'HKT ',
    '../etc/passwd',
    'x'.repeat(100),
    8,
    null,
  ])('is not %s', (name) => {
    expect(isZone(name)).toBe(false)
  })

  test('is demanded: another text is a bug', () => {
    expect(() => zone('Hong Kong')).toThrow(TypeError)
  })
})

describe('the day at an instant', () => {
  test('begins at midnight of the zone, not of the server [L14]', () => {
    const hongKong = zone('Asia/Hong_Kong')
    expect(dayOf(at('2024-06-01T15:59:59.999Z'), hongKong)).toBe('2024-06-01')
    expect(dayOf(at('2024-06-01T16:00:00.000Z'), hongKong)).toBe('2024-06-02')
    expect(dayOf(at('2024-06-01T03:59:59.999Z'), zone('America/New_York'))).toBe('2024-05-31')
  })

  test('is right where clocks go back over midnight, days are left out and offsets have seconds', () => {
    const stJohns = zone('America/St_Johns')
    for (let minute = 0; minute < 180; minute++) {
      const instant = instantOf(Date.UTC(2006, 9, 29, 1) + minute * 60_000)
      expect(dayOf(instant, stJohns)).toBe(oracle(instant, stJohns))
    }
    expect(dayOf(at('2011-12-30T09:59:59.999Z'), zone('Pacific/Apia'))).toBe('2011-12-29')
    expect(dayOf(at('2011-12-30T10:00:00.000Z'), zone('Pacific/Apia'))).toBe('2011-12-31')
    expect(dayOf(at('1972-01-07T00:44:29.000Z'), zone('Africa/Monrovia'))).toBe('1972-01-06')
    expect(dayOf(at('1500-06-01T16:30:00.000Z'), zone('Asia/Hong_Kong'))).toBe(
      oracle('1500-06-01T16:30:00Z', 'Asia/Hong_Kong'),
    )
  })

  test('agrees with the time zone database, in whatever order it is asked', () => {
    const zones = [
      'Asia/Hong_Kong',
      'Europe/London',
      'America/New_York',
      'Pacific/Apia',
      'Africa/Monrovia',
    ]
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1890, 0, 1), max: Date.UTC(2060, 0, 1) }),
        fc.constantFrom(...zones),
        (milliseconds, name) => {
          const instant = instantOf(milliseconds)
          expect(dayOf(instant, zone(name))).toBe(oracle(instant, name))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('stays within the days that can be named', () => {
    expect(dayOf(at('0000-06-01T00:00:00.000Z'), zone('UTC'))).toBe('0001-01-01')
    expect(dayOf(at('9999-12-31T23:00:00.000Z'), zone('Asia/Hong_Kong'))).toBe('9999-12-31')
    expect(latestDayAt(at('9999-12-31T23:00:00.000Z'))).toBe('9999-12-31')
  })

  test('is never after the latest day on earth', () => {
    expect(latestDayAt(at('2024-06-01T10:00:00.000Z'))).toBe('2024-06-02')
    expect(latestDayAt(at('2024-06-01T09:59:59.999Z'))).toBe('2024-06-01')
  })
})

describe('the instant at which clocks show a time', () => {
  const oracleAt = (local: string, name: string): number =>
    Temporal.PlainDateTime.from(local).toZonedDateTime(name).epochMilliseconds
  const localOf = (milliseconds: number): string =>
    new Date(milliseconds).toISOString().slice(0, 19)

  test('is that of Temporal, wherever and whenever', () => {
    const names = ['Europe/London', 'Asia/Hong_Kong', 'America/St_Johns', 'Pacific/Apia', 'UTC']
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.integer({ min: Date.UTC(1930, 0), max: Date.UTC(2040, 0) }),
        (name, milliseconds) => {
          const local = localOf(milliseconds)
          expect(Date.parse(instantAt(local, zone(name)))).toBe(oracleAt(local, name))
        },
      ),
    )
  })

  test.each([
    ['Europe/London', Date.UTC(2011, 2, 27, 0)],
    ['Europe/London', Date.UTC(2011, 9, 30, 0)],
    ['America/St_Johns', Date.UTC(2006, 9, 29, 0)],
    ['Pacific/Apia', Date.UTC(2011, 11, 29, 23)],
  ])('is that of Temporal in %s where clocks go forward or back', (name, from) => {
    for (let minute = 0; minute < 26 * 60; minute += 5) {
      const local = localOf(from + minute * 60_000)
      expect([local, Date.parse(instantAt(local, zone(name)))]).toEqual([
        local,
        oracleAt(local, name),
      ])
    }
  })
})
