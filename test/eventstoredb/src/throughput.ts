// How much of the bare client's throughput the adapter leaves: the same appends with twelve under way, and the same reads, in
// turns in one run. Run it with `node test/eventstoredb/dist/throughput.js [rounds] [url]`; the figures are of this machine and
// of the test server, which says nothing about EventStoreDB's own speed.
import { EventStoreDBClient } from '@eventstore/db-client'
import {
  beforeFirst,
  type EventStore,
  type NewEvent,
  newId,
  streamName,
} from '@patina/eventsourcing'
import { startServer } from '@patina/eventstoredb-server'
import * as E from 'fp-ts/lib/Either.js'
import { beginningOf, openLog } from './opening.js'

const inFlight = 12
const appends = 1_500
const rounds = Number(process.argv[2] ?? 7)

// About as much as an event of a shop: 600 bytes.
const event = (): NewEvent => ({
  id: newId(),
  type: 'PointsAwarded',
  data: JSON.stringify({
    membershipId: newId(),
    customerId: newId(),
    points: 120,
    note: 'x'.repeat(300),
  }),
  metadata: JSON.stringify({
    schemaVersion: 1,
    actor: 'till-1',
    commandId: newId(),
    correlationId: newId(),
  }),
})

/** How fast something went: by the clock on the wall, and in milliseconds of this process's processor for each. */
interface Speed {
  readonly perSecond: number
  readonly cpuMs: number
}

const timed = async (work: () => Promise<number>): Promise<Speed> => {
  const start = performance.now()
  const before = process.cpuUsage()
  const count = await work()
  const { user, system } = process.cpuUsage(before)
  return {
    perSecond: count / ((performance.now() - start) / 1000),
    cpuMs: (user + system) / 1000 / count,
  }
}

const inTurns = (count: number, task: (at: number) => Promise<void>): Promise<Speed> =>
  timed(async () => {
    let at = 0
    const worker = async (): Promise<void> => {
      while (at < count) await task(at++)
    }
    await Promise.all(Array.from({ length: inFlight }, worker))
    return count
  })

const must = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const throughAdapter = (store: EventStore, events: ReadonlyArray<NewEvent>): Promise<Speed> =>
  inTurns(events.length, async (at) => {
    must(await store.append(streamName('account', newId()), 'none', [events[at] as NewEvent])())
  })

// What somebody would write who knows the client and none of its defects.
const throughClient = (
  client: EventStoreDBClient,
  namespace: string,
  events: ReadonlyArray<NewEvent>,
): Promise<Speed> =>
  inTurns(events.length, async (at) => {
    const { id, type, data, metadata } = events[at] as NewEvent
    await client.appendToStream(
      `${namespace}.account-${newId()}`,
      {
        id,
        type,
        contentType: 'application/json',
        data: JSON.parse(data) as never,
        metadata: JSON.parse(metadata) as never,
      },
      { expectedRevision: 'no_stream' },
    )
  })

const readThroughAdapter = (store: EventStore): Promise<Speed> =>
  timed(async () => {
    let after = beforeFirst
    let count = 0
    for (;;) {
      const page = must(await store.readAll(after, 500)())
      count += page.events.length
      after = page.next
      if (page.isEnd) return count
    }
  })

const readThroughClient = (client: EventStoreDBClient, namespace: string): Promise<Speed> =>
  timed(async () => {
    let count = 0
    // Where the adapter begins, too: what others wrote on a server that is not new is read by neither.
    const begin = beginningOf(namespace)
    const half = begin.length / 2
    const fromPosition =
      begin === beforeFirst
        ? 'start'
        : { commit: BigInt(begin.slice(0, half)), prepare: BigInt(begin.slice(half)) }
    for await (const { event: read } of client.readAll({ resolveLinkTos: false, fromPosition })) {
      if (read !== undefined && JSON.stringify([read.data, read.metadata]) !== '') count++
    }
    return count
  })

const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0
const show = (name: string, adapter: ReadonlyArray<Speed>, client: ReadonlyArray<Speed>): void => {
  const pairs = adapter.map((one, round) => [one, client[round] ?? one] as const)
  const ratios = pairs.map(([one, other]) => one.perSecond / other.perSecond)
  const cpu = pairs.map(([one, other]) => other.cpuMs / one.cpuMs)
  const range = (numbers: ReadonlyArray<number>): string =>
    `${median(numbers).toFixed(2)} (${Math.min(...numbers).toFixed(2)} to ${Math.max(...numbers).toFixed(2)})`
  process.stdout.write(
    `${name}: adapter ${median(adapter.map(({ perSecond }) => perSecond)).toFixed(0)}/s, ` +
      `client ${median(client.map(({ perSecond }) => perSecond)).toFixed(0)}/s, ` +
      `ratio by the clock ${range(ratios)}, by the processor ${range(cpu)}, ${ratios.length} rounds\n`,
  )
}

const given = process.argv[3]
const server = given === undefined ? await startServer() : undefined
const url = given ?? server?.url ?? ''
const { store, namespace } = await openLog(url)
const events = (): ReadonlyArray<NewEvent> => Array.from({ length: appends }, event)
const figures = {
  adapter: [] as Speed[],
  client: [] as Speed[],
  readAdapter: [] as Speed[],
  readClient: [] as Speed[],
}

// Never two clients at once: what is measured is each alone. The first round warms up and is not counted.
for (let round = 0; round <= rounds; round++) {
  const client = EventStoreDBClient.connectionString(url)
  const bare = await throughClient(client, namespace, events())
  const bareRead = await readThroughClient(client, namespace)
  await client.dispose()
  const ours = await throughAdapter(store, events())
  const oursRead = await readThroughAdapter(store)
  if (round === 0) continue
  figures.client.push(bare)
  figures.adapter.push(ours)
  figures.readClient.push(bareRead)
  figures.readAdapter.push(oursRead)
}
show('append, 12 under way', figures.adapter, figures.client)
show('read the log in pages of 500', figures.readAdapter, figures.readClient)
await store.close()
await server?.stop()
