// The steps of an erasure, in their order. Each is durable before the next begins, and each may be repeated by anybody: its
// command has an id that follows from the erasure.
import type { AnyError, Context, HandleError, Receipt } from '@patina/eventsourcing'
import type {
  Erasure,
  ErasureCommand,
  ErasureOutcome,
  ErasureRejection,
  FenceCommand,
  FenceRejection,
  PartToErase,
} from '@patina/privacy'
import type { KeyVault, SealError } from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PersonOf } from './sending.js'

/**
 * A place that holds opened personal data outside of the log: a directory in memory, an outbox, a folder of exports. Sealed
 * copies are none: they went with the keys.
 */
export interface DerivedPlace {
  /** The name on its receipts. It never changes. */
  readonly name: string
  /** Removes what it holds of these, and says how much that was. It is called again after a crash. */
  readonly purge: (
    parts: ReadonlyArray<PartToErase>,
  ) => TaskEither<{ readonly _tag: string }, number>
}

/** Why a step could not be done the last time, by erasure and item. In memory: the next process finds out again. */
export type Troubles = Map<string, Map<string, string>>

/** What the steps need. */
export interface ErasingShell {
  readonly vault: KeyVault
  readonly places: ReadonlyArray<DerivedPlace>
  readonly processors: ReadonlyArray<string>
  readonly troubles: Troubles
  readonly contextOf: (erasureId: string, step: string) => Context
  /** Who is one person with the subject of a decision by all that the log holds, and who is about to be. */
  readonly personOf: PersonOf
  readonly atFence: (
    command: FenceCommand,
    context: Context,
  ) => TaskEither<FenceRejection | HandleError | SealError, Receipt>
  readonly atErasure: (
    command: ErasureCommand,
    context: Context,
  ) => TaskEither<ErasureRejection | HandleError | SealError, Receipt>
  /** Tells whoever decided it. `undefined` where nobody does. */
  readonly conclude: (
    erasureId: string,
    decided: NonNullable<Erasure['decided']>,
    outcome: ErasureOutcome,
  ) => TaskEither<AnyError | HandleError | SealError, Receipt> | undefined
}

