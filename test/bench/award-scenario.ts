// What the cases of commands do: points are awarded to accounts, one after the other, each account again and again. The
// same as the peers do.
import { join } from 'node:path'
import type { AwardId, CivilDate, Currency, CustomerId, LineId, SaleId, Zone } from '@patina/crm'
import { type AwardPoints, type PointsAwarded, points } from '@patina/crm/points'
import type { Context, Instant, LoggedEvent } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { idOf } from './made-up-shop/chance.js'
import { programmeId } from './made-up-shop/points-events.js'
import { expectSame, type Timed, timed } from './pairs.js'
import { rawEvents, rawLogId, withRaw } from './raw.js'

/** How many commands on how many accounts. */
export interface Awards {
  readonly commands: number
  readonly accounts: number
}

const earnedOn = '2024-01-15' as CivilDate

const rules: AwardPoints['rules'] = {
  programmeId,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  rules: {
    version: 1,
    effectiveOn: '2024-01-01' as CivilDate,
    zone: 'Europe/London' as Zone,
    currency: 'GBP' as Currency,
    earn: { pointsPerMinor: [1, 100], rounding: 'floor', place: 'line' },
    // Points that stay for good: no day of a run is the one on which they lapse.
    expiry: { type: 'never' },
    deficit: 'carry',
    redemption: { step: 1, minimum: 1, graceDays: 30 },
  },
}

const pointsOf = (index: number): number => 1 + (index % 100)

const commandOf = (index: number, accounts: number): AwardPoints => ({
  type: 'AwardPoints',
  customerId: idOf('customer', index % accounts) as CustomerId,
  awardId: idOf('award', index) as AwardId,
  saleId: idOf('sale', index) as SaleId,
  earnedOn,
  lines: [{ lineId: '1' as LineId, quantity: 1, basisMinor: 100 * pointsOf(index) }],
  rules,
})

// Commands alone: what views and reactions cost besides is in the case of the import.
const capabilities = [{ ...points, views: [], reactions: [] }] as const

type Accounts = Application<typeof capabilities>

interface Order {
  readonly command: AwardPoints
  readonly context: Context
}

const orderOf = (index: number, accounts: number): Order => ({
  command: commandOf(index, accounts),
  context: {
    commandId: idOf('command', index),
    actor: 'till',
    occurredAt: `${earnedOn}T12:00:00.000Z` as Instant,
  },
})

const send = async (application: Accounts, { command, context }: Order): Promise<void> => {
  const sent = await application.send(command, context)()
  if (E.isLeft(sent)) throw new Error(sent.left._tag, { cause: sent.left })
}

/** What a run left in its log. */
export interface AwardLog {
  readonly logId: string
  readonly events: ReadonlyArray<LoggedEvent>
}

// Every award is there once, and every account has what it was awarded.
const expectAwards = (events: ReadonlyArray<LoggedEvent>, { commands, accounts }: Awards): void => {
  const expected = new Map<string, number>()
  for (let index = 0; index < commands; index++) {
    const { customerId } = commandOf(index, accounts)
    expected.set(customerId, (expected.get(customerId) ?? 0) + pointsOf(index))
  }
  const found = new Map<string, number>()
  const awards = new Set<string>()
  for (const { data } of events) {
    const { customerId, awardId, points: earned } = JSON.parse(data) as PointsAwarded
    awards.add(awardId)
    found.set(customerId, (found.get(customerId) ?? 0) + earned)
  }
  expectSame('events', events.length, commands)
  expectSame('awards', awards.size, commands)
  for (const [customer, earned] of expected) {
    expectSame('points of an account', found.get(customer) ?? 0, earned)
  }
}

/** Sends the commands, so many at a time under way; the clock stops before the log is read and compared. */
export const sendAwards = async (
  folder: string,
  awards: Awards,
  inFlight: number,
): Promise<Timed & AwardLog> => {
  const application = await orThrow(open(embedded(folder), capabilities))
  // Made before: the raw side has its events ready, too.
  const orders = Array.from({ length: awards.commands }, (_, index) =>
    orderOf(index, awards.accounts),
  )
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < orders.length) await send(application, orders[next++] as Order)
  }
  const run = await timed(async () => {
    await Promise.all(Array.from({ length: inFlight }, worker))
    return next
  })
  await application.close()
  return withRaw(join(folder, 'log.db'), (database) => {
    const events = rawEvents(database)
    expectAwards(events, awards)
    return { ...run, events, logId: rawLogId(database) }
  })
}
