// Subscriptions of the port: they outlive those of the client. A drop, an error and a quiet end all mean the same: wait,
// open again after what was delivered last, and pass over what is not newer.
import {
  type EventStore,
  type LoggedEvent,
  oneAtATime,
  type Page,
  type Position,
  type StoreUnavailable,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { WireResolved } from './client.js'
import { unavailable, unreadableFor } from './faults.js'
import { headOf } from './head.js'
import { waitBefore } from './pace.js'
import { wirePositionOf } from './position.js'
import { bufferedEvents, type ReadShell } from './reading.js'
import { logEventOf, placeInLog } from './recorded.js'
import { openTail, type Tail } from './tail.js'

type Delivery = Either<StoreUnavailable, Page<LoggedEvent, Position>>

/** What subscriptions need. */
export interface SubscribeShell extends ReadShell {
  /** Hears of every subscription that is open, so that the store can end them. */
  readonly onOpen: (stop: () => void) => () => void
}

// A checkpoint comes every so many events that the server has looked at: the product of the two.
const searchWindow = 32
const checkpointInterval = 32
const pageLimit = 500

const done = { done: true, value: undefined } as const

const isFinal = ({ reason }: StoreUnavailable): boolean =>
  reason === 'denied' || reason === 'stream-deleted'

/**
 * Makes the `subscribe` of a store. Written as an iterator and not as a generator, because `return()` must end it while it
 * waits. The end of the log is known by its head at the start, since not every server says when it has no more.
 */
export const subscribing =
  (shell: SubscribeShell): EventStore['subscribe'] =>
  (after) => ({
    [Symbol.asyncIterator]: () => {
      const { client, naming, pace, frontier, closing } = shell
      /** What was delivered, and how far the server has looked, which may be further. */
      let delivered = after
      let lookedTo = after
      let tail: Tail | undefined
      /** Where the end was when the tail was opened; `undefined` once it has been reached. */
      let target: Position | undefined
      let isBehind = false
      let failures = 0
      let isStopped = false
      let endPause = (): void => undefined

      const hasStopped = (): boolean => isStopped || closing.aborted

      const pauseBefore = (attempt: number): Promise<void> =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, waitBefore(attempt, pace))
          endPause = () => {
            clearTimeout(timer)
            resolve()
          }
        })

      const open = async (): Promise<Either<StoreUnavailable, Tail>> => {
        const head = await headOf(shell)
        if (E.isLeft(head)) return head
        const from = frontier.skip(lookedTo)
        target = head.right > delivered ? head.right : undefined
        const fromPosition = wirePositionOf(from) ?? 'start'
        const opened = openTail((checkpointReached) =>
          client.subscribeToAll(
            {
              fromPosition,
              resolveLinkTos: false,
              filter: {
                ...naming.filter,
                maxSearchWindow: searchWindow,
                checkpointInterval,
                checkpointReached,
              },
            },
            { highWaterMark: bufferedEvents },
          ),
        )
        return E.right(opened)
      }

      const newOf = (events: ReadonlyArray<WireResolved>): ReadonlyArray<LoggedEvent> => {
        const found: LoggedEvent[] = []
        for (const resolved of events) {
          const position = placeInLog(resolved)
          if (position === undefined || position <= delivered) continue
          const event = logEventOf(resolved, naming, position)
          if (event === undefined) continue
          delivered = position
          found.push(event)
        }
        return found
      }

      const fail = (
        error: StoreUnavailable,
        isLast = isFinal(error),
      ): IteratorResult<Delivery, undefined> => {
        tail?.end()
        tail = undefined
        failures++
        if (isLast) {
          isStopped = true
          forget()
        }
        return { done: false, value: E.left(error) }
      }

      const pageOf = (
        events: ReadonlyArray<LoggedEvent>,
        isAll: boolean,
      ): IteratorResult<Delivery, undefined> | undefined => {
        if (target !== undefined && delivered >= target) target = undefined
        const isEnd = target === undefined && isAll
        // An empty page is worth delivering when it tells a consumer who is behind that the end is reached.
        const isTold = events.length > 0 || (isEnd && isBehind)
        isBehind = isTold ? !isEnd : isBehind
        return isTold
          ? { done: false, value: E.right({ events, next: delivered, isEnd }) }
          : undefined
      }

      const takePage = async (): Promise<IteratorResult<Delivery, undefined>> => {
        for (;;) {
          if (hasStopped()) return done
          if (tail === undefined) {
            if (wirePositionOf(after) === undefined) return fail(unavailable('refused'), true)
            if (failures > 0) await pauseBefore(failures)
            if (hasStopped()) return done
            const opened = await open()
            if (hasStopped()) {
              if (E.isRight(opened)) opened.right.end()
              return done
            }
            if (E.isLeft(opened)) return fail(opened.left)
            tail = opened.right
          }
          const handful = await tail.take(pageLimit, target === undefined ? undefined : pace.idleMs)
          if (handful === undefined || hasStopped()) return done
          if ('_tag' in handful) return fail(unreadableFor(handful))
          failures = 0
          const { checkpoint, isCaughtUp, isAll } = handful
          const events = newOf(handful.events)
          if (delivered > lookedTo) lookedTo = delivered
          if (checkpoint !== undefined && checkpoint > lookedTo) lookedTo = checkpoint
          if (isCaughtUp) target = undefined
          const page = pageOf(events, isAll)
          if (page !== undefined) return page
        }
      }

      const stop = (): void => {
        isStopped = true
        tail?.end()
        endPause()
      }
      const forget = shell.onOpen(stop)

      return {
        next: oneAtATime(takePage),
        return: () => {
          stop()
          forget()
          return Promise.resolve(done)
        },
      }
    },
  })
