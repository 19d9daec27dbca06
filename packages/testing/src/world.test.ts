import { expect, test } from 'vitest'
import { inWorld, worlds } from './world.js'

test('in another world clock, chance and zone are other ones, and afterwards they are as before', () => {
  const before = [
    Date,
    Date.now,
    Math.random,
    performance.now,
    process.env['TZ'],
    new Date(0).getTimezoneOffset(),
  ]
  for (const world of worlds) {
    inWorld(world, () => {
      expect(new Date().toISOString()).toBe(new Date(world.now).toISOString())
      expect(Date.now()).toBeGreaterThan(world.now)
      expect(new Date(5).getTime()).toBe(5)
      expect(new Date() instanceof Date).toBe(true)
      expect(Math.random()).toBe(world.chance)
    })
    expect(() =>
      inWorld(world, () => {
        throw new Error('bang')
      }),
    ).toThrow('bang')
  }
  const after = [
    Date,
    Date.now,
    Math.random,
    performance.now,
    process.env['TZ'],
    new Date(0).getTimezoneOffset(),
  ]
  expect(after).toEqual(before)
})

test('worlds have different days at the same moment', () => {
  const days = worlds.map((world) =>
    inWorld(world, () => new Date('2026-03-01T11:00:00.000Z').getDate()),
  )
  expect(new Set(days).size).toBeGreaterThan(1)
})