/** Carries an erasure as far as it goes now. What is in the way is left in `troubles`. */
export const advance = async (
  shell: ErasingShell,
  erasureId: string,
  erasure: Erasure,
): Promise<void> => {
  const { vault, troubles, contextOf, atFence, atErasure } = shell
  const { decided, begun } = erasure
  troubles.delete(erasureId)

  const done = <A>(
    result: Either<{ readonly _tag: string }, A>,
    what: string,
    name = '',
  ): result is E.Right<A> => {
    if (E.isLeft(result)) {
      const trouble = troubles.get(erasureId) ?? new Map<string, string>()
      troubles.set(erasureId, trouble.set(`${what} ${name}`, result.left._tag))
    }
    return E.isRight(result)
  }

  const conclude = async (outcome: ErasureOutcome): Promise<void> => {
    if (decided === undefined || erasure.outcome !== undefined) return
    try {
      const told = await shell.conclude(erasureId, decided, outcome)?.()
      if (told !== undefined) done(told, 'conclude')
    } catch {
      // Which command tells it is the application's to say, and must not keep other erasures from going on.
      done(E.left({ _tag: 'ConcludeThrew' }), 'conclude')
    }
  }

  // What was decided before it must be decided again after it, with all that has come in between.
  const giveUp = async (why: 'held' | 'merged'): Promise<typeof why | 'failed'> => {
    const given = await atFence(
      {
        type: 'WithdrawErasure',
        logId: vault.logId,
        erasureId,
        ...(why === 'merged' ? { why } : {}),
      },
      contextOf(erasureId, 'withdraw'),
    )()
    if (!done(given, 'begin')) return 'failed'
    // Nothing new: it was given up before, or another process has begun it since it was refused here. The log knows which.
    return given.right._tag === 'AlreadySo' ? 'failed' : why
  }

  // A merge and a decision stand in two streams, and each looks at the other when its own has been written: the merge before
  // it is complete, the erasure before it begins. So at least one of them sees the other, and the register, which notes
  // decisions in the order of the log, says which of them was first.
  const inTheWay = async (subject: string): Promise<'merged' | 'failed' | undefined> => {
    const person = await shell.personOf(subject)()
    if (!done(person, 'begin')) return 'failed'
    const { members, joining = [] } = person.right
    if (members.length > 1) return 'merged'
    if (joining.length === 0) return undefined
    done(E.left({ _tag: 'MergeUnderWay' }), 'begin')
    return 'failed'
  }

  // The point of no return. A hold that is in force makes the decision void, for good, and so does a merge.
  const begin = async (): Promise<'begun' | 'nothing left' | 'held' | 'merged' | 'failed'> => {
    if (begun !== undefined) return 'begun'
    if (decided === undefined) return 'failed'
    if (erasure.withdrawnAt !== undefined) return erasure.withdrawnFor ?? 'held'
    if (erasure.outcome !== undefined) return giveUp('held')
    const person = await inTheWay(decided.subject)
    if (person !== undefined) return person === 'merged' ? giveUp(person) : person
    const { why, parts } = decided
    const first = await atFence(
      { type: 'BeginErasure', logId: vault.logId, erasureId, why, parts },
      contextOf(erasureId, 'begin'),
    )()
    if (E.isRight(first)) return first.right._tag === 'Appended' ? 'begun' : 'nothing left'
    if (first.left._tag === 'ErasureGivenUp') return first.left.why ?? 'held'
    if (first.left._tag === 'HoldInForce') return giveUp('held')
    done(first, 'begin')
    return 'failed'
  }

  const destroyKeys = async (): Promise<boolean> => {
    if (erasure.destroyed.some(({ vaultId }) => vaultId === vault.vaultId)) return true
    const keyIds = await vault.destroyedBy(erasureId)()
    if (!done(keyIds, 'destroyKeys')) return false
    const { logId, vaultId } = vault
    return done(
      await atFence(
        { type: 'RecordKeysDestroyed', logId, erasureId, vaultId, keyIds: keyIds.right },
        contextOf(erasureId, `destroy ${vaultId}`),
      )(),
      'destroyKeys',
    )
  }

  const purge = async (name: string, parts: ReadonlyArray<PartToErase>): Promise<boolean> => {
    const place = shell.places.find((one) => one.name === name)
    if (place === undefined) return done(E.left({ _tag: 'NotHandedIn' }), 'purge', name)
    let purged: Either<{ readonly _tag: string }, number>
    try {
      purged = await place.purge(parts)()
    } catch {
      // The places are the application's: one that throws must not keep the others from being purged.
      purged = E.left({ _tag: 'PurgeThrew' })
    }
    if (!done(purged, 'purge', name)) return false
    const command = { type: 'RecordPurge', erasureId, place: name, count: purged.right } as const
    return done(await atErasure(command, contextOf(erasureId, `purge ${name}`))(), 'purge', name)
  }

  if (erasure.completedAt !== undefined) return conclude('carriedOut')
  const began = await begin()
  if (began === 'held' || began === 'merged') return conclude(began)
  if (began === 'failed') return
  if (began === 'begun' && !(await destroyKeys())) return
  // All of it is part of earlier erasures: their keys must be gone before this one says so.
  if (began === 'nothing left' && !done(await vault.catchUp(), 'destroyKeys')) return

  const ordered = erasure.ordered ?? {
    places: shell.places.map(({ name }) => name),
    processors: shell.processors,
  }
  if (erasure.ordered === undefined) {
    const order = await atErasure(
      { type: 'OrderPurge', erasureId, ...ordered },
      contextOf(erasureId, 'order'),
    )()
    if (!done(order, 'complete')) return
  }
  const parts = decided?.parts ?? begun?.parts ?? []
  let isAll = true
  for (const name of ordered.places) {
    if (erasure.purged.some(({ place }) => place === name)) continue
    if (!(await purge(name, parts))) isAll = false
  }
  const isConfirmed = ordered.processors.every((name) =>
    erasure.confirmed.some(({ processor }) => processor === name),
  )
  if (!isAll || !isConfirmed) return
  const vaultIds = new Set(erasure.destroyed.map(({ vaultId }) => vaultId))
  if (began === 'begun') vaultIds.add(vault.vaultId)
  const completed = await atErasure(
    { type: 'CompleteErasure', erasureId, vaultIds: [...vaultIds] },
    contextOf(erasureId, 'complete'),
  )()
  if (done(completed, 'complete')) await conclude('carriedOut')
}
