import { describe, expect, test } from 'vitest'
import { type Script, scripted, writtenAt } from './scripted-client.js'
import { holdLine } from './shared-line.js'

const times = { waitMs: 1_000, deadlineMs: 1_000, timeoutMs: 1_000 }
const request = { stream: 'account-1', expected: 'any', events: [] } as const

const clients = (
  delayMs = 0,
): { readonly made: Script[]; readonly connect: () => Script['client'] } => {
  const made: Script[] = []
  return {
    made,
    connect: () => {
      const script = scripted({
        onAppend: () =>
          new Promise((resolve) => setTimeout(() => resolve(writtenAt(0, 1)), delayMs)),
      })
      made.push(script)
      return script.client
    },
  }
}

describe('the appending client of the process [defect 4]', () => {
  test('is one for all who append over the same connection, and ends with the last of them', async () => {
    const { made, connect } = clients()
    const [first, second] = await Promise.all([holdLine('a', connect), holdLine('a', connect)])
    await Promise.all([first?.line.send(request, times), second?.line.send(request, times)])
    expect(made).toHaveLength(1)
    await first?.release()
    await first?.release()
    expect(made[0]?.wasDisposed()).toBe(false)
    await second?.release()
    expect(made[0]?.wasDisposed()).toBe(true)
  })

  test('is refused for another connection, until the first one is let go', async () => {
    const { connect } = clients()
    const first = await holdLine('a', connect)
    expect(await holdLine('b', connect)).toBeUndefined()
    await first?.release()
    const second = await holdLine('b', connect)
    expect(second).toBeDefined()
    await second?.release()
  })

  test('is not made while the one before it still ends', async () => {
    const { made, connect } = clients(30)
    const first = await holdLine('a', connect)
    const sending = first?.line.send(request, times)
    await new Promise((resolve) => setImmediate(resolve))
    const releasing = first?.release()
    const second = await holdLine('b', connect)
    expect(made[0]?.wasDisposed()).toBe(true)
    expect((await sending)?._tag).toBe('Written')
    await releasing
    await second?.release()
  })
})
