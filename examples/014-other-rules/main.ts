import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm, dayOf, documentNumber, lineId, reasonCode } from '@patina/crm'
import { membershipIdOf } from '@patina/crm/membership'
import { awardSteps, type PointsEvent, whatIf, whatIfReport } from '@patina/crm/points'
import { saleIdOf } from '@patina/crm/sales'
import { newId, streamName, systemClock } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import {
  clock,
  first,
  harbour,
  hongKong,
  otherRulesFrom,
  programmeId,
  rings,
  rulesFrom,
  second,
} from './shop.js'

type Shop = Application<typeof crm>

const by = (actor: string) => ({ commandId: newId(), actor })
const today = () => dayOf(systemClock(), hongKong)

/** Two members buy, and one ring comes back. */
export const trade = async (app: Shop): Promise<void> => {
  const soldOn = today()
  const rules = rulesFrom(soldOn)
  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, by('manager-1')))
  for (const customerId of [first, second]) {
    const admit = { type: 'Admit', programmeId, customerId, since: soldOn } as const
    await orThrow(app.send(admit, by('clerk-7')))
  }
  for (const sale of [rings, clock]) {
    await orThrow(app.send({ ...sale, soldOn }, by('till-2')))
  }
  await orThrow(
    app.send(
      {
        type: 'ReturnLines',
        saleId: saleIdOf(harbour, documentNumber('INV-1')),
        storeId: harbour,
        returnDocument: documentNumber('CN-1'),
        returnedOn: soldOn,
        lines: [{ lineId: lineId('1'), quantity: 1 }],
        reasonCode: reasonCode('wrong-size'),
      },
      by('till-2'),
    ),
  )
  await orThrow(app.settled)
}

/** Why the first member has these points. */
export const explain = async (app: Shop): Promise<void> => {
  const account = streamName('points', membershipIdOf(programmeId, first))
  for (const { event } of await orThrow(app.history(account))) {
    const recorded = event as PointsEvent
    if (recorded.type === 'PointsAwarded') {
      const { lines, bonuses, leftByCaps } = awardSteps(recorded)
      for (const { lineId: line, basisMinor, excludedBy, raw, points } of lines) {
        console.log(`line ${line}: ${basisMinor} earns ${excludedBy ?? raw}: ${points} points`)
      }
      for (const { ruleId, points } of bonuses) console.log(`${ruleId}: ${points} points`)
      console.log(`${recorded.points} points, of at most ${leftByCaps}`)
    }
    if (recorded.type === 'PointsReversed') {
      const of = (recorded.byBonus ?? []).map(({ ruleId, points }) => `${points} for ${ruleId}`)
      console.log(`taken back: ${recorded.points} points, ${of.join(', ')}`)
    }
  }
}

/** What everybody would have under other rules. Nothing is written. */
export const compare = async (app: Shop): Promise<void> => {
  // Rules that nobody has adopted, and as if they had been in force since this morning.
  const rules = { programmeId, sha256: '0'.repeat(64), rules: otherRulesFrom(today()) }
  const { total, customers } = whatIfReport(await orThrow(app.asOf(whatIf([rules]), 'all')))
  for (const { recorded, otherwise, difference } of customers) {
    const is = recorded.earned - recorded.takenBack
    const would = otherwise.earned - otherwise.takenBack
    console.log(`${is} points would be ${would}: ${difference}`)
  }
  console.log(`in total ${total.difference}`)
}

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), crm))
  await trade(app)
  await explain(app)
  await compare(app)
  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
