// Keys are found again, made once, and gone for good.
import { type EventStore, inMemoryEventStore, newId } from '@patina/eventsourcing'
import type { RetentionClass } from '@patina/privacy'
import { type Kek, type KeyStanding, openVault, type VaultRows } from '@patina/privacy/shell'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { fail, holds, rightOf, same } from '../judgement.js'
import { newKek, unitOf, type VaultCheck, type Vaulted, vaultOn } from './trial.js'

const keyFor = async (vaulted: Vaulted, unit = unitOf('a')): Promise<string> =>
  rightOf('a key', await vaulted.seal(unit))

const tagOf = async (vaulted: Vaulted, keyId: string): Promise<string> =>
  (await vaulted.find(keyId))._tag

const findsAgain: VaultCheck = {
  name: 'a key that was made is found again by everybody, and opened again after a restart',
  needs: 'reopen',
  run: async ({ open }) => {
    const session = await open()
    const first = await vaultOn(session.rows)
    const keyId = await keyFor(first)
    const { rows } = await session.reopen()
    const second = await vaultOn(rows, first.store, first.kek)
    same('the key of the same unit', await keyFor(second), keyId)
    same('what its name stands for', await tagOf(second, keyId), 'UsableKey')
    same('the vault', rows.vaultId, session.rows.vaultId)
  },
}

const onePerUnit: VaultCheck = {
  name: 'many who want the key of a unit at once, in two processes, get the same one',
  run: async ({ open }) => {
    const { rows } = await open()
    const first = await vaultOn(rows)
    const second = await vaultOn(rows, first.store, first.kek)
    const units = Array.from({ length: 40 }, (_, index) => unitOf(`s${index % 5}`, 'contact', 'x'))
    const keys = await Promise.all(
      units.map(async (unit, index) => keyFor(index % 2 === 0 ? first : second, unit)),
    )
    for (const [index, keyId] of keys.entries()) {
      same('the key of a unit', keyId, keys[index % 5])
      same('what it stands for', await tagOf(second, keyId), 'UsableKey')
    }
    same('the number of keys', new Set(keys).size, 5)
  },
}

const oneOfTwo: VaultCheck = {
  name: 'who is erased does not open any more, and everybody else does [R10]',
  run: async ({ open }) => {
    const { rows } = await open()
    const vaulted = await vaultOn(rows)
    const [gone, stays] = [
      await keyFor(vaulted, unitOf('gone')),
      await keyFor(vaulted, unitOf('stays')),
    ]
    const erasureId = await vaulted.erase('gone', 'identity')
    const found = await vaulted.find(gone)
    same('the erased key', found._tag, 'DeadKey')
    if (found._tag === 'DeadKey') same('its erasure', found.fenced.erasureId, erasureId)
    same('the other key', await tagOf(vaulted, stays), 'UsableKey')
    same(
      'the keys of the erasure',
      rightOf('destroyed keys', await vaulted.vault.destroyedBy(erasureId)()),
      [gone],
    )
    const [row] = rightOf('rows', await rows.byId([gone])())
    same('what is left of the key', row?.row?.wrapped, undefined)
  },
}

const mintsNoMore: VaultCheck = {
  name: 'no key is made for who is erased, also when it races with the erasure [R4]',
  run: async ({ open, assert }) => {
    await assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 6 }), async (pause) => {
        const { rows } = await open()
        const vaulted = await vaultOn(rows)
        const other = await vaultOn(rows, vaulted.store, vaulted.kek)
        const slowly = async () => {
          for (let turn = 0; turn < pause; turn++) await new Promise((next) => setImmediate(next))
          return vaulted.erase('a', 'identity')
        }
        const [raced] = await Promise.all([other.seal(unitOf('a')), slowly()])
        const late = await vaulted.seal(unitOf('a'))
        if (E.isRight(late)) fail('a key was made after the erasure')
        else same('the answer', (late.left as { _tag: string })._tag, 'SubjectErased')
        if (E.isRight(raced)) same('the raced key', await tagOf(vaulted, raced.right), 'DeadKey')
      }),
    )
  },
}

