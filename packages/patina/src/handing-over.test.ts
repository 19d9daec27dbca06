import {
  type Capability,
  eventCodec,
  inMemory,
  literal,
  newId,
  record,
  streamName,
  uuidCodec,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import { closeAll, inTime, me, must, openShop, turns } from './arbitraries.js'

afterEach(closeAll)

// Letter boxes whose owners move: letters for one who has moved go where the box says, wherever that is.
interface Post {
  readonly type: 'Post'
  readonly box: string
}
interface Pack {
  readonly type: 'Pack'
  readonly box: string
}
interface MoveTo {
  readonly type: 'MoveTo'
  readonly box: string
  readonly to: string
}
interface Posted {
  readonly type: 'Posted'
  readonly box: string
}
interface Packed {
  readonly type: 'Packed'
  readonly box: string
}
interface Moved {
  readonly type: 'Moved'
  readonly box: string
  readonly to: string
}
type Gone = { readonly _tag: 'OnTheWay' } | { readonly _tag: 'MovedAway'; readonly to: string }

const boxStream = (box: string) => streamName('box', box)

const boxes: Capability<Post | Pack | MoveTo, Gone | undefined, Posted | Packed | Moved, Gone> = {
  name: 'boxes',
  streamOf: ({ box }) => boxStream(box),
  decider: {
    initial: undefined,
    decide: (command, gone) => {
      const { box } = command
      if (command.type === 'Pack') return E.right([{ type: 'Packed', box }])
      if (command.type === 'MoveTo') return E.right([{ type: 'Moved', box, to: command.to }])
      return gone === undefined ? E.right([{ type: 'Posted', box }]) : E.left(gone)
    },
    evolve: (gone, event) => {
      if (event.type === 'Packed') return { _tag: 'OnTheWay' }
      return event.type === 'Moved' ? { _tag: 'MovedAway', to: event.to } : gone
    },
  },
  commands: {
    Post: record<Post>('Post', { type: literal('Post'), box: uuidCodec }),
    Pack: record<Pack>('Pack', { type: literal('Pack'), box: uuidCodec }),
    MoveTo: record<MoveTo>('MoveTo', { type: literal('MoveTo'), box: uuidCodec, to: uuidCodec }),
  },
  events: {
    Posted: eventCodec(record<Posted>('Posted', { type: literal('Posted'), box: uuidCodec })),
    Packed: eventCodec(record<Packed>('Packed', { type: literal('Packed'), box: uuidCodec })),
    Moved: eventCodec(
      record<Moved>('Moved', { type: literal('Moved'), box: uuidCodec, to: uuidCodec }),
    ),
  },
  views: [],
  reactions: [],
  handedOver: (gone) => (gone._tag === 'OnTheWay' ? 'later' : boxStream(gone.to)),
}

const [old, between, now] = [newId(), newId(), newId()]
const post: Post = { type: 'Post', box: old }

describe('a command whose stream was handed over', () => {
  test('is decided where that stream says, however far that is', async () => {
    const app = await openShop(inMemory(), [boxes])
    await must(app.send({ type: 'MoveTo', box: old, to: between }, me()))
    await must(app.send({ type: 'MoveTo', box: between, to: now }, me()))
    expect(await must(app.send(post, me()))).toMatchObject({ stream: boxStream(now) })
    expect(await must(app.history(boxStream(old)))).toHaveLength(1)
  })

  test('sent again is answered from where it was carried out, before the move', async () => {
    const app = await openShop(inMemory(), [boxes])
    const context = me()
    const receipt = await must(app.send(post, context))
    await must(app.send({ type: 'MoveTo', box: old, to: now }, me()))
    expect(await must(app.send(post, context))).toEqual(receipt)
    expect(await must(app.history(boxStream(now)))).toHaveLength(0)
  })

  test('waits while it is on the way, and is then decided once, in the new stream', async () => {
    const app = await openShop(inMemory(), [boxes])
    await must(app.send({ type: 'Pack', box: old }, me()))
    const posting = app.send(post, me())()
    expect(await inTime(posting, 50)).toBe('still waiting')
    await must(app.send({ type: 'MoveTo', box: old, to: now }, me()))
    expect(await inTime(posting)).toMatchObject({ right: { stream: boxStream(now), revision: 0 } })
  })

  test('waits while two streams name each other: they are in the middle of a step', async () => {
    const app = await openShop(inMemory(), [boxes])
    await must(app.send({ type: 'MoveTo', box: old, to: now }, me()))
    await must(app.send({ type: 'MoveTo', box: now, to: old }, me()))
    const posting = app.send(post, me())()
    await turns()
    await must(app.send({ type: 'MoveTo', box: now, to: between }, me()))
    expect(await inTime(posting)).toMatchObject({ right: { stream: boxStream(between) } })
  })

  test('is refused as the stream refused it when it stays on the way', async () => {
    const app = await openShop(inMemory(), [boxes])
    await must(app.send({ type: 'Pack', box: old }, me()))
    expect(await inTime(app.send(post, me())(), 10_000)).toEqual(E.left({ _tag: 'OnTheWay' }))
  }, 15_000)
})
