// Those who wait, tested by themselves: whoever is answered and not forgotten would keep a runner from ever pausing.
import { describe, expect, test } from 'vitest'
import type { Position } from './index.js'
import { createWaiters } from './waiters.js'

const at = (place: string): Position => place as Position

describe('those who wait', () => {
  test('are answered when their time has come, once, and then no longer counted', async () => {
    const waiters = createWaiters<string>({ ms: 60_000, inVain: () => Promise.resolve(undefined) })
    const early = waiters.wait('jars', at('1'))
    const late = waiters.wait('jars', at('3'))
    const other = waiters.wait('shelves', at('1'))
    expect(waiters.count()).toBe(3)
    expect([...waiters.names((_, position) => position <= '1')]).toEqual(['jars', 'shelves'])
    expect([...waiters.names((name, position) => name === 'jars' && position === '3')]).toEqual([
      'jars',
    ])
    expect(waiters.names(() => false).size).toBe(0)
    const asked: string[] = []
    const reached = (limit: string) => (name: string, position: Position) => {
      asked.push(`${name} ${position}`)
      return name === 'jars' && position <= limit ? `${name} at ${limit}` : undefined
    }
    waiters.check(reached('2'))
    expect(await early).toBe('jars at 2')
    expect(waiters.count()).toBe(2)
    waiters.check(reached('4'))
    expect(await late).toBe('jars at 4')
    expect(waiters.count()).toBe(1)
    expect(asked.filter((one) => one === 'jars 1')).toHaveLength(1)
    waiters.check(() => 'closed')
    expect(await other).toBe('closed')
    expect(waiters.count()).toBe(0)
  })
})
