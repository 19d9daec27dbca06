// Several processes on one file: real ones, with the package bundled for them since they cannot run TypeScript.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  type LoggedEvent,
  type NewEvent,
  type Position,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import { build, defaultServerConditions } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  left,
  newEvent,
  newEvents,
  newStream,
  readLog,
  right,
  temporaryFolder,
} from './arbitraries.js'
import { openEventStore, openVaultRows, openViewStore } from './index.js'

const folder = temporaryFolder()
let files = 0
const newFile = (): string => join(folder, `log-${files++}.db`)

// Inside the package, so that the bundle finds the driver.
const bundles = fileURLToPath(new URL(`../node_modules/.bundle-${process.pid}`, import.meta.url))
const conditions = ['@patina/source', ...defaultServerConditions]

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions },
    ssr: { noExternal: true, external: ['@photostructure/sqlite'], resolve: { conditions } },
    build: {
      ssr: fileURLToPath(new URL('index.ts', import.meta.url)),
      outDir: bundles,
      rollupOptions: { output: { entryFileNames: 'sqlite.mjs' } },
    },
  })
}, 60_000)
afterAll(() => rmSync(bundles, { recursive: true, force: true }))

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Child {
  readonly lines: string[]
  readonly kill: () => void
  readonly ended: Promise<number | null>
  readonly said: (line: string) => Promise<void>
}

const prelude = `
  import { randomUUID } from 'node:crypto'
  import { openEventStore, openVaultRows, openViewStore } from '${join(bundles, 'sqlite.mjs')}'
  const file = process.argv[1]
  const event = (data = { points: 1 }) =>
    ({ id: randomUUID(), type: 'PointsAwarded', data: JSON.stringify(data), metadata: '{}' })
  const say = (...words) => process.stdout.write(words.join(' ') + '\\n')
  const right = async (task) => {
    const result = await task()
    if (result._tag === 'Right') return result.right
    say('Left', JSON.stringify(result.left))
    process.exit(3)
  }
`

interface Circumstances {
  /** How large a file may become, in KiB: the system refuses what goes beyond as an error of input and output. */
  readonly largestFile?: number
}

