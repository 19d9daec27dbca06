// One scenario for every peer: points are awarded to membership accounts. The event's balance is
// decided from the folded state, so a command that saw a stale fold shows when the log is read back.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from './peer.js'

/** The payload of the one event type, `PointsAwarded`: about 600 bytes of JSON. */
// A type, not an interface: emmett's events ask for an index signature, which only a type has.
export type Award = {
  membershipId: string
  customerId: string
  programmeId: string
  awardId: string
  saleId: string
  points: number
  balance: number
  lots: { points: number; lastDay: string }[]
  note: string
}

/** What a command decides on. */
export type Account = {
  awards: number
  points: number
}

// As long as makes the JSON of an award about 600 bytes.
const note = 'n'.repeat(250)
/** No run comes near it: the rule is there to be checked, not to refuse. */
export const highestBalance = 1_000_000_000

export const nobody = (): Account => ({ awards: 0, points: 0 })

export const evolve = (account: Account, { points }: { readonly points: number }): Account => ({
  awards: account.awards + 1,
  points: account.points + points,
})

const id = (kind: number, number: number) =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

export const pointsOf = (index: number) => 1 + (index % 100)
export const streamOf = (index: number, streams: number) => `membership-${index % streams}`

/** The event of the command with this index on an account that stands so. */
export const award = (index: number, account: Account): Award => {
  const points = pointsOf(index)
  return {
    membershipId: id(1, index),
    customerId: id(2, index),
    programmeId: id(3, 1),
    awardId: id(4, index),
    saleId: id(5, index),
    points,
    balance: account.points + points,
    lots: [{ points, lastDay: '2027-12-31' }],
    note,
  }
}

/** So many events of one stream from an account at nothing on, each with its right balance. */
export const awards = (indices: Iterable<number>): Award[] => {
  let account = nobody()
  return Array.from(indices, (index) => {
    const event = award(index, account)
    account = evolve(account, event)
    return event
  })
}

export const indicesOf = (stream: number, commands: number, streams: number): number[] =>
  Array.from(
    { length: Math.max(0, Math.ceil((commands - stream) / streams)) },
    (_, round) => stream + round * streams,
  )

export const range = (length: number): number[] => Array.from({ length }, (_, index) => index)

export const chunksOf = <A>(all: readonly A[], size: number): A[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, chunk) =>
    all.slice(chunk * size, (chunk + 1) * size),
  )

/** The account that these commands leave on one stream. */
export const accountAfter = (indices: Iterable<number>): Account => {
  let account = nobody()
  for (const index of indices) account = evolve(account, { points: pointsOf(index) })
  return account
}

/** Refuses a log whose commands are lost, doubled or decided on a stale fold. Says how many it holds. */
export const countChecked = async (
  commands: number,
  streams: number,
  read: (stream: string) => Promise<readonly Award[]>,
): Promise<number> => {
  let count = 0
  for (let stream = 0; stream < Math.min(streams, commands); stream++) {
    const stored = await read(`membership-${stream}`)
    const asked = indicesOf(stream, commands, streams)
    let account = nobody()
    for (const event of stored) {
      account = evolve(account, event)
      assert.equal(event.balance, account.points, 'an award was decided on a stale fold')
    }
    assert.deepEqual(account, accountAfter(asked), `the account of stream ${stream}`)
    assert.deepEqual(
      stored.map((event) => event.awardId).sort(),
      asked.map((index) => id(4, index)).sort(),
      `the awards of stream ${stream}`,
    )
    count += stored.length
  }
  assert.equal(count, commands)
  return count
}

/** Refuses a view that is not the fold of the log. Says how many events its rows hold. */
export const viewChecked = (
  events: number,
  keys: number,
  rows: ReadonlyMap<string, Account>,
): number => {
  let count = 0
  for (let key = 0; key < Math.min(keys, events); key++) {
    const row = rows.get(`membership-${key}`)
    assert.deepEqual(row, accountAfter(indicesOf(key, events, keys)), `the row of key ${key}`)
    count += row?.awards ?? 0
  }
  assert.equal(rows.size, Math.min(keys, events))
  assert.equal(count, events)
  return count
}

/** Seconds that it took. */
export const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await run()
  return (performance.now() - from) / 1000
}

/** Runs the commands 0 to n - 1 in order, so many at a time under way. */
export const inFlight = async (
  commands: number,
  atATime: number,
  command: (index: number) => Promise<unknown>,
): Promise<void> => {
  let next = 0
  const worker = async () => {
    while (next < commands) await command(next++)
  }
  await Promise.all(Array.from({ length: atATime }, worker))
}

/** One at a time, in the order of asking: for stores that do not survive two at once. */
export const queue = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <A>(run: () => Promise<A>): Promise<A> => {
    const mine = last.then(run, run)
    last = mine
    return mine
  }
}

/** Lends a new folder below `folder`, and removes it whatever happens. */
export const inFolder = async (
  folder: string,
  run: (own: string) => Promise<Measured>,
): Promise<Measured> => {
  mkdirSync(folder, { recursive: true })
  const own = mkdtempSync(join(folder, 'peer-'))
  try {
    return await run(own)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
