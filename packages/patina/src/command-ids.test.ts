import { newId, streamName } from '@patina/eventsourcing'
import { expect, test } from 'vitest'
import { createCommandIds } from './command-ids.js'

const stream = () => streamName('till', newId())

test('ids of commands are remembered with their streams, the latest so many', () => {
  const ids = createCommandIds(2)
  const [here, there] = [stream(), stream()]
  const used = () => ['a', 'b', 'c'].filter((id) => ids.conflict(id, there) !== undefined)
  expect(used()).toEqual([])
  ids.carriedOut('a', here)
  ids.carriedOut('b', here)
  expect(used()).toEqual(['a', 'b'])
  expect(ids.conflict('a', here)).toBeUndefined()
  // Used again, it is the latest.
  ids.carriedOut('a', here)
  ids.carriedOut('c', here)
  expect(used()).toEqual(['a', 'c'])
})
