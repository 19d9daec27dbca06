// What is done to the tables of a vault, one function for each question. Everything here runs inside a transaction.
import type { NewEvent } from '@patina/eventsourcing'
import type { RetentionClass } from '@patina/privacy'
import type {
  Fenced,
  FenceStep,
  IndexRow,
  KeyStanding,
  NamedSecret,
  NewKey,
  Seen,
  SuppressionRow,
  Unit,
  UnitStanding,
} from '@patina/privacy/shell'
import { type Database, limitParameter } from '../file/database.js'
import { prepareClaims } from './claims.js'
import { prepareKeys } from './keys.js'

const allScopes = '*'

const unitOf = ([subject, of, scope]: readonly [string, RetentionClass, string]): Unit => ({
  subject,
  class: of,
  scope,
})

/** The statements of one open vault, prepared once. */
export const prepareVault = (database: Database) => {
  const keys = prepareKeys(database)
  const meta = database.query<readonly [string]>('SELECT value FROM meta WHERE name = ?')
  const setMeta = database.change(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  // Another process may owe one more by now.
  const forgetSweep = database.change("DELETE FROM meta WHERE name = 'sweep_owed' AND value = ?")
  const generation = database.query<readonly [number]>(
    'SELECT generation FROM generations WHERE subject = ? AND class = ?',
  )
  const setGeneration = database.change(
    `INSERT INTO generations (subject, class, generation) VALUES (?, ?, ?)
     ON CONFLICT (subject, class) DO UPDATE SET generation = excluded.generation`,
  )
  const fenceAt = database.query<readonly [string, string, string]>(
    `SELECT erasure_id, why, at FROM fences JOIN erasures USING (erasure_id)
     WHERE subject = ? AND class = ? AND generation = ? AND scope = ?`,
  )
  const erasure = database.query<readonly [string, string, string]>(
    'SELECT erasure_id, why, at FROM erasures WHERE erasure_id = ?',
  )
  const named = database.query<readonly [string]>(
    'SELECT erasure_id FROM named_keys WHERE key_id = ?',
  )
  const addErasure = database.change(
    'INSERT INTO erasures (erasure_id, why, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const addFence = database.change(
    `INSERT INTO fences (subject, class, generation, scope, erasure_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const addNamed = database.change(
    'INSERT INTO named_keys (key_id, erasure_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const addEvent = database.change(
    'INSERT INTO fence_events (revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?)',
  )
  const events = database.query<readonly [number, string, string, string, string]>(
    `SELECT revision, id, type, data, metadata FROM fence_events
     WHERE revision > ? ORDER BY revision LIMIT ${limitParameter}`,
  )
  const secrets = database.query<readonly [string, string, Uint8Array]>(
    'SELECT name, kek_id, wrapped FROM secrets ORDER BY name',
  )
  const addSecret = database.change(
    'INSERT INTO secrets (name, kek_id, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const replaceSecret = database.change(
    `INSERT INTO secrets (name, kek_id, wrapped) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET kek_id = excluded.kek_id, wrapped = excluded.wrapped`,
  )
  const indexed = database.query<readonly [string, RetentionClass, string]>(
    'SELECT subject, class, scope FROM blind_index WHERE kind = ? AND token = ?',
  )
  const addIndexed = database.change(
    `INSERT INTO blind_index (kind, token, subject, class, scope) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const removeIndexedClass = database.change(
    'DELETE FROM blind_index WHERE subject = ? AND class = ?',
  )
  const removeIndexed = database.change(
    'DELETE FROM blind_index WHERE subject = ? AND class = ? AND scope = ?',
  )
  const emptyIndex = database.change('DELETE FROM blind_index')
  const purgeIndexed = database.change('DELETE FROM blind_index WHERE subject = ?')
  const addSuppression = database.change(
    `INSERT INTO suppression (entry_id, kind, token) VALUES (?, ?, ?)
     ON CONFLICT (entry_id) DO UPDATE SET kind = excluded.kind, token = excluded.token`,
  )
  const removeSuppression = database.change('DELETE FROM suppression WHERE entry_id = ?')
  const suppressing = database.query<readonly [string]>(
    'SELECT entry_id FROM suppression WHERE kind = ? AND token = ? ORDER BY entry_id',
  )
  const hasSuppression = database.query<readonly [number]>(
    'SELECT 1 FROM suppression WHERE entry_id = ?',
  )

  const generationOf = (subject: string, of: RetentionClass): number =>
    generation.get(subject, of)?.[0] ?? 0

  const fencedAt = ({ subject, class: of, scope }: Unit, at: number): Fenced | undefined => {
    const found = fenceAt.get(subject, of, at, allScopes) ?? fenceAt.get(subject, of, at, scope)
    return found === undefined ? undefined : { erasureId: found[0], why: found[1], at: found[2] }
  }

  const erasureOf = (erasureId: string): Fenced | undefined => {
    const found = erasure.get(erasureId)
    return found === undefined ? undefined : { erasureId, why: found[1], at: found[2] }
  }

  const standingOf = (unit: Unit): UnitStanding => {
    const now = generationOf(unit.subject, unit.class)
    return { generation: now, fenced: fencedAt(unit, now), key: keys.living(unit, now) }
  }

  const keyStandingOf = (keyId: string): KeyStanding | undefined => {
    const found = keys.byId(keyId)
    if (found === undefined) {
      const by = named.get(keyId)?.[0]
      return by === undefined ? undefined : { row: undefined, fenced: erasureOf(by) }
    }
    const { row, by } = found
    return { row, fenced: by === null ? fencedAt(row.unit, row.generation) : erasureOf(by) }
  }

  const mint = (key: NewKey): UnitStanding => {
    const found = standingOf(key.unit)
    if (
      found.fenced !== undefined ||
      found.key !== undefined ||
      found.generation !== key.generation
    ) {
      return found
    }
    keys.add(key)
    return { ...found, key }
  }

  // Says whether the row is new. What is fenced is left out.
  const putIndexed = ({ kind, token, unit }: IndexRow): boolean => {
    const { subject, class: of, scope } = unit
    if (fencedAt(unit, generationOf(subject, of)) !== undefined) return false
    return Number(addIndexed.run(kind, token, subject, of, scope).changes) > 0
  }

  const claims = prepareClaims(database, putIndexed)

  // Rows that hold tokens may have been moved by SQLite before they were deleted: what that left is swept away later.
  const owesSweep = (): void =>
    void setMeta.run('sweep_owed', String(Number(meta.get('sweep_owed')?.[0] ?? 0) + 1))

  const fenceOff = (
    erasureId: string,
    subject: string,
    of: RetentionClass,
    at: number,
    scopes: ReadonlyArray<string> | undefined,
  ): void => {
    const isCurrent = at >= generationOf(subject, of)
    if (isCurrent) owesSweep()
    for (const scope of scopes ?? [allScopes]) addFence.run(subject, of, at, scope, erasureId)
    if (scopes === undefined) {
      keys.destroy(erasureId, { subject, class: of }, at)
      if (isCurrent) {
        removeIndexedClass.run(subject, of)
        claims.dropUnit(subject, of)
      }
      return
    }
    for (const scope of scopes) {
      keys.destroy(erasureId, { subject, class: of }, at, scope)
      if (isCurrent) {
        removeIndexed.run(subject, of, scope)
        claims.dropUnit(subject, of, scope)
      }
    }
  }

  const carryOut = (step: FenceStep): void => {
    switch (step.step) {
      case 'fence':
        addErasure.run(step.erasureId, step.why, step.at)
        for (const { subject, class: of, generation: at, scopes } of step.parts) {
          fenceOff(step.erasureId, subject, of, at, scopes)
        }
        return
      case 'reopen':
        setGeneration.run(step.subject, step.class, step.generation)
        return
      case 'destroyed':
        for (const keyId of step.keyIds) {
          if (keys.byId(keyId) === undefined) addNamed.run(keyId, step.erasureId)
        }
    }
  }

  const seen = (): Seen | undefined => {
    const revision = meta.get('seen_revision')?.[0]
    const id = meta.get('seen_id')?.[0]
    return revision === undefined || id === undefined
      ? undefined
      : { revision: Number(revision), id }
  }

  const allSecrets = (): ReadonlyArray<NamedSecret> =>
    secrets.all().map(([name, kekId, wrapped]) => ({ name, kekId, wrapped }))

  return {
    vaultId: (): string => meta.get('vault_id')?.[0] ?? '',
    logId: (): string | undefined => meta.get('log_id')?.[0],
    /** What `paidSweep` is told afterwards; undefined when nothing was erased since the last one. */
    sweepOwed: (): string | undefined => meta.get('sweep_owed')?.[0],
    paidSweep: (owed: string): void => void forgetSweep.run(owed),
    setLogId: (logId: string): void => void setMeta.run('log_id', logId),
    seen,
    standingOf,
    keyStandingOf,
    mint,
    carryOut: (
      expected: Seen | undefined,
      next: Seen,
      steps: ReadonlyArray<FenceStep>,
      record: ReadonlyArray<NewEvent & Seen>,
    ): boolean => {
      const now = seen()
      if (now?.revision !== expected?.revision || now?.id !== expected?.id) return false
      for (const step of steps) carryOut(step)
      for (const { revision, id, type, data, metadata } of record) {
        addEvent.run(revision, id, type, data, metadata)
      }
      setMeta.run('seen_revision', String(next.revision))
      setMeta.run('seen_id', next.id)
      return true
    },
    record: (after: number, limit: number): ReadonlyArray<NewEvent & Seen> =>
      events
        .all(after, limit)
        .map(([revision, id, type, data, metadata]) => ({ revision, id, type, data, metadata })),
    destroyedBy: keys.destroyedBy,
    notUnder: keys.notUnder,
    rewrap: keys.rewrap,
    secrets: allSecrets,
    keepSecrets: (
      kept: ReadonlyArray<NamedSecret>,
      isReplacing: boolean,
    ): ReadonlyArray<NamedSecret> => {
      const keep = isReplacing ? replaceSecret : addSecret
      for (const { name, kekId, wrapped } of kept) keep.run(name, kekId, wrapped)
      return allSecrets()
    },
    lookup: (kind: string, token: Uint8Array): ReadonlyArray<Unit> =>
      indexed.all(kind, token).map(unitOf),
    indexedThrough: (): string => meta.get('indexed_through')?.[0] ?? '',
    emptyIndex: (): void => {
      emptyIndex.run()
      setMeta.run('indexed_through', '')
    },
    index: (through: string, put: ReadonlyArray<IndexRow>, remove: ReadonlyArray<Unit>): number => {
      for (const { subject, class: of, scope } of remove) removeIndexed.run(subject, of, scope)
      let count = 0
      for (const row of put) if (putIndexed(row)) count++
      setMeta.run('indexed_through', through)
      return count
    },
    claim: claims.claim,
    confirm: claims.confirm,
    release: claims.release,
    claimsBefore: claims.claimsBefore,
    purge: (subjects: ReadonlyArray<string>): number => {
      owesSweep()
      for (const subject of subjects) claims.dropSubject(subject)
      return subjects.reduce(
        (count, subject) => count + Number(purgeIndexed.run(subject).changes),
        0,
      )
    },
    suppress: (rows: ReadonlyArray<SuppressionRow>): void => {
      for (const { entryId, kind, token } of rows) addSuppression.run(entryId, kind, token)
    },
    lift: (entryIds: ReadonlyArray<string>): void => {
      for (const entryId of entryIds) removeSuppression.run(entryId)
    },
    suppressing: (kind: string, token: Uint8Array): ReadonlyArray<string> =>
      suppressing.all(kind, token).map(([entryId]) => entryId),
    missing: (entryIds: ReadonlyArray<string>): ReadonlyArray<string> =>
      entryIds.filter((entryId) => hasSuppression.get(entryId) === undefined),
  }
}
