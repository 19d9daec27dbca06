// The fence of the log rules over the vault: an old vault catches up before it serves, an old log is refused.
import { type EventStore, inMemoryEventStore, newId } from '@patina/eventsourcing'
import { fenceStream } from '@patina/privacy'
import {
  openVault,
  personIndex,
  suppressionList,
  type VaultRows,
  type VaultUnavailable,
} from '@patina/privacy/shell'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { holds, leftOf, rightOf, same } from '../judgement.js'
import { unitOf, type VaultCheck, vaultOn } from './trial.js'

const yesterday: VaultCheck = {
  name: "yesterday's vault put back brings back neither key nor index row [R1]",
  needs: 'backup',
  run: async ({ open }) => {
    const session = await open()
    const before = await vaultOn(session.rows)
    const gone = rightOf('a key', await before.seal(unitOf('gone', 'contact', 'x')))
    const stays = rightOf('a key', await before.seal(unitOf('stays', 'contact', 'y')))
    const index = personIndex(before.vault)
    const rows = ['gone', 'stays'].map((subject) => ({
      kind: 'phone',
      value: '+85200000000',
      unit: unitOf(subject, 'contact', subject === 'gone' ? 'x' : 'y'),
    }))
    const head = rightOf('the head', await before.store.head())
    same('rows', rightOf('indexing', await index.index(head, rows, [])()), 2)
    const restore = await session.backup()
    const erasureId = await before.erase('gone', 'contact')
    same('caught up', rightOf('catching up', await before.vault.catchUp()), 1)
    const restored = await restore()
    const after = await vaultOn(restored.rows, before.store, before.kek)
    const found = await after.find(gone)
    same('the key', found._tag, 'DeadKey')
    same('the other key', (await after.find(stays))._tag, 'UsableKey')
    const looked = await personIndex(after.vault).lookup('phone', '+85200000000')()
    same('who has the number', rightOf('a lookup', looked), ['stays'])
    const destroyed = rightOf('destroyed keys', await after.vault.destroyedBy(erasureId)())
    same('destroyed again', destroyed, [gone])
    const [row] = rightOf('rows', await restored.rows.byId([gone])())
    same('what is left of the key', row?.row?.wrapped, undefined)
  },
}

const madeAfterBackup: VaultCheck = {
  name: 'a key that was made and destroyed after the backup is known as destroyed, not as unknown',
  needs: 'backup',
  run: async ({ open }) => {
    const session = await open()
    const before = await vaultOn(session.rows)
    const restore = await session.backup()
    const keyId = rightOf('a key', await before.seal(unitOf('a')))
    const erasureId = await before.erase('a', 'identity')
    const keyIds = rightOf('destroyed keys', await before.vault.destroyedBy(erasureId)())
    rightOf(
      'a record',
      await before.send({
        type: 'RecordKeysDestroyed',
        logId: before.store.logId,
        erasureId,
        vaultId: before.vault.vaultId,
        keyIds,
      }),
    )
    const after = await vaultOn((await restore()).rows, before.store, before.kek)
    same('the key', (await after.find(keyId))._tag, 'DeadKey')
  },
}

// A log as it was when its fence had so many events.
const copyOf = async (store: EventStore, count: number): Promise<EventStore> => {
  const copy = inMemoryEventStore({ logId: store.logId })
  const stream = fenceStream(store.logId)
  const page = rightOf('the fence', await store.readStream(stream, -1, count)())
  for (const [at, { id, type, data, metadata }] of page.events.entries()) {
    const expected = at === 0 ? 'none' : at - 1
    rightOf('a copy', await copy.append(stream, expected, [{ id, type, data, metadata }])())
  }
  return copy
}

const idsOfFence = async (store: EventStore): Promise<ReadonlyArray<string>> => {
  const page = await store.readStream(fenceStream(store.logId), -1, 100)()
  return rightOf('the fence', page).events.map(({ id }) => id)
}

