import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sideBySide } from './side-by-side.js'

test('no more pieces are under way than there is room for, and all of them are done at the end', () =>
  fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(20),
      async (s, limit, count) => {
        const work = sideBySide(limit)
        let underWay = 0
        let most = 0
        let ended = 0
        const all = async (): Promise<void> => {
          for (let i = 0; i < count; i++) {
            await work.begin(async () => {
              most = Math.max(most, ++underWay)
              await s.schedule(Promise.resolve())
              underWay--
              ended++
            })
          }
          await work.done()
        }
        await s.waitFor(all())
        expect(ended).toBe(count)
        expect(most).toBe(Math.min(limit, count))
      },
    ),
  ))

test('what a piece throws reaches the one who waits', async () => {
  const work = sideBySide(1)
  await work.begin(() => Promise.reject(new RangeError('a bug')))
  await expect(work.done()).rejects.toThrow(RangeError)
  await expect(work.begin(() => Promise.resolve())).rejects.toThrow(RangeError)
})
