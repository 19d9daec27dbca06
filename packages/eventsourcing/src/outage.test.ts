// Views and reactions go on by themselves while a store fails. These are the tests of what is said meanwhile to those who wait
// for them: whoever is not answered waits for ever, and whoever is answered too soon is told of a fault that was none.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  append,
  gate,
  hurry,
  inTime,
  jarIds,
  jarReaders,
  jarStream,
  jars,
  kept,
  must,
  newEvent,
  storeWith,
  turns,
  viewsWith,
} from './arbitraries.js'
import {
  inMemoryEventStore,
  inMemoryViewStore,
  type Position,
  type Runner,
  type RunningReaction,
  reaction,
  type StoreUnavailable,
  startReaction,
  startRunner,
} from './index.js'
import { createOutage } from './outage.js'
import { createWaiters } from './waiters.js'

const [jar] = jarIds
const coins = { type: 'CoinsPut', jar, shelf: 'top', coins: 1 } as const
const nowhere = '99999999999999999999' as Position
const fault = (reason: string): StoreUnavailable => ({
  _tag: 'StoreUnavailable',
  reason,
  outcome: 'not-written',
})

let closing: (() => Promise<void>)[] = []
let restoreTimers = (): void => undefined
beforeEach(() => {
  restoreTimers = hurry()
  closing = []
})
afterEach(async () => {
  for (const close of closing) await close()
  restoreTimers()
})

interface Shaky {
  readonly runner: Runner
  readonly reaction: RunningReaction
  /** Puts coins into the jar, so many events at once; gives the head of the log. */
  readonly put: (events?: number) => Promise<Position>
  /** From now on these calls of the stores fail, each with its reason. */
  readonly fail: (reasons: Readonly<Record<string, string>>) => void
  /** From now on views are loaded only after this. */
  readonly hold: (until: Promise<unknown>) => void
}

const openShaky = async (patienceMs: number): Promise<Shaky> => {
  let failing: Readonly<Record<string, string>> = {}
  let held: Promise<unknown> = Promise.resolve()
  const around = async <Failure, A>(
    call: string,
    run: () => Promise<Either<Failure, A>>,
  ): Promise<Either<Failure | StoreUnavailable, A>> => {
    if (call === 'load') await held
    const reason = failing[call]
    return reason === undefined ? run() : E.left(fault(reason))
  }
  const store = storeWith(inMemoryEventStore(), around)
  const views = viewsWith(inMemoryViewStore(), around)
  const shell = { store, views, readers: jarReaders, idleMs: 0, patienceMs }
  // What an earlier process has folded has to be loaded before it is folded on.
  await append(store, coins)
  const earlier = await must(startRunner(shell)([kept(jars)]))
  await must(earlier.atLeast('jars', await must(store.head)))
  await earlier.close()
  const runner = await must(startRunner(shell)([kept(jars)]))
  const started = await must(
    startReaction({
      ...shell,
      runner,
      streamOf: () => jarStream(jar),
      send: () => TE.left({ _tag: 'CommandIdReused' } as never),
    })(
      reaction({
        name: 'look_on',
        types: ['CoinsPut'],
        startsFrom: 'beginning',
        facts: () => ({ all: { of: jars, key: jar } }),
        react: () => [],
      }),
    ),
  )
  closing.push(started.close, runner.close)
  return {
    runner,
    reaction: started,
    put: async (events = 1) => {
      const [first, ...rest] = Array.from({ length: events }, () => newEvent(coins))
      if (first !== undefined) await must(store.append(jarStream(jar), 'any', [first, ...rest]))
      return must(store.head)
    },
    fail: (reasons) => {
      failing = reasons
    },
    hold: (until) => {
      held = until
    },
  }
}

const allOf = (
  { runner, reaction: one }: Shaky,
  position: Position,
): Promise<ReadonlyArray<Either<unknown, unknown>>> =>
  Promise.all([
    runner.atLeast('jars', position)(),
    runner.inMemory('jars', position, [jar])(),
    one.reached(position),
  ])

