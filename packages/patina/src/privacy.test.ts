// Personal data through a whole application: said in the clear, sealed in log and views, opened for a purpose, erased.
import {
  type Capability,
  eventCodec,
  inMemory,
  inMemoryEventStore,
  inMemoryViewStore,
  literal,
  newId,
  type Projection,
  record,
  streamName,
  text,
  uuidCodec,
  view,
} from '@patina/eventsourcing'
import { about, kind, type Personal, personal } from '@patina/privacy'
import { inMemoryVaultRows, kekFromFunction, openVault } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import { closeAll, must, mustFail } from './arbitraries.js'
import { open } from './index.js'

const callerName = kind('callerName', 'identity', text(200))

interface NoteCall {
  readonly type: 'NoteCall'
  readonly callerId: string
  readonly name: Personal<string>
}
interface CallNoted {
  readonly type: 'CallNoted'
  readonly callerId: string
  readonly name: Personal<string>
}
interface Caller {
  readonly name?: Personal<string>
}

const callers: Projection<string, Caller, CallNoted, CallNoted> = {
  name: 'callers',
  version: 1,
  types: ['CallNoted'],
  parts: ({ event }) => [[event.callerId, event]],
  initial: () => ({}),
  evolve: (_, { name }) => ({ name }),
}
const callersView = view(callers, {
  codec: record<Caller>('Caller', { name: { optional: personal(callerName) } }),
  columns: {},
})

const calls: Capability<NoteCall, boolean, CallNoted, never> = {
  name: 'calls',
  streamOf: ({ callerId }) => streamName('caller', callerId),
  decider: {
    initial: false,
    decide: ({ callerId, name }, isKnown) =>
      E.right(isKnown ? [] : [{ type: 'CallNoted', callerId, name }]),
    evolve: () => true,
  },
  commands: {
    NoteCall: record<NoteCall>('NoteCall', {
      type: literal('NoteCall'),
      callerId: uuidCodec,
      ...about<NoteCall>()('callerId', { name: callerName }),
    }),
  },
  events: {
    CallNoted: eventCodec(
      record<CallNoted>('CallNoted', {
        type: literal('CallNoted'),
        callerId: uuidCodec,
        name: personal(callerName),
      }),
    ),
  },
  views: [callersView],
  reactions: [],
}

const purposes = [{ name: 'service', kinds: ['callerName'], roles: ['desk'], basis: 'contract' }]
const asking = { purpose: 'service', actor: 'u-1', role: 'desk' }
const context = () => ({ commandId: newId(), actor: 'u-1' })
const canary = 'Caller 陳大文 5b1e'

const openCalls = async () => {
  const store = inMemoryEventStore()
  const views = inMemoryViewStore()
  const kek = await must(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )
  const rows = inMemoryVaultRows()
  const stores = { store, views, close: () => Promise.resolve() }
  const app = await must(
    open({ open: () => Promise.resolve(E.right(stores)) }, [calls], {
      privacy: { vault: openVault({ rows, kek }), purposes },
    }),
  )
  return { app, store, views }
}

afterEach(closeAll)

describe('an application with personal data', () => {
  test('finds the event of a sealed value by what the value says of itself, and shows nothing of it', async () => {
    const { app } = await openCalls()
    const callerId = newId()
    await must(app.send({ type: 'NoteCall', callerId, name: canary }, context()))
    const explained = await must(app.explain(callersView, callerId, { path: '/name' }))
    const [event] = await must(app.history(streamName('caller', callerId)))
    expect(explained.figure).toMatchObject({ sealed: 1, kind: 'callerName@1', event: event?.id })
    expect(explained.witness).toMatchObject({ isNamed: true, events: [{ id: event?.id }] })
    expect(JSON.stringify(explained)).not.toContain(canary)
    await app.close()
  })

  test('takes it in the clear, keeps it sealed in log and views, and opens it for a purpose', async () => {
    const { app, store, views } = await openCalls()
    const callerId = newId()
    await must(app.send({ type: 'NoteCall', callerId, name: canary }, context()))
    const seen = await must(app.read(callersView, callerId))
    const opened = await must(
      app.privacy?.open(asking, {
        subjects: [callerId],
        fields: { name: seen?.name },
      }) ?? (() => Promise.reject(new Error('no privacy'))),
    )
    expect(opened.name).toEqual(E.right({ _tag: 'Value', value: canary }))
    const { events } = await must(store.readAll('' as never, 100))
    const tables = await must(views.tables)
    const rows = []
    for (const table of tables) rows.push(await must(views.list(table, { limit: 100 })))
    expect(JSON.stringify([events, rows])).not.toContain('5b1e')
    await app.close()
  })

  test('shows who is erased as erased, in a view that was folded before and in one that is rebuilt [R5]', async () => {
    const { app, store } = await openCalls()
    const callerId = newId()
    await must(app.send({ type: 'NoteCall', callerId, name: canary }, context()))
    const side = app.privacy
    if (side === undefined) throw new Error('no privacy')
    const before = (await must(app.digests)).comparable
    await must(
      side.atFence(
        {
          type: 'BeginErasure',
          logId: store.logId,
          erasureId: newId(),
          why: 'on-request',
          parts: [{ subject: callerId, class: 'identity' }],
        },
        context(),
      ),
    )
    for (const isRebuilt of [false, true]) {
      if (isRebuilt) await must(app.rebuild())
      const seen = await must(app.read(callersView, callerId))
      const person = { subjects: [callerId], fields: { name: seen?.name } }
      expect((await must(side.open(asking, person))).name).toMatchObject(
        E.right({ _tag: 'Erased', why: 'on-request' }),
      )
    }
    expect((await must(app.digests)).comparable).toBe(before)
    await app.close()
  })

  test('refuses it when it was opened without a vault', async () => {
    const app = await must(open(inMemory(), [calls]))
    const refused = await mustFail(
      app.send({ type: 'NoteCall', callerId: newId(), name: canary }, context()),
    )
    expect(refused).toEqual({ _tag: 'VaultUnavailable', reason: 'no-vault' })
    await app.close()
  })

  test('stops a view at an event whose sealed value was moved to another stream', async () => {
    const { app, store } = await openCalls()
    const callerId = newId()
    await must(app.send({ type: 'NoteCall', callerId, name: canary }, context()))
    const [event] = (await must(store.readAll('' as never, 1))).events
    if (event === undefined) throw new Error('no event')
    const { id, type, data, metadata } = event
    await must(store.append(streamName('caller', newId()), 'none', [{ id, type, data, metadata }]))
    const stopped = await mustFail(app.settled)
    expect(stopped).toMatchObject({ _tag: 'ViewStopped' })
    await app.close()
  })
})