const threeResults: VaultCheck = {
  name: 'an unknown key, a lost one, a destroyed one and one under a wrong key encryption key differ [R6]',
  run: async ({ open }) => {
    const { rows } = await open()
    const vaulted = await vaultOn(rows)
    const [living, dead] = [await keyFor(vaulted), await keyFor(vaulted, unitOf('b'))]
    await vaulted.erase('b', 'identity')
    same('destroyed', await tagOf(vaulted, dead), 'DeadKey')
    same('unknown', await tagOf(vaulted, 'A'.repeat(43)), 'UnknownKey')
    // Somebody else rotates while this one is open.
    const stranger = await vaultOn(rows, vaulted.store, vaulted.kek)
    const next = await newKek()
    rightOf('rotation', await vaulted.vault.rotate(next)())
    same('under another key', await tagOf(stranger, living), 'WrongKek')
    // A row that was emptied by hand: no erasure of the log speaks of it.
    const emptied: VaultRows = {
      ...rows,
      byId: (keyIds) =>
        TE.map((found: ReadonlyArray<KeyStanding | undefined>) =>
          found.map((one) =>
            one?.row === undefined ? one : { ...one, row: { ...one.row, wrapped: undefined } },
          ),
        )(rows.byId(keyIds)),
    }
    const robbed = await vaultOn(emptied, vaulted.store, next)
    same('emptied by hand', await tagOf(robbed, living), 'KeyLost')
  },
}

const scopesApart: VaultCheck = {
  name: 'a scope that falls due alone takes no other with it, and no other class',
  run: async ({ open }) => {
    const { rows } = await open()
    const vaulted = await vaultOn(rows)
    const due = await keyFor(vaulted, unitOf('a', 'transaction', '2018'))
    const others = [
      await keyFor(vaulted, unitOf('a', 'transaction', '2025')),
      await keyFor(vaulted, unitOf('a', 'dispute', '2018')),
      await keyFor(vaulted, unitOf('a')),
    ]
    await vaulted.erase('a', 'transaction', ['2018'])
    same('the scope that was due', await tagOf(vaulted, due), 'DeadKey')
    for (const keyId of others) same('another key', await tagOf(vaulted, keyId), 'UsableKey')
    const again = await vaulted.seal(unitOf('a', 'transaction', '2018'))
    holds(E.isLeft(again), 'a key was made for a scope that is erased')
  },
}

const generations: VaultCheck = {
  name: 'a class that is opened again has new keys, and what was erased stays erased',
  run: async ({ open }) => {
    const { rows } = await open()
    const vaulted = await vaultOn(rows)
    const unit = unitOf('a', 'marketing', '2025')
    const before = await keyFor(vaulted, unit)
    await vaulted.erase('a', 'marketing')
    holds(E.isLeft(await vaulted.seal(unit)), 'a key was made before the class was opened again')
    const { logId } = vaulted.store
    rightOf(
      'reopening',
      await vaulted.send({ type: 'ReopenClass', logId, subject: 'a', class: 'marketing' }),
    )
    const after = await keyFor(vaulted, unit)
    holds(after !== before, 'the old key came back')
    same('the old key', await tagOf(vaulted, before), 'DeadKey')
    same('the new key', await tagOf(vaulted, after), 'UsableKey')
    await vaulted.erase('a', 'marketing')
    same('the new key after another erasure', await tagOf(vaulted, after), 'DeadKey')
  },
}

type Step =
  | { readonly do: 'seal' | 'reopen'; readonly unit: readonly [number, number] }
  | { readonly do: 'erase'; readonly unit: readonly [number, number]; readonly isWhole: boolean }

const steps: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom('seal' as const, 'reopen' as const),
      unit: fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 })),
    }),
    fc.record({
      do: fc.constant('erase' as const),
      unit: fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 })),
      isWhole: fc.boolean(),
    }),
  ),
  { maxLength: 25 },
)

const exactModel: VaultCheck = {
  name: 'every sequence of keys, erasures and reopenings ends as it would on paper',
  run: async ({ open, assert }) => {
    const of: RetentionClass = 'marketing'
    await assert(
      fc.asyncProperty(steps, async (sequence) => {
        const { rows } = await open()
        const vaulted = await vaultOn(rows)
        const { logId } = vaulted.store
        // On paper: which scopes of a person are closed now, and what became of each key.
        const closed = new Map<string, Set<string>>()
        const living = new Map<string, string>()
        const fate = new Map<string, 'UsableKey' | 'DeadKey'>()
        for (const step of sequence) {
          const [person, place] = step.unit
          const subject = `p${person}`
          const scope = `${2024 + place}`
          const at = `${subject} ${scope}`
          const now = closed.get(subject) ?? new Set<string>()
          closed.set(subject, now)
          if (step.do === 'seal') {
            const key = await vaulted.seal(unitOf(subject, of, scope))
            same('whether a key is given', E.isRight(key), !now.has('*') && !now.has(scope))
            if (E.isLeft(key)) continue
            same('the key of a unit', living.get(at) ?? key.right, key.right)
            living.set(at, key.right)
            fate.set(key.right, 'UsableKey')
          } else if (step.do === 'erase') {
            await vaulted.erase(subject, of, step.isWhole ? undefined : [scope])
            now.add(step.isWhole ? '*' : scope)
            for (const [where, keyId] of living) {
              if (where !== at && !(step.isWhole && where.startsWith(`${subject} `))) continue
              fate.set(keyId, 'DeadKey')
              living.delete(where)
            }
          } else if (now.has('*')) {
            await vaulted.send({ type: 'ReopenClass', logId, subject, class: of })
            now.clear()
          }
        }
        for (const [keyId, expected] of fate) {
          same('what became of a key', await tagOf(vaulted, keyId), expected)
        }
      }),
    )
  },
}