const outages = ({ runner, reaction: one }: Shaky): ReadonlyArray<unknown> => [
  runner.status()[0]?.outage,
  one.status().outage,
]

describe('whoever waits while the log cannot be read', () => {
  test('is told so after a while, the next one at once, and nobody once it can be read again', async () => {
    const shaky = await openShaky(30)
    shaky.fail({ readAll: 'io' })
    const at = await shaky.put()
    const told = E.left(fault('io'))
    expect(await inTime(allOf(shaky, at))).toEqual([told, told, told])
    expect(outages(shaky)).toEqual([fault('io'), fault('io')])
    const { atLeast } = shaky.runner
    expect(await Promise.race([atLeast('jars', at)(), turns(3)])).toEqual(told)
    shaky.fail({})
    // Until it has been tried again the old answer stands.
    await expect
      .poll(async () => (await allOf(shaky, at)).every(E.isRight), { timeout: 5000 })
      .toBe(true)
    expect(outages(shaky)).toEqual([undefined, undefined])
  })

  test('waits on while it is short of that', async () => {
    const shaky = await openShaky(60_000)
    shaky.fail({ readAll: 'io' })
    const at = await shaky.put()
    const waiting = allOf(shaky, at)
    expect(await inTime(waiting, 60)).toBe('still waiting')
    shaky.fail({})
    expect((await waiting).map(E.isRight)).toEqual([true, true, true])
  })

  test('is told at once of a damaged file', async () => {
    const shaky = await openShaky(60_000)
    shaky.fail({ readAll: 'corrupted' })
    const at = await shaky.put()
    const told = E.left(fault('corrupted'))
    expect(await inTime(allOf(shaky, at))).toEqual([told, told, told])
  })

  test('reads what was folded before', async () => {
    const shaky = await openShaky(60_000)
    const before = await shaky.put()
    await allOf(shaky, before)
    shaky.fail({ readAll: 'corrupted' })
    await shaky.put()
    await turns()
    expect((await allOf(shaky, before)).map(E.isRight)).toEqual([true, true, true])
  })
})

describe('whoever waits while views cannot be saved', () => {
  test('is told so, but for what is in memory', async () => {
    const shaky = await openShaky(30)
    shaky.fail({ save: 'disk-full' })
    const at = await shaky.put()
    const [saved, ...inMemory] = await allOf(shaky, at)
    expect(saved).toEqual(E.left(fault('disk-full')))
    expect(inMemory.map(E.isRight)).toEqual([true, true])
    expect(shaky.runner.status()[0]?.outage).toEqual(fault('disk-full'))
    shaky.fail({})
    await expect
      .poll(async () => (await allOf(shaky, at)).every(E.isRight), { timeout: 5000 })
      .toBe(true)
    expect(outages(shaky)).toEqual([undefined, undefined])
  })

  test('and no more is folded than may stay in memory, until something is saved', async () => {
    const shaky = await openShaky(60_000)
    await allOf(shaky, await shaky.put())
    shaky.fail({ save: 'disk-full' })
    const early = await shaky.put(3000)
    const late = await shaky.put(6000)
    const waiting = shaky.runner.inMemory('jars', late, [jar])()
    expect(E.isRight(await shaky.runner.inMemory('jars', early, [jar])())).toBe(true)
    expect(await inTime(waiting, 100)).toBe('still waiting')
    shaky.fail({})
    expect(E.isRight(await waiting)).toBe(true)
  })
})

describe('whoever waits while views cannot be read', () => {
  test.each([
    ['one by one', { load: 'io' }],
    [
      'anew, after another process has put a table in their place',
      { save: 'table-gone', tables: 'io' },
    ],
  ])('%s is told so until they can', async (_, reasons) => {
    const shaky = await openShaky(30)
    shaky.fail(reasons)
    const at = await shaky.put()
    expect((await allOf(shaky, at))[0]).toEqual(E.left(fault('io')))
    shaky.fail({})
    await expect
      .poll(async () => (await allOf(shaky, at)).every(E.isRight), { timeout: 5000 })
      .toBe(true)
    expect(outages(shaky)).toEqual([undefined, undefined])
  })
})

