import { type NewEvent, newId } from '@patina/eventsourcing'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import type {
  ClaimRow,
  Fenced,
  FenceStep,
  Fencing,
  IndexRow,
  KeyRow,
  NamedSecret,
  NewKey,
  Seen,
  SuppressionRow,
  Unit,
  UnitStanding,
  VaultRows,
} from './vault-rows.js'

const allScopes = '*'

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const classKey = ({ subject, class: of }: Pick<Unit, 'subject' | 'class'>): string =>
  JSON.stringify([subject, of])
const unitKey = ({ subject, class: of, scope }: Unit, generation: number): string =>
  JSON.stringify([subject, of, generation, scope])

interface Rows {
  logId: string | undefined
  seen: Seen | undefined
  indexedThrough: string
  readonly keys: Map<string, KeyRow>
  /** The living key of a unit and generation. */
  readonly living: Map<string, string>
  readonly generations: Map<string, number>
  readonly erasures: Map<string, Fenced>
  readonly fences: Map<string, string>
  /** Emptied keys, and the erasure that emptied them. */
  readonly destroyed: Map<string, string>
  /** Keys that only the fence has heard of. */
  readonly named: Map<string, string>
  readonly events: (NewEvent & Seen)[]
  readonly secrets: Map<string, NamedSecret>
  readonly index: Map<string, IndexRow>
  /** By kind and token: one claim for each value. */
  readonly claims: Map<string, ClaimRow>
  readonly suppression: Map<string, SuppressionRow>
}

const fencedAt = (rows: Rows, unit: Unit, generation: number): Fenced | undefined => {
  const erasureId =
    rows.fences.get(unitKey({ ...unit, scope: allScopes }, generation)) ??
    rows.fences.get(unitKey(unit, generation))
  return erasureId === undefined ? undefined : rows.erasures.get(erasureId)
}

const standingOf = (rows: Rows, unit: Unit): UnitStanding => {
  const generation = rows.generations.get(classKey(unit)) ?? 0
  const keyId = rows.living.get(unitKey(unit, generation))
  const key = keyId === undefined ? undefined : rows.keys.get(keyId)
  return { generation, fenced: fencedAt(rows, unit, generation), key }
}

// An index row has no generation: it goes when its scope is fenced in whatever generation counts now.
const isIndexFenced = (rows: Rows, unit: Unit): boolean =>
  fencedAt(rows, unit, rows.generations.get(classKey(unit)) ?? 0) !== undefined

const fenceOff = (rows: Rows, { erasureId, why, at, parts }: Fencing): void => {
  rows.erasures.set(erasureId, { erasureId, why, at })
  for (const { subject, class: of, generation, scopes = [allScopes] } of parts) {
    for (const scope of scopes) {
      const key = unitKey({ subject, class: of, scope }, generation)
      if (!rows.fences.has(key)) rows.fences.set(key, erasureId)
    }
  }
  for (const [keyId, row] of rows.keys) {
    if (row.wrapped === undefined) continue
    if (fencedAt(rows, row.unit, row.generation) === undefined) continue
    row.wrapped.fill(0)
    rows.destroyed.set(keyId, erasureId)
    rows.keys.set(keyId, { ...row, wrapped: undefined })
    rows.living.delete(unitKey(row.unit, row.generation))
  }
  for (const table of [rows.index, rows.claims]) {
    for (const [at, row] of table) if (isIndexFenced(rows, row.unit)) table.delete(at)
  }
}

const carryOut = (rows: Rows, step: FenceStep): void => {
  switch (step.step) {
    case 'fence':
      fenceOff(rows, step)
      return
    case 'reopen':
      rows.generations.set(classKey(step), step.generation)
      return
    case 'destroyed':
      for (const keyId of step.keyIds) {
        if (!rows.keys.has(keyId)) rows.named.set(keyId, step.erasureId)
      }
  }
}

const indexKeyOf = ({ kind, token, unit }: IndexRow): string =>
  JSON.stringify([kind, textOf(token), unit.subject, unit.class, unit.scope])

const claimKeyOf = ({ kind, token }: Pick<IndexRow, 'kind' | 'token'>): string =>
  JSON.stringify([kind, textOf(token)])

const endClaim = ({ claims }: Rows, eventId: string): void => {
  for (const [at, row] of claims) if (row.eventId === eventId) claims.delete(at)
}