const oldLog: VaultCheck = {
  name: 'a log without erasures that the vault has seen is refused, until it is said that it was put back: then it is given them [R2]',
  run: async ({ open, assert }) => {
    const counts = fc
      .integer({ min: 1, max: 6 })
      .chain((all) => fc.tuple(fc.constant(all), fc.nat({ max: all - 1 })))
    await assert(
      fc.asyncProperty(counts, async ([all, left]) => {
        const { rows } = await open()
        const { store, vault, kek, seal, erase } = await vaultOn(rows)
        const stays = rightOf('a key', await seal(unitOf('stays')))
        const gone = rightOf('a key', await seal(unitOf('last')))
        for (let n = 1; n < all; n++) await erase(`guest ${n}`, 'identity')
        await erase('last', 'identity')
        await vault.catchUp()
        const copy = await copyOf(store, left)
        const refused = leftOf('an old log', await openVault({ rows, kek })(copy)())
        same('the answer', refused, { _tag: 'LogBehindVault', seen: all - 1 })
        same('what it left alone', (await idsOfFence(copy)).length, left)
        const mended = await vaultOn(rows, copy, kek, { isLogRestored: true })
        same('the fence', await idsOfFence(copy), await idsOfFence(store))
        const again = await vaultOn(rows, copy, kek)
        for (const { find } of [mended, again]) {
          same('the erased key', (await find(gone))._tag, 'DeadKey')
          same('the other key', (await find(stays))._tag, 'UsableKey')
        }
      }),
    )
  },
}

const swappedLog: VaultCheck = {
  name: 'a vault whose log is exchanged for an older copy under its hands serves no key [R2]',
  run: async ({ open }) => {
    const { rows } = await open()
    const store = inMemoryEventStore()
    const vaulted = await vaultOn(rows, store)
    const stays = rightOf('a key', await vaulted.seal(unitOf('b')))
    await vaulted.erase('a', 'identity')
    let current: EventStore = store
    const { vault } = await vaultOn(
      rows,
      { ...store, readStream: (...asked) => current.readStream(...asked) },
      vaulted.kek,
    )
    current = await copyOf(store, 0)
    const silent = leftOf('an old log', await vault.openingKeys([stays])())
    same('the answer', silent, { _tag: 'LogBehindVault', seen: 0 })
  },
}

const otherFence: VaultCheck = {
  name: 'a log that says something else where the vault has seen an erasure is refused, also as one that was put back',
  run: async ({ open }) => {
    const { rows } = await open()
    const { store, vault, kek, erase } = await vaultOn(rows)
    await erase('a', 'identity')
    await erase('b', 'identity')
    await vault.catchUp()
    const forked = await copyOf(store, 1)
    const { rows: others } = await open()
    await (await vaultOn(others, forked)).erase('c', 'identity')
    const before = await idsOfFence(forked)
    for (const isLogRestored of [false, true]) {
      const refused = await openVault({ rows, kek, isLogRestored })(forked)()
      same('the answer', leftOf('another fence', refused), { _tag: 'LogBehindVault', seen: 1 })
      same('its fence', await idsOfFence(forked), before)
    }
  },
}

const oldIndex: VaultCheck = {
  name: 'an index that is ahead of a log that was put back is made anew; claims stay',
  run: async ({ open }) => {
    for (const isLogRestored of [false, true]) {
      const { rows } = await open()
      const { store, vault, kek, erase } = await vaultOn(rows)
      const index = personIndex(vault)
      const row = { kind: 'phone', value: '+85200000000', unit: unitOf('lost', 'contact') }
      const claimed = {
        kind: 'card',
        value: 'C1',
        unit: unitOf('lost'),
        eventId: newId(),
        stream: 'member-lost',
        at: '2026-01-01T00:00:00.000Z',
      }
      await erase('a', 'identity')
      const head = rightOf('the head', await store.head())
      same('rows', rightOf('indexing', await index.index(`${head}9`, [row], [])()), 1)
      same('a claim', rightOf('claiming', await index.claim(claimed)()), 'claimed')
      const after = personIndex((await vaultOn(rows, store, kek, { isLogRestored })).vault)
      same('who has the number', rightOf('a lookup', await after.lookup('phone', row.value)()), [])
      same('how far it is', rightOf('the place', await after.through()), '')
      const again = { ...claimed, unit: unitOf('other'), eventId: newId() }
      const standing = rightOf('claiming', await after.claim(again)())
      holds(standing !== 'claimed', 'a claim was lost with the index')
      same('indexed again', rightOf('indexing', await after.index(head, [row], [])()), 1)
      // One that is not ahead stays, unless it is said that the log was put back.
      const kept = personIndex((await vaultOn(rows, store, kek, { isLogRestored })).vault)
      same('how far it is', rightOf('the place', await kept.through()), isLogRestored ? '' : head)
    }
  },
}

