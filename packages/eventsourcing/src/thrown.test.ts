import { describe, expect, test } from 'vitest'
import { thrownBy } from './thrown.js'

const secret = 'Anybody at 9123 4567'
const caught = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}
const throwing = (message: string): never => {
  throw new RangeError(message)
}

describe('what was thrown', () => {
  test('is told by its kind and its place, and by no word of its message', () => {
    const messages = [
      secret,
      '',
      `${secret}\n    at ${secret} (${secret})`,
      `\n    at ${secret}\n    at ${secret}`,
    ]
    for (const message of messages) {
      const { error, at } = thrownBy(caught(() => throwing(message)))
      expect(error).toBe('RangeError')
      expect(at).toMatch(/^throwing \(.*thrown\.test\.ts:\d+:\d+\)$/)
    }
  })

  test('has no place that could be a word of its message', () => {
    const changed = caught(() => throwing(secret)) as Error
    changed.message = 'another one'
    expect(JSON.stringify(thrownBy(changed))).not.toContain(secret)
    const bare = new TypeError(`${secret}\n    at ${secret}`)
    delete bare.stack
    expect(thrownBy(bare)).toEqual({ error: 'TypeError' })
  })

  test.each([
    ['string', secret],
    ['undefined', undefined],
    ['object', { message: secret }],
  ])('may be no error but a %s', (error, thrown) => {
    expect(thrownBy(thrown)).toEqual({ error })
  })
})