const child = (program: string, file: string, circumstances: Circumstances = {}): Child => {
  const { largestFile } = circumstances
  const limit = largestFile === undefined ? '' : `ulimit -f ${largestFile * 2};`
  const node = [process.execPath, '--no-warnings', '--input-type=module', '-e', prelude + program]
  const started = spawn('/bin/sh', ['-c', `${limit} exec "$0" "$@"`, ...node, file], {
    cwd: bundles,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(started)
  const lines: string[] = []
  createInterface({ input: started.stdout }).on('line', (line) => lines.push(line))
  const ended = new Promise<number | null>((resolve) => started.on('close', resolve))
  const said = async (line: string): Promise<void> => {
    while (!lines.includes(line)) {
      if (started.exitCode !== null) throw new Error(`ended without ${line}: ${lines.join(' | ')}`)
      await wait(2)
    }
  }
  return { lines, kill: () => started.kill('SIGKILL'), ended, said }
}

// Holds the writer's lock, from SQL, until it is killed.
const holder = `
  const sqlite = process.getBuiltinModule('node:sqlite')?.backup
    ? process.getBuiltinModule('node:sqlite') : await import('@photostructure/sqlite')
  const database = new sqlite.DatabaseSync(file)
  database.exec('BEGIN IMMEDIATE')
  say('held')
  setInterval(() => database.location?.(), 1000) // or it would be collected, and the lock with it
`

describe('a file that another process writes to', () => {
  test('is waited for without holding up this process, then the append is written', async () => {
    const file = newFile()
    const store = await right(openEventStore(file, { patienceMs: 3_600_000 }))
    const other = child(holder, file)
    await other.said('held')
    const append = right(store.append(newStream(), 'none', newEvents(2)))
    // This process has its turns: one that waited inside the database would not see the end of them.
    for (let turn = 0; turn < 100; turn++) await wait(1)
    // Reads go on meanwhile.
    expect(await readLog(store)).toHaveLength(0)
    other.kill()
    expect(await append).toMatchObject({ revision: 1, isKnownNew: true })
    await store.close()
  })

  test('is given up after the patience, with nothing written, by log and views', async () => {
    const file = newFile()
    const store = await right(openEventStore(file, { patienceMs: 100 }))
    const views = await right(openViewStore(`${file}.views`, { patienceMs: 100 }))
    const others = [child(holder, file), child(holder, `${file}.views`)]
    await Promise.all(others.map((other) => other.said('held')))
    const locked = { _tag: 'StoreUnavailable', reason: 'locked', outcome: 'not-written' }
    const table = { name: 'balance', version: 1, generation: 0, columns: [] }
    expect(await left(store.append(newStream(), 'none', newEvents(1)))).toMatchObject(locked)
    expect(await left(views.create('log', [table]))).toMatchObject(locked)
    for (const other of others) other.kill()
    await Promise.all(others.map((other) => other.ended))
    expect(await right(store.append(newStream(), 'none', newEvents(1)))).toMatchObject({
      position: '00000000000000000001',
    })
    await store.close()
    await views.close()
  })

  test('can be opened meanwhile, unless it is new', async () => {
    const file = newFile()
    await (await right(openEventStore(file))).close()
    const writer = await right(openEventStore(file))
    const other = child(holder, file)
    await other.said('held')
    await (await right(openEventStore(file))).close()
    other.kill()
    await other.ended
    await writer.close()

    const fresh = newFile()
    const creator = child(holder, fresh)
    await creator.said('held')
    expect(await left(openEventStore(fresh, { patienceMs: 50 }))).toMatchObject({
      reason: 'locked',
    })
  })
})

describe('several processes that append at once', () => {
  const writer = `
    const store = await right(openEventStore(file))
    const shared = 'points-00000000-0000-4000-8000-000000000001'
    let won = 0
    for (let turn = 0; won < 40; turn++) {
      const page = await right(store.readStream(shared, -1, 10_000))
      const last = page.events.length - 1
      const mine = store.append(shared, last < 0 ? 'none' : last, [event({ by: process.pid })])()
      const rest = Array.from({ length: 5 }, () => right(store.append('sales-' + randomUUID(), 'none', [event()])))
      if ((await mine)._tag === 'Right') won += 1
      await Promise.all(rest)
    }
    await store.close()
    say('done')
  `

  test('all get their turn, and no two win one revision', async () => {
    const file = newFile()
    const writers = [child(writer, file), child(writer, file), child(writer, file)]
    await Promise.all(writers.map(({ ended }) => ended))
    expect(writers.map(({ lines }) => lines)).toStrictEqual([['done'], ['done'], ['done']])
    const store = await right(openEventStore(file))
    const shared = streamName('points', '00000000-0000-4000-8000-000000000001')
    const { events } = await right(store.readStream(shared, -1, 1000))
    expect(events.map(({ revision }) => revision)).toStrictEqual(events.map((_, index) => index))
    expect(events).toHaveLength(120)
    expect((await right(store.verify())).faults).toStrictEqual([])
    await store.close()
  }, 60_000)

  test('are heard by a subscriber in another one, each event once, in the order of the log', async () => {
    const file = newFile()
    const store = await right(openEventStore(file))
    const heard: LoggedEvent[] = []
    const listening = (async () => {
      for await (const page of store.subscribe('' as Position)) {
        if (page._tag === 'Right') heard.push(...page.right.events)
      }
    })()
    const writers = [child(writer, file), child(writer, file)]
    await right(store.append(newStream(), 'none', newEvents(2)))
    await Promise.all(writers.map(({ ended }) => ended))
    const log = await readLog(store)
    while (heard.length < log.length) await wait(10)
    expect(heard).toStrictEqual(log)
    await store.close()
    await listening
  }, 60_000)
})

describe('a process that is killed', () => {
  const writer = `
    const store = await right(openEventStore(file))
    say('open')
    await Promise.all(Array.from({ length: 16 }, async () => {
      for (let index = 0; ; index++) {
        const stream = 'points-' + randomUUID()
        const written = await right(store.append(stream, 'none', [event(), event({ note: 'x'.repeat(500) })]))
        say('written', stream, written.position)
      }
    }))
  `

  test('in the middle of its appends has lost none that was acknowledged, and left no half one', async () => {
    const file = newFile()
    const acknowledged = new Map<string, string>()
    for (let round = 0; round < 6; round++) {
      const killed = child(writer, file)
      await killed.said('open')
      await wait(20 + Math.random() * 150)
      killed.kill()
      await killed.ended
      for (const line of killed.lines) {
        const [word, stream, position] = line.split(' ')
        if (word === 'written' && position?.length === 20) acknowledged.set(stream ?? '', position)
      }
      const store = await right(openEventStore(file))
      const log = await readLog(store)
      const last = new Map(log.map(({ stream, position }) => [String(stream), position]))
      for (const [stream, position] of acknowledged) expect(last.get(stream)).toBe(position)
      // Every append was of two events: an odd revision ends each stream.
      for (const stream of last.keys()) {
        expect(log.filter((event) => event.stream === stream)).toHaveLength(2)
      }
      expect((await right(store.verify())).faults).toStrictEqual([])
      await store.close()
    }
    expect(acknowledged.size).toBeGreaterThan(0)
  }, 60_000)

  test('while it saves views has saved rows and checkpoint together', async () => {
    const file = newFile()
    const table = { name: 'balance', version: 1, generation: 0, columns: [] }
    const saver = `
      const views = await right(openViewStore(file))
      const table = ${JSON.stringify(table)}
      if ((await right(views.tables)).length === 0) await right(views.create('log', [table]))
      const [kept] = await right(views.tables)
      say('open')
      for (let n = Number(kept.checkpoint || 0); ; n++) {
        const expected = n === 0 ? '' : String(n).padStart(20, '0')
        const next = String(n + 1).padStart(20, '0')
        const rows = Array.from({ length: 300 }, (_, index) => ({ key: 'k' + index, view: String(n + 1), columns: [] }))
        await right(views.save([{ table, expected, next, rows }]))
      }
    `
    for (let round = 0; round < 4; round++) {
      const killed = child(saver, file)
      await killed.said('open')
      await wait(20 + Math.random() * 100)
      killed.kill()
      await killed.ended
      const views = await right(openViewStore(file))
      const [kept] = await right(views.tables)
      const rows = await right(views.list(table, { limit: 1000 }))
      const expected = kept?.checkpoint === '' ? [] : [String(Number(kept?.checkpoint))]
      expect([...new Set(rows.map(({ view }) => view))]).toStrictEqual(expected)
      await views.close()
    }
  }, 60_000)
})

describe('a disk that fails in a commit', () => {
  const writer = `
    const store = await right(openEventStore(file))
    for (let index = 0; index < 40; index++) {
      const stream = 'points-' + randomUUID()
      const events = [event({ note: 'x'.repeat(9000) }), event()]
      const result = await store.append(stream, 'none', events)()
      say(result._tag, stream, events[0].id, events[1].id, JSON.stringify(result.left ?? null))
    }
    say('readable', (await right(store.readAll('', 1000))).events.length)
    process.exit(0)
  `

  test('leaves the outcome unknown; the same events sent again are there once', async () => {
    const file = newFile()
    const failing = child(writer, file, { largestFile: 160 })
    expect(await failing.ended).toBe(0)
    const lines = failing.lines.slice(0, -1).map((line) => line.split(' '))
    const failed = lines.filter(([tag]) => tag === 'Left')
    expect(lines.length - failed.length).toBeGreaterThan(0)
    expect(failed.length).toBeGreaterThan(0)
    for (const [, , , , error] of failed) {
      expect(JSON.parse(error ?? '')).toMatchObject({
        _tag: 'StoreUnavailable',
        reason: 'io',
        outcome: 'unknown',
        cause: { type: 'SQLITE_IOERR' },
      })
    }
    expect(failing.lines.at(-1)).toBe(`readable ${2 * (lines.length - failed.length)}`)
    const store = await right(openEventStore(file))
    for (const [, stream = '', ...ids] of lines) {
      const events = ids.slice(0, 2).map((id) => newEvent({}, id))
      const again = store.append(stream as StreamName, 'none', events as [NewEvent, NewEvent])
      expect(await right(again)).toMatchObject({ revision: 1 })
    }
    expect(await readLog(store)).toHaveLength(2 * lines.length)
    expect((await right(store.verify())).faults).toStrictEqual([])
    await store.close()
  })
})

// The administrator may write everywhere, so these run as nobody where the tests run as root.
describe('a user without permission', () => {
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined
  // Loads the driver while it may read it, for the project may lie in a folder that is not for everybody; then steps down.
  const stepDown = `
    const warmUp = await openEventStore(${JSON.stringify(join(folder, 'warm-up.db'))})()
    await warmUp.right.close()
    process.setgroups([])
    process.setgid(${nobody})
    process.setuid(${nobody})
  `
  const opener = `
    const result = await openEventStore(file, JSON.parse(process.env.OPTIONS ?? '{}'))()
    say(result._tag === 'Left' ? result.left.reason : 'opened')
    if (result._tag === 'Right') await result.right.close()
  `
  const asNobody = async (program: string, file: string): Promise<string | undefined> => {
    const opened = child(nobody === undefined ? program : stepDown + program, file)
    await opened.ended
    return opened.lines[0]
  }
  const reader = opener.replace("process.env.OPTIONS ?? '{}'", `'{"isReadOnly":true}'`)

  const aLog = async (mode: { file: number; folder: number }): Promise<string> => {
    chmodSync(folder, 0o755)
    const own = join(folder, `own-${files++}`)
    mkdirSync(own)
    const file = join(own, 'log.db')
    const store = await right(openEventStore(file))
    await right(store.append(newStream(), 'none', [newEvent()]))
    await store.close()
    if (nobody !== undefined) for (const path of [own, file]) chownSync(path, nobody, nobody)
    chmodSync(file, mode.file)
    chmodSync(own, mode.folder)
    return file
  }

  test('is told that a file or its folder is read-only, and may read it', async () => {
    for (const mode of [
      { file: 0o444, folder: 0o755 },
      { file: 0o644, folder: 0o555 },
    ]) {
      const file = await aLog(mode)
      expect(await asNobody(opener, file)).toBe('read-only')
      expect(await asNobody(reader, file)).toBe('opened')
    }
  })

  test('is told that a file or its folder is not for him', async () => {
    for (const mode of [
      { file: 0o000, folder: 0o755 },
      { file: 0o644, folder: 0o000 },
    ]) {
      expect(await asNobody(reader, await aLog(mode))).toBe('not-permitted')
    }
  })
})

// Mints and erases without end, and says what was acknowledged: `+` a key, `-` a person.
const vaultKeeper = `
  import { createHash } from 'node:crypto'
  const rows = await right(openVaultRows(file))
  let seen = await right(rows.seen)
  say('started')
  for (let round = 0; ; round++) {
    const subject = 's' + round
    const keys = Array.from({ length: 4 }, (_, index) => {
      const keyId = createHash('sha256').update(subject + index).digest('base64url')
      const wrapped = new Uint8Array(createHash('sha512').update(keyId).digest().subarray(0, 60))
      return { keyId, unit: { subject, class: 'contact', scope: String(index) }, generation: 0, kekId: 'kek', wrapped }
    })
    await right(rows.mint(keys))
    say('+' + subject)
    const next = { revision: round, id: randomUUID() }
    const steps = [{ step: 'fence', erasureId: randomUUID(), why: 'due', at: 'now', parts: [{ subject, class: 'contact', generation: 0 }] }]
    const record = [{ ...next, type: 'ErasureBegun', data: JSON.stringify({ subject }), metadata: '{}' }]
    await right(rows.carryOut(seen, next, steps, record))
    seen = next
    say('-' + subject)
  }
`

describe('a vault whose process is killed', () => {
  test('has every key that was acknowledged, and each erasure whole or not at all, with nothing beside the file [R3]', async () => {
    for (let round = 0; round < 5; round++) {
      const file = newFile()
      const keeper = child(vaultKeeper, file)
      await keeper.said('started')
      await wait(40 + Math.random() * 160)
      keeper.kill()
      await keeper.ended
      const done = (sign: string) =>
        keeper.lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1))
      expect(done('+').length).toBeGreaterThan(0)
      const rows = await right(openVaultRows(file))
      const erased = (await right(rows.record(-1, 10_000))).map(
        ({ data }) => (JSON.parse(data) as { readonly subject: string }).subject,
      )
      expect(erased.slice(0, done('-').length)).toEqual(done('-'))
      for (const subject of done('+')) {
        const keyIds = [0, 1, 2, 3].map((index) =>
          createHash('sha256').update(`${subject}${index}`).digest('base64url'),
        )
        const living = (await right(rows.byId(keyIds))).map(
          (one) => one?.row?.wrapped !== undefined,
        )
        expect([subject, living]).toEqual([subject, living.map(() => !erased.includes(subject))])
      }
      await rows.close()
      const bytes = readFileSync(file)
      for (const subject of erased) {
        const keyId = createHash('sha256').update(`${subject}0`).digest('base64url')
        const wrapped = createHash('sha512').update(keyId).digest().subarray(0, 60)
        expect(bytes.includes(wrapped)).toBe(false)
      }
      expect(existsSync(`${file}-journal`) && statSync(`${file}-journal`).size > 0).toBe(false)
    }
  })
})