const unreachable: VaultCheck = {
  name: 'a vault that cannot read the fence serves no key',
  run: async ({ open }) => {
    const { rows } = await open()
    const vaulted = await vaultOn(rows)
    const keyId = rightOf('a key', await vaulted.seal(unitOf('a')))
    let isDown = false
    const { store } = vaulted
    const vault = rightOf(
      'a vault',
      await openVault({ rows, kek: vaulted.kek })({
        ...store,
        readStream: (...asked) =>
          isDown
            ? () =>
                Promise.resolve(
                  E.left({ _tag: 'StoreUnavailable', reason: 'down', outcome: 'not-written' }),
                )
            : store.readStream(...asked),
      })(),
    )
    rightOf('an answer', await vault.openingKeys([keyId])())
    isDown = true
    same('opening', leftOf('no log', await vault.openingKeys([keyId])())._tag, 'VaultBehindLog')
    same(
      'sealing',
      leftOf('no log', await vault.sealingKeys([unitOf('a')])())._tag,
      'VaultBehindLog',
    )
  },
}

const oneCarriesOut: VaultCheck = {
  name: 'of several who carry out the same events of the fence one does it',
  run: async ({ open }) => {
    const { rows } = await open()
    const next = { revision: 0, id: newId() }
    const record = [{ ...next, type: 'LegalHoldReleased', data: '{}', metadata: '{}' }]
    const done = await Promise.all(
      Array.from({ length: 4 }, () => rows.carryOut(undefined, next, [], record)()),
    )
    const won = done.map((one) => rightOf('an answer', one)).filter((isDone) => isDone)
    same('those who did it', won.length, 1)
    same('what was seen', rightOf('an answer', await rows.seen()), next)
    same('the record', rightOf('a record', await rows.record(-1, 10)()), record)
    const stale = rows.carryOut({ revision: 0, id: newId() }, { revision: 1, id: newId() }, [], [])
    same('from another place', rightOf('an answer', await stale()), false)
  },
}

const indexes: VaultCheck = {
  name: 'people are found by a value until they are erased, and the suppression list outlives them [R12]',
  run: async ({ open }) => {
    const { rows } = await open()
    const { vault, erase } = await vaultOn(rows)
    const index = personIndex(vault)
    const list = suppressionList(vault)
    const number = (subject: string, scope: string) => ({
      kind: 'phone',
      value: '+85200000000',
      unit: unitOf(subject, 'contact', scope),
    })
    const who = async () => rightOf('a lookup', await index.lookup('phone', '+85200000000')())
    same('before', await who(), [])
    const put = [number('a', 'one'), number('b', 'two'), number('a', 'three')]
    same('rows', rightOf('indexing', await index.index('1', put, [])()), 3)
    same('rows twice', rightOf('indexing', await index.index('2', put, [])()), 0)
    same('how far', rightOf('a position', await index.through()), '2')
    same('a family', await who(), ['a', 'b'])
    same('of another kind', rightOf('a lookup', await index.lookup('fax', '+85200000000')()), [])
    rightOf('removal', await index.index('3', [], [unitOf('b', 'contact', 'two')])())
    same('who changed the number', await who(), ['a'])

    const entryId = newId()
    rightOf('suppression', await list.suppress(entryId, 'phone', '+85200000000')())
    await erase('a', 'contact', ['one'])
    same('with one of two', await who(), ['a'])
    await erase('a', 'contact')
    same('erased', await who(), [])
    same('rows of the erased', rightOf('indexing', await index.index('4', put, [])()), 1)
    same('who came back', await who(), ['b'])
    same('purged', rightOf('purging', await index.purge(['b'])()), 1)
    same('nobody', await who(), [])

    const isSuppressed = async (live: ReadonlyArray<string>) =>
      list.isSuppressed('phone', '+85200000000', live)()
    same('suppressed', rightOf('a list', await isSuppressed([entryId])), true)
    same('lifted in the log', rightOf('a list', await isSuppressed([])), false)
    const lacking = leftOf('a list', await isSuppressed([entryId, newId()]))
    same('a row that is lost', lacking._tag, 'SuppressionListIncomplete')
  },
}

