// The end of a year of a part of the sample, counted again by plain arithmetic over its documents.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { balanceView, statementAt } from '@patina/crm/points'
import type { Instant } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { becauseOf } from './because.js'
import { capabilities, type Shop } from './capabilities.js'
import { importRetail } from './import.js'
import { countEvents, reportOf, storyOf, sumOf, topCustomers } from './report.js'
import { seasonAfter } from './season.js'
import { atHour, membershipOf } from './shop.js'
import { bestOf, categoriesByHand, dealingsOf, giftsByHand } from './test-year-end.js'
import { giftsGiven, pointsTotals, shelf } from './year-closed.js'
import { closeYear } from './year-end.js'

const sample = fileURLToPath(new URL('../data/online-retail-sample.csv.gz', import.meta.url))
const minute = 60_000

let place: string
let file: string
let lastAt: Instant

// Every other customer.
const isTaken = (line: string): boolean => Number(line.split(',').at(-2)) % 2 === 0

const inShop = async <A>(folder: string, use: (shop: Shop) => Promise<A>): Promise<A> => {
  const shop = await orThrow(open(embedded(join(place, folder)), capabilities))
  try {
    return await use(shop)
  } finally {
    await shop.close()
  }
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'patina-year-end-'))
  file = join(place, 'sales.csv')
  const [heading, ...lines] = gunzipSync(readFileSync(sample)).toString('utf8').split('\n')
  writeFileSync(file, [heading, ...lines.filter(isTaken)].join('\n'))
  await inShop('sold', async (shop) => {
    const imported = await importRetail(shop, file)
    if (imported._tag === 'Left') throw new Error(imported.left._tag)
    expect(imported.right.refused).toEqual([])
    lastAt = imported.right.lastAt ?? expect.fail('no document')
    await orThrow(shop.settled)
  })
}, 2 * minute)

afterAll(() => rmSync(place, { recursive: true, force: true }))

const copied = (name: string): string => {
  cpSync(join(place, 'sold'), join(place, name), { recursive: true })
  return name
}

const rows = { rowsRead: 0, rowsAccepted: 0, rowsRejected: 0 }

describe('when a year is over', () => {
  test(
    'customers are sorted, gifts given and points spent as plain arithmetic over the documents has it',
    () =>
      inShop(copied('closed'), async (shop) => {
        const season = seasonAfter(lastAt)
        const dealings = await dealingsOf(file)
        const best = bestOf(dealings)
        const pointsBefore = await Promise.all(
          best.map(async (customer) => {
            const membership = membershipOf(customer)
            const balance = await orThrow(
              shop.read(balanceView, membership, {
                at: atHour(season.sortedOn, 10),
              }),
            )
            return balance?.available ?? 0
          }),
        )
        const expected = giftsByHand(dealings, pointsBefore)

        expect(await closeYear(shop, lastAt)).toEqual(season)
        const report = await reportOf(shop, rows, 0, season)
        expect(report.categories).toEqual(categoriesByHand(dealings, season.sortedOn))
        const found = (await giftsGiven(shop)).map(({ name, customerId, stage }) => ({
          name,
          customerId,
          stage,
        }))
        expect(found).toEqual(expected.gifts)
        expect(report.gifts['refused']).toBeGreaterThan(0)
        expect(report.points.spent).toBe(expected.spent)
        expect(expected.spent).toBeGreaterThan(5_000)
        for (const { item, onHand, received, issued, returned } of await shelf(shop)) {
          expect(onHand).toBe(received - issued + returned)
          const kept = expected.gifts.filter(
            ({ name, stage }) =>
              name === item.name && (stage === 'collected' || stage === 'delivered'),
          )
          expect([item.name, onHand]).toEqual([item.name, item.pieces - kept.length])
        }
        const because = await becauseOf(shop, 'lapsingRegular', season)
        const why = because ?? expect.fail('nobody lapses')
        expect(why.verdict.isTrue).toBe(true)
        const ofOne = dealings.of.get(why.customerId) ?? expect.fail('nobody')
        const documents = ofOne.flatMap(({ document, returns }) => [document, ...returns])
        expect(why.events.length).toBeGreaterThan(4)
        for (const { document } of why.events) expect(documents).toContain(document)
      }),
    minute,
  )

  test(
    'what a member earned, less what was taken back, spent and expired, is what they have',
    () =>
      inShop(copied('reckoned'), async (shop) => {
        const { closedAt } = seasonAfter(lastAt)
        await closeYear(shop, lastAt)
        for (const { customerId, balance } of await topCustomers(shop, 12, closedAt)) {
          const { earned, moved, reversed, spent, expired, absorbed, held, available } =
            balance ?? expect.fail('no account')
          expect(held).toBe(0)
          expect(earned + moved - reversed - spent - expired - absorbed).toBe(available)
          // The statement comes to the same, line by line.
          const { statement, gifts } = await storyOf(shop, customerId)
          const { lines } = statementAt(statement, closedAt)
          expect(lines.at(-1)?.balance).toBe(available)
          expect(lines.reduce((sum, { points }) => sum + points, 0)).toBe(available)
          const kept = gifts.filter(({ stage }) => stage === 'collected' || stage === 'delivered')
          expect(kept.reduce((sum, { points = 0 }) => sum + points, 0)).toBe(spent)
        }
        const { earned, moved, takenBack, spent, expired, absorbed, available } =
          await pointsTotals(shop, closedAt)
        expect(earned + moved - takenBack - spent - expired - absorbed).toBe(available)
      }),
    minute,
  )

  test(
    'closing it again adds nothing, and closing it after a stop at any command ends as if nothing had stopped it [P6]',
    async () => {
      const calm = await inShop(copied('calm'), async (shop) => {
        const { comparable: sold } = await orThrow(shop.digests)
        let sent = 0
        const counting = ((command, context) => {
          sent++
          return shop.send(command, context)
        }) as Shop['send']
        await closeYear({ ...shop, send: counting }, lastAt)
        const { comparable } = await orThrow(shop.digests)
        expect(comparable).not.toBe(sold)
        const events = sumOf(await countEvents(shop))
        await closeYear(shop, lastAt)
        expect(sumOf(await countEvents(shop))).toBe(events)
        return { comparable, events, sent }
      })
      for (const round of [1, 2]) {
        const stopAfter = Math.floor(Math.random() * calm.sent)
        const name = copied(`stopped-${round}`)
        await inShop(name, async (shop) => {
          let left = stopAfter
          const stopping = ((command, context) => {
            if (left-- <= 0) throw new Error('stopped')
            return shop.send(command, context)
          }) as Shop['send']
          await expect(closeYear({ ...shop, send: stopping }, lastAt)).rejects.toThrow('stopped')
        })
        await inShop(name, async (shop) => {
          await closeYear(shop, lastAt)
          expect([stopAfter, (await orThrow(shop.digests)).comparable]).toEqual([
            stopAfter,
            calm.comparable,
          ])
          expect(sumOf(await countEvents(shop))).toBe(calm.events)
        })
      }
    },
    2 * minute,
  )

  test('a year that is not over yet is left alone', () =>
    inShop(copied('running'), async (shop) => {
      const before = sumOf(await countEvents(shop))
      const yesterday = new Date(Date.now() - 86_400_000).toISOString() as Instant
      expect(await closeYear(shop, yesterday)).toBeUndefined()
      expect(sumOf(await countEvents(shop))).toBe(before)
    }))
})
