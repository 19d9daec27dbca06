import {
  type Capability,
  eventCodec,
  inMemory,
  integer,
  type LogEvent,
  literal,
  newId,
  type Projection,
  reaction,
  record,
  type StreamName,
  streamName,
  uuidCodec,
  view,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { open, orThrow } from './index.js'

interface Add {
  readonly type: 'Add'
  readonly id: string
  readonly n: number
}
interface Added {
  readonly type: 'Added'
  readonly id: string
  readonly n: number
}
interface TooMuch {
  readonly _tag: 'TooMuch'
  readonly n: number
}
const add = record<Add>('Add', { type: literal('Add'), id: uuidCodec, n: integer() })
const added = record<Added>('Added', { type: literal('Added'), id: uuidCodec, n: integer() })
const totals: Projection<string, { sum: number; count: number }, Added> = {
  name: 'totals',
  version: 1,
  types: ['Added'],
  parts: (r: LogEvent<Added>) => [[r.event.id, r]],
  initial: () => ({ sum: 0, count: 0 }),
  evolve: (v, p) => ({ sum: v.sum + p.event.n, count: v.count + 1 }),
}
const totalsView = view(totals, {
  codec: record<{ sum: number; count: number }>('Totals', { sum: integer(), count: integer() }),
  columns: { sum: { kind: 'integer', isIndexed: true, of: (v) => v.sum } },
})
interface Mirror {
  readonly type: 'Mirror'
  readonly id: string
  readonly n: number
}
interface Mirrored {
  readonly type: 'Mirrored'
  readonly id: string
  readonly n: number
}
const counter: Capability<Add, number, Added, TooMuch> = {
  name: 'counter',
  streamOf: (c): StreamName => streamName('counter', c.id),
  decider: {
    initial: 0,
    decide: (c, s) =>
      s + c.n > 100
        ? E.left({ _tag: 'TooMuch', n: s + c.n })
        : E.right(c.n === 0 ? [] : [{ type: 'Added', id: c.id, n: c.n }]),
    evolve: (s, e) => s + e.n,
  },
  commands: { Add: add },
  events: { Added: eventCodec(added) },
  views: [totalsView],
  reactions: [],
}
const mirror: Capability<Mirror, number, Mirrored, TooMuch> = {
  name: 'mirror',
  streamOf: (c) => streamName('mirror', c.id),
  decider: {
    initial: 0,
    decide: (c, s) =>
      s + c.n > 50
        ? E.left({ _tag: 'TooMuch', n: s + c.n })
        : E.right([{ type: 'Mirrored', id: c.id, n: c.n }]),
    evolve: (s, e) => s + e.n,
  },
  commands: {
    Mirror: record<Mirror>('Mirror', { type: literal('Mirror'), id: uuidCodec, n: integer() }),
  },
  events: {
    Mirrored: eventCodec(
      record<Mirrored>('Mirrored', { type: literal('Mirrored'), id: uuidCodec, n: integer() }),
    ),
  },
  views: [],
  reactions: [
    reaction({
      name: 'mirror_counter',
      types: ['Added'],
      startsFrom: 'beginning',
      facts: (r: LogEvent<Added>) => ({ t: { of: totals, key: r.event.id } }),
      react: (r, f): Mirror[] =>
        (f.t.value?.count ?? 0) > 0 ? [{ type: 'Mirror', id: r.event.id, n: r.event.n }] : [],
    }),
  ],
}
test('an application adds, reads its own writes, mirrors, refuses', async () => {
  const app = await orThrow(open(inMemory(), [counter, mirror]))
  const id = newId()
  const commandId = newId()
  const r1 = await orThrow(app.send({ type: 'Add', id, n: 30 }, { commandId, actor: 'me' }))
  const again = await orThrow(app.send({ type: 'Add', id, n: 30 }, { commandId, actor: 'me' }))
  expect(again).toEqual(r1)
  await orThrow(app.send({ type: 'Add', id, n: 40 }, { commandId: newId(), actor: 'me' }))
  expect(await app.send({ type: 'Add', id, n: 40 }, { commandId: newId(), actor: 'me' })()).toEqual(
    E.left({ _tag: 'TooMuch', n: 110 }),
  )
  expect(
    await orThrow(app.send({ type: 'Add', id, n: 0 }, { commandId: newId(), actor: 'me' })),
  ).toMatchObject({ _tag: 'AlreadySo', revision: 1 })
  expect(await orThrow(app.read(totalsView, id))).toEqual({ sum: 70, count: 2 })
  await orThrow(app.settled)
  expect((await orThrow(app.refused('mirror_counter'))).map((r) => r.rejection)).toEqual([
    { _tag: 'TooMuch', n: 70 },
  ])
  expect(await orThrow(app.list(totalsView, { by: 'sum', limit: 5 }))).toEqual([
    { key: id, view: { sum: 70, count: 2 } },
  ])
  await orThrow(app.rebuild())
  expect(await orThrow(app.read(totalsView, id))).toEqual({ sum: 70, count: 2 })
  expect((await orThrow(app.status)).views).toMatchObject([{ generation: 2, isServed: true }])
  expect(await orThrow(app.asOf(totals, id))).toEqual({ sum: 70, count: 2 })
  expect(
    await app.send({ type: 'Add', id: 'x', n: 1.5, y: 1 } as never, {
      commandId: newId(),
      actor: 'me',
    })(),
  ).toMatchObject({ left: { problems: [{ path: '/id' }, { path: '/n' }, { path: '/y' }] } })
  await app.close()
})
