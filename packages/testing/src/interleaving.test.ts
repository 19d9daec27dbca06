import { inMemoryEventStore } from '@patina/eventsourcing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, newEvents, newStream, readWhole, write } from './event-store/writing.js'
import { losingAnswers, scheduledStore, withoutExpectations } from './interleaving.js'

test('a scheduler finds both orders of two appends', async () => {
  const firsts = new Set<string>()
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const store = inMemoryEventStore()
    const stream = newStream()
    const racing = ['a', 'b'].map((name) => {
      const events = newEvents(1).map((event) => ({ ...event, type: name }))
      return append(scheduledStore(store, scheduler, name), stream, 'any', events)
    })
    await scheduler.waitFor(Promise.all(racing))
    firsts.add((await readWhole(store, stream))[0]?.type ?? '')
  })
  await fc.assert(property)
  expect([...firsts].toSorted()).toEqual(['a', 'b'])
})

test('without expectations every append goes through', async () => {
  const store = withoutExpectations(inMemoryEventStore())
  const stream = newStream()
  await write(store, stream, 7, newEvents(1))
  expect((await write(store, stream, 'none', newEvents(1))).revision).toBe(1)
})

test('an answer that is lost is the answer to something that was stored', async () => {
  const store = inMemoryEventStore()
  const stream = newStream()
  const answers = [true, false]
  const behindALink = losingAnswers(store, () => answers.shift() ?? false)
  expect(await append(behindALink, stream, 'none', newEvents(1))).toMatchObject({
    left: { outcome: 'unknown' },
  })
  expect(await append(behindALink, stream, 0, newEvents(1))).toMatchObject({
    right: { revision: 1 },
  })
  expect(await readWhole(store, stream)).toHaveLength(2)
})
