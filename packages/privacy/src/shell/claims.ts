// Values that nobody may have twice: claimed before the append, confirmed by their event, released when it does not come.
import {
  type Clock,
  type EventStore,
  eventIdOf,
  type Instant,
  instantOf,
  type StreamName,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { IndexedKind } from '../directory-kind.js'
import type { ClaimUnavailable, KeyError, NumberTaken, VaultError } from './errors.js'
import type { KeyVault } from './key-vault.js'
import type { Claim, PersonIndex } from './person-index.js'
import type { AboutToSeal, BeforeSealing } from './seal.js'
import type { ClaimRow } from './vault-rows.js'

/** What became of claims that nobody ended: their events were in the log, or they were not. */
export interface ClaimsSwept {
  readonly confirmed: number
  readonly released: number
}

/** Keeps values unique over all streams of a log. */
export interface Claims {
  /** What a sealing asks first: claims the values of the decided events, or says that one is taken. Absent: none is unique. */
  readonly before?: BeforeSealing
  /** Ends the claims of a command, by what became of it. What is not known is left to the sweep. */
  readonly settle: (commandId: string, result: E.Either<unknown, unknown>) => Promise<void>
  /** Looks for the events of claims that are older than five minutes, and ends those claims. */
  readonly sweep: TaskEither<VaultError | KeyError | ClaimUnavailable, ClaimsSwept>
}

/** What claiming needs of the world. */
export interface ClaimsShell {
  readonly store: EventStore
  readonly vault: KeyVault
  readonly index: PersonIndex
  /** Those that are unique are claimed. */
  readonly kinds: ReadonlyArray<IndexedKind>
  /** Brings the index up to the end of the log. Asked once before the first claim, for the vault may be an old copy. */
  readonly indexed: TaskEither<{ readonly _tag: string }, unknown>
  readonly clock: Clock
}

/** How long a claim is left alone without its event, in milliseconds. */
const sweptAfterMs = 300_000
const sweepPage = 500
const streamPage = 500

const instantBefore = (at: Instant, ms: number): Instant => instantOf(Date.parse(at) - ms)

/** What can be said of an append that went wrong: whether its events are in the log, as far as the error tells. */
const isKnownUnwritten = (error: unknown): boolean => {
  const { _tag, outcome } = error as { readonly _tag?: string; readonly outcome?: string }
  if (_tag === 'StoreUnavailable') return outcome !== 'unknown'
  return _tag !== 'UnreadableEvent'
}

/** Claims unique values of people before they are sealed. */
export const claiming = ({ store, vault, index, kinds, indexed, clock }: ClaimsShell): Claims => {
  const normalOf = new Map(
    kinds.filter(({ isUnique }) => isUnique).map(({ kind, normal }) => [kind.name, normal]),
  )
  // By the id of the first event of the command that made them.
  const underWay = new Map<string, Map<string, Claim>>()
  let isFilled = false

  const filled = async (): Promise<E.Either<ClaimUnavailable, void>> => {
    const reached = await indexed()
    if (E.isLeft(reached)) return E.left({ _tag: 'ClaimUnavailable', reason: reached.left._tag })
    isFilled = true
    return E.right(undefined)
  }

  const isInLog = async ({
    stream,
    eventId,
  }: ClaimRow): Promise<E.Either<ClaimUnavailable, boolean>> => {
    let after = -1
    for (;;) {
      const page = await store.readStream(stream as StreamName, after, streamPage)()
      if (E.isLeft(page)) return E.left({ _tag: 'ClaimUnavailable', reason: page.left._tag })
      if (page.right.events.some(({ id }) => id === eventId)) return E.right(true)
      if (page.right.isEnd) return E.right(false)
      after = page.right.next
    }
  }

  const sweep: Claims['sweep'] = async () => {
    const swept = { confirmed: 0, released: 0 }
    for (;;) {
      const open = await vault.rows.claimsBefore(instantBefore(clock(), sweptAfterMs), sweepPage)()
      if (E.isLeft(open)) return open
      const counts = { confirmed: 0, released: 0 }
      for (const row of open.right) {
        const found = await isInLog(row)
        if (E.isLeft(found)) return found
        counts[found.right ? 'confirmed' : 'released']++
      }
      // The index reads the log and so knows what became of the value since; what the claim says of it may be over.
      if (counts.confirmed > 0) {
        const ready = await filled()
        if (E.isLeft(ready)) return ready
      }
      const ended = await vault.rows.release(open.right.map(({ eventId }) => eventId))()
      if (E.isLeft(ended)) return ended
      swept.confirmed += counts.confirmed
      swept.released += counts.released
      if (open.right.length < sweepPage) return E.right(swept)
    }
  }

  const claim = async (
    wanted: Claim,
    taken: NumberTaken,
  ): ReturnType<ReturnType<BeforeSealing>> => {
    if (!isFilled) {
      const ready = await filled()
      if (E.isLeft(ready)) return ready
    }
    const first = await index.claim(wanted)()
    if (E.isLeft(first)) return first
    if (first.right === 'claimed') return E.right(undefined)
    // Maybe it is free by now: given up by whoever had it, or claimed by a process that has ended.
    const swept = await sweep()
    if (E.isLeft(swept)) return swept
    const ready = await filled()
    if (E.isLeft(ready)) return ready
    const second = await index.claim(wanted)()
    if (E.isLeft(second)) return second
    return second.right === 'claimed' ? E.right(undefined) : E.left(taken)
  }

  const wantedOf = (value: AboutToSeal, stream: string): Omit<Claim, 'at'> | undefined => {
    const { kind, eventId, unit } = value
    const normal =
      typeof value.value === 'string' ? normalOf.get(kind.name)?.(value.value) : undefined
    return normal === undefined
      ? undefined
      : { kind: kind.name, value: normal, unit, eventId, stream }
  }

  const before: BeforeSealing =
    ({ stream, ids }, values) =>
    async () => {
      for (const value of values) {
        const wanted = wantedOf(value, stream)
        if (wanted === undefined) continue
        const one: Claim = { ...wanted, at: clock() }
        const first = ids[0] as string
        const mine = underWay.get(first) ?? new Map<string, Claim>()
        // Remembered before it is made: whatever happens then, it is ended or swept.
        underWay.set(first, mine.set(`${one.kind} ${one.eventId} ${one.value}`, one))
        const { kind, path } = value
        const made = await claim(one, {
          _tag: 'NumberTaken',
          kind: kind.name,
          eventType: value.eventType,
          path,
        })
        if (E.isLeft(made)) return made
      }
      return E.right(undefined)
    }

  return {
    ...(normalOf.size === 0 ? {} : { before }),
    settle: async (commandId, result) => {
      if (underWay.size === 0) return
      const first = eventIdOf(commandId, 0)
      const claims = underWay.get(first)
      if (claims === undefined) return
      underWay.delete(first)
      const all = [...claims.values()]
      const written = E.isRight(result)
        ? new Set((result.right as { readonly events?: ReadonlyArray<string> }).events)
        : undefined
      // What does not succeed here is swept later.
      if (written === undefined && !isKnownUnwritten((result as E.Left<unknown>).left)) return
      const isWritten = ({ eventId }: Claim): boolean => written?.has(eventId) === true
      const confirmed = all.filter(isWritten)
      if (confirmed.length > 0) await index.confirm(confirmed)()
      const released = all.filter((one) => !isWritten(one)).map(({ eventId }) => eventId)
      if (released.length > 0) await index.release(released)()
    },
    sweep,
  }
}