describe('whoever waits for a view that is slow', () => {
  test('is told nothing before it is there', async () => {
    const shaky = await openShaky(10)
    const { passed, open } = gate()
    shaky.hold(passed)
    const at = await shaky.put()
    const waiting = shaky.runner.atLeast('jars', at)()
    expect(await inTime(waiting, 80)).toBe('still waiting')
    open()
    expect(E.isRight(await waiting)).toBe(true)
  })
})

describe('whoever waits for a position that the log does not have', () => {
  test('is told how far the log is', async () => {
    const shaky = await openShaky(30)
    const head = await shaky.put()
    const [view, , one] = await Promise.all([
      inTime(shaky.runner.atLeast('jars', nowhere)()),
      inTime(shaky.runner.inMemory('jars', nowhere, [jar])()),
      inTime(shaky.reaction.reached(nowhere)),
    ])
    const told = E.left({ _tag: 'AheadOfLog', position: nowhere, head })
    expect([view, one]).toEqual([told, told])
  })

  test('is answered if it comes meanwhile', async () => {
    const shaky = await openShaky(200)
    const first = await shaky.put()
    const next = String(Number(first) + 1).padStart(first.length, '0') as Position
    const waiting = allOf(shaky, next)
    await turns()
    expect(await shaky.put()).toBe(next)
    expect((await waiting).map(E.isRight)).toEqual([true, true, true])
  })
})

describe('a first fold that meets a damaged file', () => {
  test('is given up and says why, and is not begun again and again', async () => {
    const raw = inMemoryEventStore()
    await append(raw, coins)
    const store = storeWith(raw, async (call, run) =>
      call === 'readAll' ? E.left(fault('corrupted')) : run(),
    )
    let begun = 0
    const views = viewsWith(inMemoryViewStore(), (call, run) => {
      if (call === 'create') begun++
      return run()
    })
    const shell = { store, views, readers: jarReaders, idleMs: 0, patienceMs: 60_000 }
    const runner = await must(startRunner(shell)([kept(jars)]))
    closing.push(runner.close)
    const told = E.left(fault('corrupted'))
    expect(await inTime(runner.atLeast('jars', await must(raw.head))())).toEqual(told)
    await expect
      .poll(() => runner.status()[0])
      .toMatchObject({ isServed: false, stopped: fault('corrupted') })
    await turns(20)
    expect(begun).toBe(1)
  })
})

describe('an outage', () => {
  test('is over work by work', () => {
    const outage = createOutage()
    expect(outage.outlasted()).toBeUndefined()
    outage.began('follow', fault('io'))
    outage.began('save', fault('disk-full'))
    expect([outage.now(), outage.lasting()]).toEqual([fault('io'), undefined])
    outage.ended('follow')
    expect([outage.now(), outage.lasting()]).toEqual([fault('disk-full'), undefined])
    expect(outage.outlasted()).toEqual(fault('disk-full'))
    expect(outage.lasting()).toEqual(fault('disk-full'))
    outage.ended('save')
    expect([outage.now(), outage.lasting()]).toEqual([undefined, undefined])
    // A fault of later has to be waited for anew.
    outage.began('save', fault('io'))
    expect(outage.lasting()).toBeUndefined()
  })
})

describe('those who wait', () => {
  test('are asked about again and again until it is in vain, and not once they are answered', async () => {
    let asked = 0
    const waiters = createWaiters<string>({
      ms: 5,
      inVain: async (name) => {
        asked++
        return asked === 3 ? `${name} in vain` : undefined
      },
    })
    expect(await inTime(waiters.wait('jars', nowhere))).toBe('jars in vain')
    expect([asked, waiters.count()]).toEqual([3, 0])
    const answered = waiters.wait('jars', nowhere)
    waiters.check(() => 'there')
    expect(await answered).toBe('there')
    const before = asked
    await new Promise((resolve) => setTimeout(resolve, 40))
    await turns(3)
    expect(asked).toBe(before)
  })
})