// Rows that fail at one call: before it did anything, or after, as when the answer of a database is lost.
const failingAt = (rows: VaultRows, call: number, isAfter: boolean): VaultRows => {
  let count = 0
  const unavailable: VaultUnavailable = { _tag: 'VaultUnavailable', reason: 'failpoint' }
  const guarded =
    <A>(task: () => Promise<E.Either<VaultUnavailable, A>>) =>
    async (): Promise<E.Either<VaultUnavailable, A>> => {
      if (count++ !== call) return task()
      if (isAfter) await task()
      return E.left(unavailable)
    }
  return {
    ...rows,
    seen: guarded(rows.seen),
    bind: (logId) => guarded(rows.bind(logId)),
    byUnit: (units) => guarded(rows.byUnit(units)),
    byId: (keyIds) => guarded(rows.byId(keyIds)),
    mint: (keys) => guarded(rows.mint(keys)),
    carryOut: (...steps) => guarded(rows.carryOut(...steps)),
    notUnder: (kekId, limit) => guarded(rows.notUnder(kekId, limit)),
    rewrap: (keys) => guarded(rows.rewrap(keys)),
  }
}

const convergesAfterFaults: VaultCheck = {
  name: 'a vault that fails at any call, before or after it, goes on as if nothing was [R3]',
  run: async ({ open, assert }) => {
    await assert(
      fc.asyncProperty(fc.nat({ max: 14 }), fc.boolean(), async (call, isAfter) => {
        const { rows } = await open()
        const store = inMemoryEventStore()
        const sound = await vaultOn(rows, store)
        const stays = rightOf('a key', await sound.seal(unitOf('stays')))
        const gone = rightOf('a key', await sound.seal(unitOf('gone')))
        const faulty = await openVault({ rows: failingAt(rows, call, isAfter), kek: sound.kek })(
          store,
        )()
        if (E.isRight(faulty)) {
          const vault = faulty.right
          await vault.sealingKeys([unitOf('new')])()
          await sound.erase('gone', 'identity')
          await vault.openingKeys([gone, stays])()
          await vault.sealingKeys([unitOf('gone'), unitOf('stays')])()
          // Whatever failed in between: it can be asked again. The one fault may hit the first of these.
          const first = await vault.openingKeys([gone, stays])()
          const again = rightOf(
            'asked again',
            E.isRight(first) ? first : await vault.openingKeys([gone, stays])(),
          )
          same('the erased key', again.get(gone)?._tag, 'DeadKey')
          same('the other key', again.get(stays)?._tag, 'UsableKey')
        } else await sound.erase('gone', 'identity')
        const after = await vaultOn(rows, store, sound.kek)
        same('the erased key', (await after.find(gone))._tag, 'DeadKey')
        same('the other key', (await after.find(stays))._tag, 'UsableKey')
        const fresh = rightOf('a key', await after.seal(unitOf('new')))
        same('the new key', (await after.find(fresh))._tag, 'UsableKey')
        holds(E.isLeft(await after.seal(unitOf('gone'))), 'a key was made for who is erased')
      }),
    )
  },
}

export const fenceChecks: ReadonlyArray<VaultCheck> = [
  yesterday,
  madeAfterBackup,
  oldLog,
  swappedLog,
  otherFence,
  oldIndex,
  unreachable,
  oneCarriesOut,
  indexes,
  convergesAfterFaults,
]
