import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { orThrow } from '@patina/patina'
import { openEventStore } from '@patina/sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { erasureId, erasureOf, otherId, person, visitorId } from './crash-plan.js'
import { directoryIn, openOnFiles, readDirectory } from './on-files.js'
import { type Shop, seen, sideOf, stepsIn, visit } from './shop.js'

const here = fileURLToPath(new URL('.', import.meta.url))
// Compiled by the set-up of the tests: a process that is killed is a process of plain Node.
const child = join(here, '../../dist/mission/erasure/crash-child.js')
const minutes = 600_000

let place: string
const inPlace = (name: string): string => join(place, name)
const yesterday = (): string => inPlace('yesterday')

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'patina-erasure-'))
  mkdirSync(yesterday())
  writeFileSync(join(yesterday(), 'kek'), randomBytes(32), { mode: 0o600 })
  const shop = await openOnFiles(yesterday())
  for (const id of [visitorId, otherId]) await visit(shop, id, person)
  const unit = { subject: visitorId, class: 'contact', scope: visitorId } as const
  await orThrow(sideOf(shop).index.index('', [{ kind: 'mobile', value: person.mobile, unit }], []))
  await shop.close()
  writeFileSync(directoryIn(yesterday()), JSON.stringify({ [visitorId]: 'x', [otherId]: 'y' }))
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

/** Runs the erasure up to a boundary. Gives the boundary, or `done` when there were fewer. */
const runTo = (folder: string, boundary: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [child, folder, String(boundary)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let complaint = ''
    started.stdout.on('data', (chunk) => {
      said += String(chunk)
    })
    started.stderr.on('data', (chunk) => {
      complaint += String(chunk)
    })
    started.on('close', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve(said.trim())
      else reject(new Error(`the erasure ended with ${String(code)}: ${complaint}`))
    })
  })

const stepsOf = async (folder: string): Promise<ReadonlyArray<string>> => {
  const store = await orThrow(openEventStore(join(folder, 'log.db')))
  const steps = await stepsIn(store)
  await store.close()
  return steps
}

const wholeErasure = [
  'ErasureDecided',
  'ErasureBegun',
  'SubjectKeyDestroyed',
  'PurgeOrdered',
  'DerivedDataPurged',
  'ErasureCompleted',
  'ErasureConcluded',
]

const whole = { ...person, buyer: person.name }
const erased = { name: 'Erased', mobile: 'Erased', buyer: person.name }

const expectGone = async (shop: Shop): Promise<void> => {
  expect(await seen(shop, visitorId)).toEqual(erased)
  expect(await seen(shop, otherId)).toEqual(whole)
  expect(await orThrow(sideOf(shop).index.lookup('mobile', person.mobile))).toEqual([])
  const certificate = await orThrow(sideOf(shop).erasures.certificate(erasureId))
  expect(certificate.vaults[0]?.keyIds).toHaveLength(2)
}

describe('an erasure whose process is killed', () => {
  test(
    'comes to the same end from every boundary, and nobody is ever half erased [R1] [R3]',
    async () => {
      const boundaries: string[] = []
      let torn = 0
      for (let boundary = 1; ; boundary++) {
        const folder = inPlace(`round-${boundary}`)
        cpSync(yesterday(), folder, { recursive: true })
        const stoppedAt = await runTo(folder, boundary)
        const journal = join(folder, 'vault.db-journal')
        if (existsSync(journal) && statSync(journal).size > 0) torn++

        const isBegun = (await stepsOf(folder)).includes('ErasureBegun')
        const shop = await openOnFiles(folder)
        const now = await seen(shop, visitorId)
        // Before the point of no return the erasure may have been resumed already; behind it nothing opens.
        expect([whole, erased]).toContainEqual(now)
        if (isBegun) expect(now).toEqual(erased)
        const { command, context } = erasureOf()
        await orThrow(shop.send(command, context))
        expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
        await expectGone(shop)
        await shop.close()
        expect([boundary, stoppedAt, await stepsOf(folder)]).toEqual([
          boundary,
          stoppedAt,
          wholeErasure,
        ])
        expect(readDirectory(folder)).toEqual({ [otherId]: 'y' })

        // Yesterday's vault brings back neither keys nor the row of the index.
        cpSync(join(yesterday(), 'vault.db'), join(folder, 'vault.db'))
        const restored = await openOnFiles(folder)
        await expectGone(restored)
        await restored.close()
        rmSync(folder, { recursive: true })
        if (stoppedAt === 'done') break
        boundaries.push(stoppedAt)
      }
      // Each event before and after, the vault and the directory, and between the pages of the vault.
      for (const type of wholeErasure) {
        expect(boundaries).toContain(`before append ${type}`)
        expect(boundaries).toContain(`after append ${type}`)
      }
      for (const what of ['before the vault', 'after the vault', 'before purge', 'after purge']) {
        expect(boundaries).toContain(what)
      }
      expect(boundaries.filter((what) => what === 'inside parts')).toHaveLength(2)
      expect(torn).toBeGreaterThan(0)
    },
    minutes,
  )

  test('is not undone by an old log: the vault, which has seen the erasure, serves nobody [R2]', async () => {
    const folder = inPlace('old-log')
    cpSync(yesterday(), folder, { recursive: true })
    expect(await runTo(folder, 0)).toBe('done')
    for (const name of ['log.db', 'views.db']) {
      cpSync(join(yesterday(), name), join(folder, name))
    }
    await expect(openOnFiles(folder)).rejects.toThrow('LogBehindVault')
  })
})
