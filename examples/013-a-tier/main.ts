import { civilDate, crm, reasonCode, staffId } from '@patina/crm'
import {
  memberTiersView,
  qualifyingIn,
  tierIn,
  tierRulesView,
  tiersDue,
} from '@patina/crm/membership'
import { inMemory, instantOf, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { customerId, gold, programmeId, rules, walkIn, watchOf } from './shop.js'

const by = (actor: string) => ({ commandId: newId(), actor })

export const main = async (): Promise<void> => {
  // The clock of this shop can be set: noon in Hong Kong on some day.
  let today = '2026-03-01'
  const clock = () => instantOf(Date.parse(`${today}T04:00:00Z`))
  const app = await orThrow(open(inMemory(), crm, { clock }))

  const show = async (): Promise<void> => {
    await orThrow(app.settled)
    const tiers = await orThrow(app.read(memberTiersView, customerId))
    const found = tiers && tierIn(tiers, programmeId)
    const next = found?.next
    console.log(
      `${today}: ${found?.tier ?? 'no tier'}, last day ${found?.lastDay ?? 'none'}`,
      next === undefined ? '' : `(HK$${next.missing / 100} to ${next.tier})`,
    )
  }

  await orThrow(app.send({ type: 'RegisterCustomer', customerId, ...walkIn }, by('clerk-7')))
  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, by('manager-1')))
  const since = civilDate(today)
  await orThrow(app.send({ type: 'Admit', programmeId, customerId, since }, by('clerk-7')))
  const watch = watchOf(1_200_000, since, 'INV-1')
  await orThrow(app.send({ type: 'RecordSale', ...watch, customerId }, by('till-2')))
  await show()

  // A watch came back from repair too late: gold for the summer, and the manager approves it.
  today = '2026-06-15'
  const adopted = await orThrow(app.read(tierRulesView, 'all'))
  const [inForce] = adopted?.adopted ?? []
  if (inForce === undefined) throw new Error('the programme has no rules')
  const known = await orThrow(app.read(memberTiersView, customerId))
  const grant = {
    type: 'OverrideTier',
    customerId,
    tier: gold,
    lastDay: civilDate('2026-08-31'),
    reasonCode: reasonCode('goodwill'),
    approver: staffId('manager-1'),
    rules: inForce,
    counted: qualifyingIn(known, customerId, inForce),
  } as const
  await orThrow(app.send(grant, by('clerk-7')))
  await show()

  // No job has run: the day after the last day is enough.
  today = '2026-09-01'
  await show()
  today = '2028-01-01'
  await show()

  // Whoever wants it in the log sweeps it in.
  await orThrow(app.sweep(tiersDue, { onDay: civilDate(today) }, { actor: 'sweep' }))
  const tiers = await orThrow(app.read(memberTiersView, customerId))
  for (const { onDay, from, to, cause } of tiers?.memberships[0]?.movements ?? []) {
    console.log(`${onDay}: ${from ?? 'none'} to ${to ?? 'none'}, ${cause}`)
  }
  await app.close()
}

if (process.argv[1] === import.meta.filename) await main()
