import { codeOf, crm, dayOf, pointsHoldId, redemptionId } from '@patina/crm'
import { membershipIdOf } from '@patina/crm/membership'
import { type Balance, balanceView, earnRulesView, rulesInForce } from '@patina/crm/points'
import { instantOf, newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { isLeft } from 'fp-ts/lib/Either.js'
import { customerId, hongKong, programmeId } from './shop.js'

const by = (actor: string) => ({ commandId: newId(), actor })

const show = (when: string, balance: Balance | undefined): void =>
  console.log(`${when}: ${balance?.available} to spend, ${balance?.held} held`)

/** What comes after `spend`, in the same folder: points are held while a card machine is asked for the rest. */
export const hold = async (folder: string): Promise<void> => {
  // The clock of this shop can be put forward.
  let minutesLater = 0
  const clock = () => instantOf(Date.parse(systemClock()) + minutesLater * 60_000)
  const app = await orThrow(open(embedded(folder), crm, { clock }))
  const membershipId = membershipIdOf(programmeId, customerId)
  const adopted = await orThrow(app.read(earnRulesView, 'all'))
  const rules = adopted && rulesInForce(adopted, programmeId, dayOf(clock(), hongKong))
  if (rules === undefined) throw new Error('the programme has no rules')

  const holding = {
    type: 'HoldPoints',
    membershipId,
    points: 100,
    for: codeOf('strap'),
    rules,
  } as const
  const capturing = { type: 'CapturePoints', membershipId, points: 100 } as const

  // The card is refused and nobody says so: the points come back by themselves.
  const forgotten = pointsHoldId(newId())
  await orThrow(app.send({ ...holding, holdId: forgotten }, by('till-2')))
  show('while the card machine is asked', await orThrow(app.read(balanceView, membershipId)))
  minutesLater = 15
  show('a quarter of an hour later', await orThrow(app.read(balanceView, membershipId)))
  const late = { ...capturing, holdId: forgotten, redemptionId: redemptionId(newId()) }
  const refused = await app.send(late, by('till-2'))()
  if (isLeft(refused)) console.log(JSON.stringify(refused.left))

  // The second time it is paid.
  const holdId = pointsHoldId(newId())
  await orThrow(app.send({ ...holding, holdId }, by('till-2')))
  const capture = { ...capturing, holdId, redemptionId: redemptionId(newId()) }
  await orThrow(app.send(capture, by('till-2')))
  show('paid', await orThrow(app.read(balanceView, membershipId)))
  await app.close()
}
