import { describe, expect, test } from 'vitest'
import type { WirePosition, WireSubscription } from './client.js'
import { type Play, recordedAt, scripted } from './scripted-client.js'
import { openTail, type Tail } from './tail.js'

const wireAt = (commit: number): WirePosition => ({
  commit: BigInt(commit),
  prepare: BigInt(commit),
})

const opened = (): { readonly tail: Tail; readonly play: Play } => {
  const plays: Play[] = []
  const { client } = scripted({ onSubscribe: (play) => void plays.push(play) })
  const tail = openTail(
    (checkpointReached): WireSubscription =>
      client.subscribeToAll(
        {
          fromPosition: 'start',
          resolveLinkTos: false,
          filter: {
            filterOn: 'eventType',
            maxSearchWindow: 32,
            checkpointInterval: 32,
            checkpointReached,
          },
        },
        { highWaterMark: 64 },
      ),
  )
  return { tail, play: plays[0] as Play }
}

describe('what the server says beside the events', () => {
  test('is held back until every event that came before it has been taken [defect 10]', async () => {
    const { tail, play } = opened()
    for (const commit of [100, 200, 300]) play.stream.write(recordedAt(commit))
    await new Promise((resolve) => setImmediate(resolve))
    play.checkpoint(wireAt(900))
    play.stream.emit('caughtUp')
    play.stream.write(recordedAt(950))
    const handfuls = []
    for (let count = 0; count < 4; count++) handfuls.push(await tail.take(1, undefined))
    const nothing = { checkpoint: undefined, isCaughtUp: false }
    const looked = { checkpoint: '0000000000000000090000000000000000000900', isCaughtUp: true }
    expect(handfuls).toMatchObject([nothing, nothing, looked, nothing])
    tail.end()
  })

  test('wakes who waits, though no event comes', async () => {
    const { tail, play } = opened()
    const waiting = tail.take(10, undefined)
    await new Promise((resolve) => setImmediate(resolve))
    play.stream.emit('caughtUp')
    expect(await waiting).toMatchObject({ events: [], isCaughtUp: true, isAll: true })
    tail.end()
    expect(await tail.take(10, undefined)).toBeUndefined()
  })
})
