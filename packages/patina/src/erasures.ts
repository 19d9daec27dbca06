import {
  type AnyError,
  beforeFirst,
  type Context,
  type EventStore,
  type HandleError,
  isUuid,
  type Receipt,
  type Tagged,
  uuidV5,
} from '@patina/eventsourcing'
import {
  type Erasure,
  type ErasureDecisions,
  type ErasureRejection,
  type ErasuresView,
  type OpenItem,
  openItemsOf,
} from '@patina/privacy'
import type { SealError } from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type CertificateError, certify, type ErasureCertificate } from './erasure-certificate.js'
import { advance, type DerivedPlace, type ErasingShell, type Troubles } from './erasure-steps.js'
import type { ReadError, Reading } from './reading.js'
import type { PersonOf } from './sending.js'

/** An erasure, and what it still lacks. */
export interface ErasureStanding {
  readonly erasureId: string
  readonly erasure: Erasure
  /** Empty for one that is finished. */
  readonly open: ReadonlyArray<OpenItem>
}

/**
 * The erasures of an application. Each is carried to its end by itself: as soon as it is decided or begun, and again when the
 * application is opened.
 */
export interface Erasures {
  /** Carries every unfinished erasure as far as it goes, and gives those that are still open. */
  readonly resume: TaskEither<ReadError, ReadonlyArray<ErasureStanding>>
  /** One erasure; `undefined` when nobody has heard of it. */
  readonly of: (erasureId: string) => TaskEither<ReadError, ErasureStanding | undefined>
  /** Those that are not finished, with what each lacks. */
  readonly unfinished: TaskEither<ReadError, ReadonlyArray<ErasureStanding>>
  /** Records that a processor has erased its copies, and goes on. */
  readonly confirm: (
    erasureId: string,
    processor: string,
    context: Context,
  ) => TaskEither<ErasureRejection | HandleError | SealError, Receipt>
  /** What was erased, by whom it is attested, and how long a remnant of it stays. Of a completed erasure only. */
  readonly certificate: (erasureId: string) => TaskEither<CertificateError, ErasureCertificate>
}

/** What erasures need of the application around them. */
export interface ErasuresShell {
  readonly store: EventStore
  readonly view: ErasuresView
  readonly reading: Reading
  /** Who is one person, and the types of the events that change it. */
  readonly persons: { readonly of: PersonOf; readonly types: ReadonlyArray<string> }
  readonly options: {
    readonly decisions: ReadonlyArray<ErasureDecisions>
    readonly places?: ReadonlyArray<DerivedPlace>
    readonly processors?: ReadonlyArray<string>
  }
  readonly vault: ErasingShell['vault']
  readonly atFence: ErasingShell['atFence']
  readonly atErasure: ErasingShell['atErasure']
  readonly send: (
    command: Tagged,
    context: Context,
  ) => TaskEither<AnyError | HandleError | SealError, Receipt>
}

const pageLimit = 500
/** How long to wait before what failed is tried again. */
const pauseMs = 1_000
const actor = 'erasures'

/** The commands of an erasure have ids that follow from it: whatever step is repeated, by whomever, is done once. */
const contextOf = (erasureId: string, step: string): Context => ({
  commandId: uuidV5(erasureId, step),
  actor,
  correlationId: erasureId,
})

