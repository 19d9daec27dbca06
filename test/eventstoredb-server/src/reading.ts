// Reads and subscriptions, of one stream and of all.

import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { deedOn } from './access.js'
import { nameOf } from './appending.js'
import * as errors from './errors.js'
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  notFoundMessage,
} from './messages.js'
import type { Recorded } from './records.js'
import type { Site } from './site.js'

type Call = ServerWritableStream<ReadReq, ReadResp>
type Send = (message: ReadResp) => Promise<boolean>

const backwards = 1

// Waits while the caller is not ready to hear more; `false` when he has gone.
const sender =
  (call: Call): Send =>
  (message) => {
    if (call.cancelled || call.destroyed) return Promise.resolve(false)
    if (call.write(message)) return Promise.resolve(true)
    return new Promise((resolve) => {
      const settle = (isReady: boolean) => (): void => {
        call.off('drain', ready)
        call.off('cancelled', gone)
        call.off('close', gone)
        resolve(isReady)
      }
      const ready = settle(true)
      const gone = settle(false)
      call.on('drain', ready)
      call.on('cancelled', gone)
      call.on('close', gone)
    })
  }

const filterOf = (options: ReadReq.Options): ((event: Recorded) => boolean) => {
  const filter = options.getFilter()
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType()
  if (filter === undefined || expression === undefined) return () => true
  const isOfStreams = filter.hasStreamIdentifier()
  const prefixes = expression.getPrefixList()
  const pattern = prefixes.length > 0 ? undefined : new RegExp(expression.getRegex())
  return ({ stream, type }) => {
    const text = isOfStreams ? stream : type
    return pattern === undefined
      ? prefixes.some((prefix) => text.startsWith(prefix))
      : pattern.test(text)
  }
}

const sendAll = async (
  events: Iterable<Recorded>,
  count: number,
  hasPositions: boolean,
  send: Send,
): Promise<void> => {
  let sent = 0
  for (const event of events) {
    if (sent++ >= count || !(await send(eventMessage(event, hasPositions)))) return
  }
}

const readStream = async (site: Site, options: ReadReq.Options, send: Send): Promise<void> => {
  const of = options.getStream()
  const stream = nameOf(of?.getStreamIdentifier())
  const events = site.log.visible(stream)
  if (site.log.lastRevision(stream) === 'deleted') throw errors.streamDeleted(stream)
  if (events === undefined) {
    await send(notFoundMessage(stream))
    return
  }
  const isBackwards = options.getReadDirection() === backwards
  const from = of?.hasRevision() === true ? BigInt(of.getRevision()) : undefined
  const chosen = events.filter(({ revision }) =>
    from === undefined ? true : isBackwards ? revision <= from : revision >= from,
  )
  await sendAll(
    isBackwards ? chosen.reverse() : chosen,
    Number(options.getCount()),
    site.hasStreamPositions,
    send,
  )
}

function* logFrom(log: Site['log'], options: ReadReq.Options): Generator<Recorded> {
  const all = options.getAll()
  const position = all?.getPosition()
  const at = Number(position?.getCommitPosition() ?? 0)
  if (options.getReadDirection() === backwards) {
    // Backwards a position stands behind its event.
    let index = position === undefined ? log.events.length : log.indexAfter(at - 1)
    while (--index >= 0) yield log.events[index] as Recorded
    return
  }
  const end = all?.hasEnd() === true ? log.events.length : log.indexAfter(at - 1)
  for (let index = end; index < log.events.length; index++) yield log.events[index] as Recorded
}

// The events of one stream or of all, as they are now.
const sourceOf = (site: Site, options: ReadReq.Options): (() => ReadonlyArray<Recorded>) => {
  if (options.hasAll()) return () => site.log.events
  const stream = nameOf(options.getStream()?.getStreamIdentifier())
  return () => site.log.visible(stream) ?? []
}

