// The client as tests play it: appends are answered by a script, reads and subscriptions are streams that a test fills.
import { PassThrough } from 'node:stream'
import type {
  Client,
  WireEvent,
  WireExpected,
  WireFilter,
  WirePosition,
  WireRead,
  WireRecorded,
  WireResolved,
  WireSubscription,
} from './client.js'

/** An append as the client was given it. */
export interface SentAppend {
  readonly stream: string
  readonly events: ReadonlyArray<WireEvent>
  readonly expectedRevision: WireExpected
  readonly deadline: number
}

type Answer = { readonly nextExpectedRevision: bigint; readonly position?: WirePosition }

/** A read or subscription in the hands of a test. */
export interface Play {
  readonly options: object
  readonly stream: PassThrough
  readonly wasCancelled: () => boolean
  readonly checkpoint: (position: WirePosition) => void
}

/** A client, what was asked of it, and what it is to answer. */
export interface Script {
  readonly client: Client
  readonly sent: SentAppend[]
  readonly plays: Play[]
  readonly wasDisposed: () => boolean
}

/** How a script answers: every append, and every read when it begins. */
export interface ScriptOptions {
  readonly onAppend?: (append: SentAppend, count: number) => Promise<Answer>
  readonly onRead?: (play: Play, count: number) => void
  readonly onSubscribe?: (play: Play, count: number) => void
  readonly onDispose?: () => Promise<void>
}

/** An error as the client makes them: a type, and of a broken stream the code of gRPC. */
export const clientError = (type: string, rest: object = {}): Error =>
  Object.assign(new Error(`secret of ${type}`), { type }, rest)

/** Where an append was written. */
export const writtenAt = (revision: number, commit: number): Answer => ({
  nextExpectedRevision: BigInt(revision),
  position: { commit: BigInt(commit), prepare: BigInt(commit) },
})

/** An event as the client gives it. */
export const recorded = (changes: Partial<WireRecorded> = {}): WireResolved => ({
  event: {
    streamId: 'account-00000000-0000-4000-8000-000000000001',
    id: '00000000-0000-4000-8000-00000000000a',
    revision: 0n,
    type: 'Noted',
    data: { note: 1 },
    metadata: { schemaVersion: 1 },
    isJson: true,
    created: new Date('2026-01-15T04:05:06.789Z'),
    position: { commit: 100n, prepare: 100n },
    ...changes,
  },
})

/** An event at a place in the log, with an id of its own. */
export const recordedAt = (commit: number, changes: Partial<WireRecorded> = {}): WireResolved =>
  recorded({
    id: `00000000-0000-4000-8000-${String(commit).padStart(12, '0')}`,
    position: { commit: BigInt(commit), prepare: BigInt(commit) },
    ...changes,
  })

/** A read that delivers some events and ends. */
export const delivering =
  (...events: ReadonlyArray<WireResolved>) =>
  ({ stream }: Play): void => {
    for (const event of events) stream.write(event)
    stream.end()
  }

/** A read that fails on iteration, not on the call. */
export const failing =
  (error: unknown) =>
  ({ stream }: Play): void => {
    setImmediate(() => stream.emit('error', error))
  }

/** A client that follows a script. */
export const scripted = ({
  onAppend,
  onRead,
  onSubscribe,
  onDispose,
}: ScriptOptions = {}): Script => {
  const sent: SentAppend[] = []
  const plays: Play[] = []
  let reads = 0
  let subscriptions = 0
  let isDisposed = false

  const play = (options: object, checkpointReached?: WireFilter['checkpointReached']): Play => {
    let isCancelled = false
    const stream = new PassThrough({ objectMode: true, highWaterMark: 64 })
    const cancel = (): Promise<void> => {
      isCancelled = true
      return Promise.resolve()
    }
    Object.assign(stream, { cancel, unsubscribe: cancel })
    const one: Play = {
      options,
      stream,
      wasCancelled: () => isCancelled,
      checkpoint: (position) => void checkpointReached?.(stream, position),
    }
    plays.push(one)
    return one
  }
  const read = (options: object): WireRead => {
    const one = play(options)
    ;(onRead ?? delivering())(one, ++reads)
    return one.stream as unknown as WireRead
  }

  const client: Client = {
    appendToStream: (stream, events, options) => {
      const append: SentAppend = { stream, events, ...options }
      sent.push(append)
      return (onAppend ?? (() => Promise.resolve(writtenAt(0, 1))))(append, sent.length)
    },
    readStream: (stream, options) => read({ stream, ...options }),
    readAll: (options) => read(options),
    subscribeToAll: (options) => {
      const one = play(options, options.filter.checkpointReached)
      onSubscribe?.(one, ++subscriptions)
      return one.stream as unknown as WireSubscription
    },
    dispose: async () => {
      isDisposed = true
      await onDispose?.()
    },
  }
  return { client, sent, plays, wasDisposed: () => isDisposed }
}
