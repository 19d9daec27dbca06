import fc from 'fast-check'
import { expect, test } from 'vitest'
import { civilDate } from '../shared/civil-date.js'
import type { AwardId, LotId } from '../shared/ids.js'
import { type Lot, lotOf } from './lot.js'
import {
  type AwardedLots,
  allLots,
  byLotId,
  type Lots,
  lotIn,
  noLots,
  putLots,
  withAwarded,
} from './lots.js'

const earnedOn = civilDate('2024-01-01')
const lastDay = civilDate('2024-12-31')
const later = civilDate('2024-02-01')

interface Drawn {
  readonly sizes: ReadonlyArray<number>
  readonly isLate: boolean
  readonly rolls: boolean
}

// How many awards of how many lots come, and of which lots something is taken after each.
const steps = fc.array(
  fc.record({
    sizes: fc.array(fc.nat(12), { maxLength: 6 }),
    isLate: fc.boolean(),
    rolls: fc.boolean(),
    taken: fc.array(fc.nat(500), { maxLength: 8 }),
  }),
  { maxLength: 12 },
)

// Ids that do not come in the order in which they are made.
const idOf = (n: number): LotId => `${((n * 7919) % 1000).toString(16)}-${n}` as LotId

const awardOf = (
  award: number,
  from: number,
  size: number,
  { isLate, rolls }: Drawn,
): AwardedLots => ({
  lots: Array.from({ length: size }, (_, n) => ({
    lotId: idOf(from + n),
    points: 1 + n,
    ...(isLate ? { availableOn: later } : {}),
    ...(n % 3 === 0 ? {} : { lastDay }),
  })).sort(byLotId),
  of: {
    awardId: `award-${award}` as AwardId,
    earnedOn,
    group: rolls ? 1 : undefined,
    onDay: earnedOn,
  },
})

// Written out from the words of the event, and not by the code under test.
const expectedOf = ({ lots, of: { awardId, group } }: AwardedLots): ReadonlyArray<Lot> =>
  lots.map(({ lotId, points, lastDay: day, availableOn }) =>
    lotOf(
      {
        lotId,
        points,
        earnedOn,
        awardId,
        group,
        availableOn,
        lastDay: group === undefined ? day : undefined,
      },
      earnedOn,
    ),
  )

const sorted = (lots: Iterable<Lot>): ReadonlyArray<Lot> =>
  [...lots].sort((a, b) => (a.lotId < b.lotId ? -1 : 1))

test('lots say what a map of them says, and all older ones still say what they said', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const map = new Map<LotId, Lot>()
      let lots: Lots = noLots
      let made = 0
      let awards = 0
      const older: (readonly [Lots, ReadonlyMap<LotId, Lot>])[] = []
      for (const step of all) {
        for (const size of step.sizes) {
          const award = awardOf(awards++, made, size, step)
          made += size
          lots = withAwarded(lots, award)
          for (const lot of expectedOf(award)) map.set(lot.lotId, lot)
        }
        const spent = step.taken.flatMap((n) => {
          const lot = map.get(idOf(n % Math.max(1, made)))
          return lot === undefined ? [] : [{ ...lot, available: 0, spent: lot.points }]
        })
        lots = putLots(lots, spent)
        for (const lot of spent) map.set(lot.lotId, lot)
        older.push([lots, new Map(map)])
      }
      for (const [then, expected] of older) {
        for (const lotId of map.keys()) expect(lotIn(then, lotId)).toEqual(expected.get(lotId))
        expect(sorted(allLots(then))).toEqual(sorted(expected.values()))
      }
      expect(lotIn(lots, 'nobody' as LotId)).toBeUndefined()
    }),
  )
})

test('however many awards there are, their lots stand in few lists', () => {
  let lots = noLots
  for (let award = 0; award < 5000; award++) {
    lots = withAwarded(lots, awardOf(award, award, 1, { sizes: [], isLate: false, rolls: false }))
  }
  expect(lots.awarded.length).toBeLessThanOrEqual(Math.ceil(Math.log2(5000)))
  expect(allLots(lots)).toHaveLength(5000)
})