/** Builds that side. `close` waits for what is under way. */
export const erasuresOn = (
  shell: ErasuresShell,
): Erasures & { readonly close: () => Promise<void> } => {
  const { store, view, reading, persons, options, vault, atFence, atErasure, send } = shell
  const troubles: Troubles = new Map()
  const { decisions, places = [], processors = [] } = options
  const steps: ErasingShell = {
    vault,
    places,
    processors,
    troubles,
    contextOf,
    personOf: persons.of,
    atFence,
    atErasure,
    conclude: (erasureId, { by, subject }, outcome) => {
      const told = decisions.find(({ decided }) => decided === by)
      return told === undefined
        ? undefined
        : send(
            told.conclude({ erasureId, subject }, outcome),
            contextOf(erasureId, `conclude ${outcome}`),
          )
    },
  }

  const standingOf = (erasureId: string, erasure: Erasure): ErasureStanding => {
    const trouble = troubles.get(erasureId)
    const open = openItemsOf(erasure).map((item) => {
      const reason = trouble?.get(`${item.what} ${item.name ?? ''}`)
      return reason === undefined ? item : { ...item, reason }
    })
    return { erasureId, erasure, open }
  }

  const unfinished = async (): Promise<Either<ReadError, ReadonlyArray<ErasureStanding>>> => {
    const head = await store.head()
    if (E.isLeft(head)) return head
    const found: ErasureStanding[] = []
    let afterKey: string | undefined
    for (;;) {
      const query = { by: 'is_open', isDescending: true, limit: pageLimit }
      const page = await reading.list(
        view,
        afterKey === undefined ? query : { ...query, afterKey },
        { atLeast: head.right },
      )()
      if (E.isLeft(page)) return page
      for (const { key, view: erasure } of page.right) {
        const standing = standingOf(key, erasure)
        // Those that are open come first.
        if (standing.open.length === 0) return E.right(found)
        found.push(standing)
      }
      if (page.right.length < pageLimit) return E.right(found)
      afterKey = page.right.at(-1)?.key
    }
  }

  const carryOn = async (): Promise<Either<ReadError, ReadonlyArray<ErasureStanding>>> => {
    const before = await unfinished()
    if (E.isLeft(before)) return before
    for (const { erasureId, erasure } of before.right) await advance(steps, erasureId, erasure)
    return before.right.length === 0 ? before : unfinished()
  }

  // One at a time: who asks while one is under way waits for the next, which sees what the asker knows of.
  let last: Promise<unknown> = Promise.resolve()
  const resume = (): Promise<Either<ReadError, ReadonlyArray<ErasureStanding>>> => {
    const mine = last.then(carryOn, carryOn)
    last = mine
    return mine
  }

  // Whatever makes an erasure go on. What this side writes itself makes it look once more, and find nothing.
  const wakes = new Set([
    'ErasureBegun',
    'ProcessorConfirmedErasure',
    // A merge that was under way is over: what it kept from beginning goes on, or is void.
    ...decisions.map(({ decided }) => decided),
    ...persons.types,
  ])
  let pages: AsyncIterator<unknown> | undefined
  let isClosed = false
  let endPause = (): void => undefined
  const hasEnded = (): boolean => isClosed

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const followOnce = async (): Promise<void> => {
    const head = await store.head()
    const resumed = await resume()
    if (hasEnded() || E.isLeft(resumed)) return
    const subscription = store.subscribe(E.isLeft(head) ? beforeFirst : head.right)
    const iterator = subscription[Symbol.asyncIterator]()
    pages = iterator
    for (;;) {
      const next = await iterator.next()
      if (next.done === true) return
      // A fault of the store passes, and the subscription goes on where it was.
      if (E.isLeft(next.value)) continue
      if (!next.value.right.events.some(({ type }) => wakes.has(type))) continue
      if (E.isLeft(await resume())) return
    }
  }

  // Whatever is in the way passes: it is tried again, from the view, until nothing is left to do.
  const follow = async (): Promise<void> => {
    while (!hasEnded()) {
      try {
        await followOnce()
      } catch {
        // A fault in what the application handed in, or in its store. Who asks for `resume` is told.
      } finally {
        await pages?.return?.()
        pages = undefined
      }
      if (!hasEnded()) await pause()
    }
  }
  const following = follow()

  const of = async (erasureId: string): Promise<Either<ReadError, ErasureStanding | undefined>> => {
    const head = await store.head()
    if (E.isLeft(head)) return head
    const read = await reading.read(view, erasureId, { atLeast: head.right })()
    return E.map((erasure: Erasure | undefined) =>
      erasure === undefined ? undefined : standingOf(erasureId, erasure),
    )(read)
  }

  return {
    resume: () => resume(),
    of: (erasureId) => () => of(erasureId),
    unfinished,
    confirm: (erasureId, processor, context) =>
      isUuid(erasureId)
        ? atErasure({ type: 'ConfirmProcessor', erasureId, processor }, context)
        : TE.left({ _tag: 'PurgeNotOrdered', erasureId }),
    certificate: (erasureId) => () => certify(store, () => of(erasureId), erasureId),
    close: async () => {
      isClosed = true
      endPause()
      await pages?.return?.()
      await following
      await last.catch(() => undefined)
    },
  }
}
