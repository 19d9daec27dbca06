// A household says who lives together, and nothing more: what one of them allows is allowed for nobody else.
import { crm, customerId, householdId, purposeCode } from '@patina/crm'
import { consentLedgerView, permission } from '@patina/crm/consent'
import { belongingView, householdView } from '@patina/crm/households'
import { inMemory, newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { expect, test } from 'vitest'

const by = () => ({ commandId: newId(), actor: 'clerk-1' })

test('a household never shares consent: what one member has allowed is allowed for no other', async () => {
  const app = await orThrow(open(inMemory(), crm))
  const [one, other] = [customerId(newId()), customerId(newId())]
  const home = householdId(newId())
  const purpose = purposeCode('profiling')
  const mayProfile = async (person: typeof one): Promise<string> => {
    const ledger = await orThrow(app.read(consentLedgerView, person))
    const asked = { _tag: 'PurposeUse', purpose } as const
    return permission(ledger?.entries ?? [], asked, systemClock())._tag
  }
  await orThrow(
    app.send({ type: 'FormHousehold', householdId: home, customerIds: [one, other] }, by()),
  )
  await orThrow(
    app.send(
      {
        type: 'GivePrescribedConsent',
        customerId: one,
        consentId: newId() as never,
        purpose,
        form: 'explicit',
        medium: 'oral',
        receivedAt: systemClock(),
      },
      by(),
    ),
  )
  expect(await mayProfile(one)).toBe('PermissionGiven')
  expect(await mayProfile(other)).toBe('PermissionRefused')
  expect((await orThrow(app.read(householdView, home)))?.customerIds).toEqual([one, other].sort())
  await orThrow(app.send({ type: 'LeaveHousehold', householdId: home, customerId: one }, by()))
  expect(await orThrow(app.read(belongingView, one))).toEqual({ households: [] })
  expect(await mayProfile(one)).toBe('PermissionGiven')
  await app.close()
})
