import { codeOf, crm, dayOf, redemptionId } from '@patina/crm'
import { membershipIdOf } from '@patina/crm/membership'
import { balanceView, earnRulesView, rulesInForce, statement } from '@patina/crm/points'
import { newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { isLeft } from 'fp-ts/lib/Either.js'
import { customerId, hongKong, programmeId } from './shop.js'

/** What comes after `main`, in the same folder: points are spent. */
export const spend = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), crm))
  const membershipId = membershipIdOf(programmeId, customerId)

  // The rules that a redemption is decided under come in the command.
  const adopted = await orThrow(app.read(earnRulesView, 'all'))
  const today = dayOf(systemClock(), hongKong)
  const rules = adopted && rulesInForce(adopted, programmeId, today)
  if (rules === undefined) throw new Error('the programme has no rules')

  const redeem = (points: number) =>
    app.send(
      {
        type: 'RedeemPoints',
        membershipId,
        redemptionId: redemptionId(newId()),
        points,
        for: codeOf('strap'),
        rules,
      },
      { commandId: newId(), actor: 'till-2' },
    )
  await orThrow(redeem(300))
  const balance = await orThrow(app.read(balanceView, membershipId))
  console.log(`${balance?.available} points left`)

  const refused = await redeem(300)()
  if (isLeft(refused)) console.log(JSON.stringify(refused.left))

  const { lines } = await orThrow(app.asOf(statement, membershipId))
  for (const line of lines) console.log(`${line.what}: ${line.points}, balance ${line.balance}`)
  await app.close()
}
