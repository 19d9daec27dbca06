import type { Position } from '@patina/eventsourcing'
import { expect, test } from 'vitest'
import { market, staffId, storeId } from '../shared/ids.js'
import type { ProfileName } from './person.js'
import { unpinned } from './pinned.js'
import { profile } from './profile.projection.js'

const at = (place: number): Position => String(place).padStart(4, '0') as Position
const name = (role: ProfileName['role'], script: ProfileName['script'], place: number) =>
  ({ role, script, statedAt: at(place) }) as ProfileName
const [legal, latin, preferred] = [
  name('legal', 'Hant', 3),
  name('legal', 'Latn', 2),
  name('preferred', 'Hant', 3),
]
const whole = {
  ...profile.initial('' as never),
  market: { value: market('Hong Kong'), statedAt: at(3) },
  status: { value: 'active' as const, statedAt: at(3) },
  owner: {
    value: { ownerId: staffId('staff-1'), storeId: storeId('HK1') },
    statedAt: at(3),
  },
  names: [legal, latin, preferred],
}

test('what is pinned to another is left out as it was stated up to the pin, and nothing else is', () => {
  expect(unpinned(whole, 'market', at(2))).toEqual(whole)
  const { market: _, ...withoutMarket } = whole
  expect(unpinned(whole, 'market', at(3))).toEqual(withoutMarket)
  const { status: __, ...withoutStatus } = whole
  expect(unpinned(whole, 'status', at(9))).toEqual(withoutStatus)
  const { owner: ___, ...withoutOwner } = whole
  expect(unpinned(whole, 'owner', at(3))).toEqual(withoutOwner)
  expect(unpinned(whole, 'owner', at(2))).toEqual(whole)
  expect(unpinned(whole, 'name legal Hant', at(3)).names).toEqual([latin, preferred])
  expect(unpinned(whole, 'turnover', at(9))).toEqual(whole)
})