const startOf = (site: Site, options: ReadReq.Options, events: ReadonlyArray<Recorded>): number => {
  const all = options.getAll()
  const of = options.getStream()
  if (all?.hasEnd() === true || of?.hasEnd() === true) return events.length
  if (of?.hasRevision() === true) {
    const after = BigInt(of.getRevision())
    const index = events.findIndex(({ revision }) => revision > after)
    return index < 0 ? events.length : index
  }
  const position = all?.getPosition()
  return position === undefined ? 0 : site.log.indexAfter(Number(position.getCommitPosition()))
}

const subscribe = async (
  site: Site,
  call: Call,
  options: ReadReq.Options,
  send: Send,
): Promise<void> => {
  const { log, behaviour, tellsCaughtUp } = site
  const { seen } = behaviour
  const events = sourceOf(site, options)
  const matches = filterOf(options)
  const filter = options.getFilter()
  const checkpointEvery =
    filter === undefined ? 0 : (filter.getMax() || 1) * filter.getCheckpointintervalmultiplier()
  let index = startOf(site, options, events())
  let dropped: 'Error' | 'End' | undefined
  let isLive = false
  let considered = 0
  let delivered = 0
  let wake = (): void => undefined

  const drop = (how: 'Error' | 'End'): void => {
    dropped = how
    wake()
  }
  const gone = (): void => wake()
  const unlisten = log.listen(gone)
  behaviour.dropping.add(drop)
  call.on('cancelled', gone)
  call.on('close', gone)
  seen.subscriptions++
  seen.openSubscriptions++
  try {
    await send(confirmationMessage(`subscription-${seen.subscriptions}`))
    const before = events()[index - 1]
    if (behaviour.repeatsFirst && before !== undefined && matches(before)) {
      await send(eventMessage(before, true))
    }
    while (!call.cancelled && !call.destroyed) {
      if (dropped === 'Error') throw errors.unavailable('Server Is Not Ready')
      if (dropped === 'End') return
      const event = behaviour.silent === 'subscriptions' ? undefined : events()[index]
      if (event === undefined) {
        if (!isLive && tellsCaughtUp && behaviour.silent !== 'subscriptions') {
          isLive = true
          await send(caughtUpMessage())
          continue
        }
        await new Promise<void>((resolve) => (wake = resolve))
        continue
      }
      index++
      considered++
      if (matches(event)) {
        if (!(await send(eventMessage(event, options.hasAll() || site.hasStreamPositions)))) return
        delivered++
        if (behaviour.dropEvery > 0 && delivered >= behaviour.dropEvery) drop('Error')
      }
      if (checkpointEvery > 0 && considered % checkpointEvery === 0) {
        await send(checkpointMessage(event.position, (considered / checkpointEvery) % 2 === 0))
      }
    }
  } finally {
    unlisten()
    behaviour.dropping.delete(drop)
    seen.openSubscriptions--
  }
}

/** Reads and subscriptions come over one method. */
export const read =
  (site: Site) =>
  (call: Call): void => {
    const { access, behaviour, log } = site
    const { seen } = behaviour
    const send = sender(call)
    const options = call.request.getOptions()
    call.on('error', () => undefined)

    const answer = async (): Promise<void> => {
      if (options === undefined) throw errors.invalid('no options')
      const caller = access.callerOf(call.metadata)
      const stream = options.hasAll() ? '$all' : nameOf(options.getStream()?.getStreamIdentifier())
      const asked = deedOn('read', stream)
      if (caller._tag === 'Unknown') throw errors.unauthenticated()
      if (behaviour.denied === 'reads' || !access.mayOn(caller, asked.deed, asked.stream)) {
        throw errors.accessDenied()
      }
      if (options.hasSubscription()) return subscribe(site, call, options, send)
      seen.reads++
      seen.openReads++
      try {
        if (behaviour.silent === 'reads') {
          await new Promise<void>((resolve) => {
            call.on('cancelled', resolve)
            call.on('close', resolve)
          })
        } else if (options.hasAll()) {
          await sendAll(logFrom(log, options), Number(options.getCount()), true, send)
        } else {
          await readStream(site, options, send)
        }
      } finally {
        seen.openReads--
      }
    }

    seen.names.add(String(call.metadata.get('connection-name')[0] ?? ''))
    answer().then(
      () => call.end(),
      (error: unknown) => call.emit('error', error),
    )
  }