/** The rows of a vault that lives and ends with the process. */
export const inMemoryVaultRows = (vaultId: string = newId()): VaultRows => {
  const rows: Rows = {
    logId: undefined,
    seen: undefined,
    indexedThrough: '',
    keys: new Map(),
    living: new Map(),
    generations: new Map(),
    erasures: new Map(),
    fences: new Map(),
    destroyed: new Map(),
    named: new Map(),
    events: [],
    secrets: new Map(),
    index: new Map(),
    claims: new Map(),
    suppression: new Map(),
  }
  const answer =
    <A>(work: () => A): TE.TaskEither<never, A> =>
    // A database answers in another turn: so does this, or a race would show only there.
    async () => {
      await Promise.resolve()
      return { _tag: 'Right', right: work() }
    }

  const mintOne = (key: NewKey): UnitStanding => {
    const { unit, generation } = key
    const found = standingOf(rows, unit)
    if (found.fenced !== undefined || found.key !== undefined || found.generation !== generation) {
      return found
    }
    const kept = { ...key, wrapped: Uint8Array.from(key.wrapped) }
    rows.keys.set(key.keyId, kept)
    rows.living.set(unitKey(unit, generation), key.keyId)
    return { ...found, key: kept }
  }

  return {
    vaultId,
    bind: (logId) =>
      answer(() => {
        rows.logId ??= logId
        return rows.logId
      }),
    seen: answer(() => rows.seen),
    byUnit: (units) => answer(() => units.map((unit) => standingOf(rows, unit))),
    byId: (keyIds) =>
      answer(() =>
        keyIds.map((keyId) => {
          const row = rows.keys.get(keyId)
          const by = rows.destroyed.get(keyId)
          if (row !== undefined && by !== undefined) return { row, fenced: rows.erasures.get(by) }
          if (row !== undefined) return { row, fenced: fencedAt(rows, row.unit, row.generation) }
          const erasureId = rows.named.get(keyId)
          return erasureId === undefined
            ? undefined
            : { row: undefined, fenced: rows.erasures.get(erasureId) }
        }),
      ),
    mint: (keys) => answer(() => keys.map(mintOne)),
    carryOut: (expected, next, steps, record) =>
      answer(() => {
        if (rows.seen?.revision !== expected?.revision || rows.seen?.id !== expected?.id) {
          return false
        }
        for (const step of steps) carryOut(rows, step)
        rows.events.push(...record)
        rows.seen = next
        return true
      }),
    record: (after, limit) =>
      answer(() => rows.events.filter(({ revision }) => revision > after).slice(0, limit)),
    destroyedBy: (erasureId) =>
      answer(() =>
        [...rows.destroyed]
          .filter(([, by]) => by === erasureId)
          .map(([keyId]) => keyId)
          .sort(),
      ),
    notUnder: (kekId, limit) =>
      answer(() =>
        [...rows.keys.values()]
          .filter((row): row is NewKey => row.kekId !== kekId && row.wrapped !== undefined)
          .slice(0, limit),
      ),
    rewrap: (keys) =>
      answer(() => {
        const alive = keys.filter(({ keyId }) => rows.keys.get(keyId)?.wrapped !== undefined)
        for (const key of alive) rows.keys.set(key.keyId, key)
        return alive.length
      }),
    secrets: answer(() => [...rows.secrets.values()]),
    keepSecrets: (secrets, isReplacing) =>
      answer(() => {
        for (const secret of secrets) {
          if (isReplacing || !rows.secrets.has(secret.name)) rows.secrets.set(secret.name, secret)
        }
        return [...rows.secrets.values()]
      }),
    lookup: (kind, token) =>
      answer(() => {
        const wanted = textOf(token)
        return [...rows.index.values()]
          .filter((row) => row.kind === kind && textOf(row.token) === wanted)
          .map(({ unit }) => unit)
      }),
    indexedThrough: answer(() => rows.indexedThrough),
    emptyIndex: answer(() => {
      rows.index.clear()
      rows.indexedThrough = ''
    }),
    index: (through, put, remove) =>
      answer(() => {
        const gone = new Set(remove.map((unit) => unitKey(unit, 0)))
        for (const [at, row] of rows.index) {
          if (gone.has(unitKey(row.unit, 0))) rows.index.delete(at)
        }
        const wanted = put.filter(({ unit }) => !isIndexFenced(rows, unit))
        const before = rows.index.size
        for (const row of wanted) rows.index.set(indexKeyOf(row), row)
        rows.indexedThrough = through
        return rows.index.size - before
      }),
    claim: (row) =>
      answer(() => {
        const value = claimKeyOf(row)
        const found = rows.claims.get(value)
        if (found !== undefined && found.eventId !== row.eventId) return found
        if (found !== undefined) {
          rows.claims.set(value, { ...found, stream: row.stream })
          return 'claimed'
        }
        const isHad = [...rows.index.values()].some(
          (one) => one.unit.subject !== row.unit.subject && claimKeyOf(one) === value,
        )
        if (isHad) return 'indexed'
        rows.claims.set(value, row)
        return 'claimed'
      }),
    confirm: (confirmed) =>
      answer(() => {
        for (const row of confirmed) {
          endClaim(rows, row.eventId)
          const { kind, token, unit } = row
          if (!isIndexFenced(rows, unit)) rows.index.set(indexKeyOf(row), { kind, token, unit })
        }
      }),
    release: (eventIds) =>
      answer(() => {
        for (const eventId of eventIds) endClaim(rows, eventId)
      }),
    claimsBefore: (at, limit) =>
      answer(() =>
        [...rows.claims.values()]
          .filter((row) => row.at < at)
          .sort((a, b) => (a.at < b.at ? -1 : 1))
          .slice(0, limit),
      ),
    purge: (subjects) =>
      answer(() => {
        for (const [at, row] of rows.claims) {
          if (subjects.includes(row.unit.subject)) rows.claims.delete(at)
        }
        const before = rows.index.size
        for (const [at, row] of rows.index) {
          if (subjects.includes(row.unit.subject)) rows.index.delete(at)
        }
        return before - rows.index.size
      }),
    suppress: (suppressed) =>
      answer(() => {
        for (const row of suppressed) rows.suppression.set(row.entryId, row)
      }),
    lift: (entryIds) =>
      answer(() => {
        for (const entryId of entryIds) rows.suppression.delete(entryId)
      }),
    suppressing: (kind, token) =>
      answer(() => {
        const wanted = textOf(token)
        return [...rows.suppression.values()]
          .filter((row) => row.kind === kind && textOf(row.token) === wanted)
          .map(({ entryId }) => entryId)
          .sort()
      }),
    missing: (entryIds) =>
      answer(() => entryIds.filter((entryId) => !rows.suppression.has(entryId))),
  }
}
