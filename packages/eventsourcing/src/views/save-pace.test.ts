import { expect, test } from 'vitest'
import { pauseAfter } from './save-pace.js'

test.each([
  [0, 1000],
  [33, 1000],
  [50, 1500],
  [160, 4800],
  [170, 5000],
  [10_000, 5000],
])('what took %i ms to save is saved again after %i', (took, pause) => {
  expect(pauseAfter(took)).toBe(pause)
})
