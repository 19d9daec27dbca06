// A whole life in the house, killed and started again, then erased: what people say is in no file at any time, and what
// opened it is in none afterwards. The controls are beside it: without them a clean scan would prove nothing.
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { orThrow } from '@patina/patina'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canaryFor, needlesOf } from './canary/canaries.js'
import { everyField, filled } from './canary/filled.js'
import { openHouse } from './canary/house.js'
import { keyRowsOf } from './canary/keys.js'
import { arrival, life, people, refused } from './canary/life.js'
import { type Needle, needlesOfKey } from './canary/needles.js'
import { phoneKind } from './canary/phone.js'
import { filesIn, scanFolder, scannerFor } from './canary/scanner.js'
import { type Ended, run } from './canary/spawned.js'

const minute = 60_000
const seed = randomBytes(16).toString('hex')
const at = new Date(Date.now() - 60 * minute).toISOString()
const [gone, stays] = people

let place: string
let folder: string
let vault: string
let keyFile: string
let backup: string
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'patina-canary-'))
  folder = join(place, 'house')
  mkdirSync(folder)
  vault = join(folder, 'vault.db')
  keyFile = join(place, 'kek')
  backup = join(place, 'vault-backup.db')
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

const commandsOf = (person: string) => [...arrival(person, undefined, at), ...life(person, '', at)]
const canaries = people.flatMap((person) => [
  ...[...commandsOf(person), ...refused(person, at)].flatMap(
    (command) => filled(seed, command).canaries,
  ),
  canaryFor(`${seed} ${person}`, 'index', phoneKind),
])
const needles: ReadonlyArray<Needle> = needlesOf(canaries)
const live = (
  phase: 'live' | 'erase' | 'look',
  onLine?: Parameters<typeof run>[1],
): Promise<Ended> => run([folder, keyFile, seed, at, phase], onLine)

const expectClean = (ended: Ended): void => {
  expect(scannerFor(needles).inBytes(ended.written)).toEqual([])
  expect(scanFolder(needles, folder)).toEqual([])
}
const seenOf = ({ lines }: Ended, person: string) => lines.find((line) => line['person'] === person)

// How many values are kept of one person: those of the commands that are carried out.
const kept = commandsOf(gone).flatMap((command) => filled(seed, command).canaries).length
const wrappedOf = (person: string): ReadonlyArray<Uint8Array> =>
  keyRowsOf(vault, person).flatMap(({ wrapped }) => (wrapped === undefined ? [] : [wrapped]))
const opensKeys = async (): Promise<ReadonlyArray<Needle>> => {
  const house = await openHouse(folder, keyFile)
  const ids = keyRowsOf(vault, gone).map(({ keyId }) => keyId)
  const found = await orThrow(house.privacy.vault.openingKeys(ids))
  await house.close()
  return [...found.values()].flatMap((key) =>
    key._tag === 'UsableKey' ? needlesOfKey('encrypting key', key.key.export()) : [],
  )
}

test('every personal field of the house is said by somebody in this life, with a canary', () => {
  const said = canaries.map(({ of }) => of)
  expect(everyField.filter((field) => !said.includes(field))).toEqual([])
  expect(everyField.length).toBeGreaterThanOrEqual(9)
  expect(new Set(canaries.flatMap(({ texts }) => texts)).size).toBe(
    canaries.flatMap(({ texts }) => texts).length,
  )
})

describe('a house in which people say a lot', () => {
  test(
    'keeps no word of theirs in any file, whenever it is killed, and forgets for good [R12]',
    async () => {
      for (let round = 0; round < 3; round++) {
        const until = 3 + Math.floor(Math.random() * 24)
        const killed = await live('live', (line, running) => {
          if (line['sent'] === until) running.kill('SIGKILL')
        })
        expect(killed.isKilled).toBe(true)
        expectClean(killed)
      }
      const lived = await live('live')
      expect(lived.isKilled).toBe(false)
      expectClean(lived)
      for (const person of people) {
        expect(seenOf(lived, person)).toMatchObject({
          right: kept,
          wrong: 0,
          erased: 0,
          isFound: true,
          isSearched: true,
        })
      }
      const names = filesIn(folder).map((path) => path.slice(folder.length + 1))
      for (const name of ['log.db', 'views.db', 'vault.db', 'app.log']) {
        expect(names).toContain(name)
      }
      expect(names.filter((name) => name.endsWith('log-backup.db')).length).toBeGreaterThan(0)

      copyFileSync(vault, backup)
      const wrapped = wrappedOf(gone)
      const keys = wrapped.flatMap((bytes) => needlesOfKey('wrapped key', bytes))
      const clearKeys = await opensKeys()
      expect(wrapped.length).toBeGreaterThan(3)
      expect(clearKeys.length).toBeGreaterThan(100)
      const before = scanFolder(keys, folder)
      expect(new Set(before.map(({ file }) => file))).toEqual(new Set(['vault.db']))
      expect(scanFolder(clearKeys, folder)).toEqual([])

      const erased = await live('erase')
      const expectForgotten = (ended: Ended): void => {
        expectClean(ended)
        expect(seenOf(ended, gone)).toMatchObject({
          right: 0,
          erased: kept,
          isFound: false,
          isSearched: false,
        })
        expect(seenOf(ended, stays)).toMatchObject({
          right: kept,
          erased: 0,
          isFound: true,
          isSearched: true,
        })
        expect(scanFolder([...keys, ...clearKeys], folder)).toEqual([])
        expect(wrappedOf(gone)).toEqual([])
        expect(wrappedOf(stays).length).toBeGreaterThan(3)
      }
      expectForgotten(erased)

      // A copy of the vault from before brings nobody back: it is emptied while it is opened.
      copyFileSync(backup, vault)
      expect(wrappedOf(gone).length).toBe(wrapped.length)
      expect(scanFolder(keys, folder).length).toBeGreaterThan(0)
      expectForgotten(await live('look'))
    },
    5 * minute,
  )
})