const rotates: VaultCheck = {
  name: 'a rotation puts every living key under the next key encryption key, and is resumed when it was cut off',
  run: async ({ open }) => {
    const { rows } = await open()
    const vaulted = await vaultOn(rows)
    const keys: string[] = []
    for (let index = 0; index < 12; index++) {
      keys.push(await keyFor(vaulted, unitOf(`p${index}`)))
    }
    await vaulted.erase('p0', 'identity')
    const next = await newKek()
    // Cut off after some rows: the rest still lies under the old key.
    let pages = 0
    const cutOff: VaultRows = {
      ...rows,
      notUnder: (kekId) => rows.notUnder(kekId, 5),
      rewrap: (moved) =>
        pages++ === 0
          ? rows.rewrap(moved)
          : TE.left({ _tag: 'VaultUnavailable', reason: 'failpoint' }),
    }
    const halfway = await vaultOn(cutOff, vaulted.store, vaulted.kek)
    holds(E.isLeft(await halfway.vault.rotate(next)()), 'the cut rotation went well')
    const resumed = await vaultOn(rows, vaulted.store, next, { olderKeks: [vaulted.kek] })
    same('the rest of the keys', rightOf('rotation', await resumed.vault.rotate(next)()), 6)
    const after = await vaultOn(rows, vaulted.store, next)
    for (const keyId of keys.slice(1)) {
      same('a key under the next', await tagOf(after, keyId), 'UsableKey')
    }
    same('the erased key', await tagOf(after, keys[0] as string), 'DeadKey')
  },
}

const underOneKek: VaultCheck = {
  name: 'a vault is not opened under a key encryption key that its keys or secrets do not lie under',
  run: async ({ open }) => {
    const openedAs = async (
      rows: VaultRows,
      store: EventStore,
      kek: Kek,
      olderKeks: ReadonlyArray<Kek> = [],
    ) => {
      const opened = await openVault({ rows, kek, olderKeks })(store)()
      return E.isLeft(opened) ? opened.left : 'opened'
    }
    for (const what of ['a key', 'a secret']) {
      const { rows } = await open()
      const { store, kek, vault, seal } = await vaultOn(rows)
      const next = await newKek()
      same('a vault without keys', await openedAs(rows, store, next), 'opened')
      const isKey = what === 'a key'
      const named = isKey ? rightOf('a key', await seal(unitOf('a'))) : 'index:phone'
      if (!isKey) rightOf('a secret', await vault.secret(named)())
      const wrong = (kekId: string) => ({ _tag: 'WrongKek', keyId: named, kekId })
      same(`${what} under another`, await openedAs(rows, store, next), wrong(kek.id))
      same(`${what} under a former one`, await openedAs(rows, store, next, [kek]), 'opened')
      rightOf('rotation', await vault.rotate(next)())
      same(`${what} under the next`, await openedAs(rows, store, next), 'opened')
      same(`${what}, rotated`, await openedAs(rows, store, kek), wrong(next.id))
    }
  },
}

const anotherLog: VaultCheck = {
  name: 'a vault belongs to the first log that asks',
  run: async ({ open }) => {
    const { rows } = await open()
    same('the first', rightOf('binding', await rows.bind('log-one')()), 'log-one')
    same('the second', rightOf('binding', await rows.bind('log-two')()), 'log-one')
    const store = inMemoryEventStore({ logId: newId() })
    const opened = await openVault({ rows, kek: await newKek() })(store)()
    holds(E.isLeft(opened) && opened.left._tag === 'OtherLog', 'another log was served')
  },
}

export const keyChecks: ReadonlyArray<VaultCheck> = [
  findsAgain,
  onePerUnit,
  oneOfTwo,
  mintsNoMore,
  threeResults,
  scopesApart,
  generations,
  exactModel,
  rotates,
  underOneKek,
  anotherLog,
]
