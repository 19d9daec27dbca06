// What a person has said decides in the whole house who sees what: at once, and on the record.
import {
  codeOf,
  consentId,
  crm,
  customerId,
  mergeId,
  purposeCode,
  reasonCode,
  requestId,
  storeId,
} from '@patina/crm'
import { consentGuard, consentLedgerView } from '@patina/crm/consent'
import { accuracyGuard, profileView } from '@patina/crm/customers'
import { restrictionGuard } from '@patina/crm/privacy-requests'
import { inMemory, newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow, type PrivacyOptions } from '@patina/patina'
import type { Purpose } from '@patina/privacy'
import { inMemoryVaultRows, kekFromFunction, openVault } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, describe, expect, test } from 'vitest'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const by = () => ({ commandId: newId(), actor: 'clerk-1' })
const purposes: ReadonlyArray<Purpose> = ['profiling', 'tax'].map((name) => ({
  name,
  kinds: ['consentEvidence'],
  roles: ['officer'],
  basis: 'consent',
}))
const profiling = purposeCode('profiling')

// A house in which one person has agreed to profiling, and said so in writing.
const openHouse = async (privacyOptions: Pick<PrivacyOptions, 'guards' | 'forbids'>) => {
  const kek = await orThrow(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )
  const vault = openVault({ rows: inMemoryVaultRows(), kek })
  const privacy = { vault, purposes, ...privacyOptions }
  const app = await orThrow(open(inMemory(), crm, { privacy }))
  closing.push(app.close)
  const person = customerId(newId())
  await orThrow(
    app.send(
      {
        type: 'GivePrescribedConsent',
        customerId: person,
        consentId: consentId(newId()),
        purpose: profiling,
        form: 'explicit',
        medium: 'written',
        receivedAt: systemClock(),
        evidence: 'a form of Example',
      },
      by(),
    ),
  )
  const look = async (
    purpose: string,
    subjects: ReadonlyArray<string> = [person],
  ): Promise<unknown> => {
    const ledger = await orThrow(app.read(consentLedgerView, person))
    const given = ledger?.entries.find(({ type }) => type === 'PrescribedConsentGiven')
    if (given?.type !== 'PrescribedConsentGiven') throw new Error('no consent')
    const asking = { purpose, actor: 'u-1', role: 'officer' }
    const { privacy } = app
    if (privacy === undefined) throw new Error('no privacy')
    const fields = { evidence: given.evidence }
    const opened = await orThrow(privacy.open(asking, { subjects, fields }))
    const { evidence } = opened
    return evidence === undefined || E.isLeft(evidence) ? evidence?.left : evidence.right
  }
  const denials = async (): Promise<ReadonlyArray<unknown>> => {
    const found: unknown[] = []
    for await (const delivered of app.subscribe({ types: ['AccessDenied', 'NoticeAdopted'] })) {
      if (E.isLeft(delivered)) throw new Error(delivered.left._tag)
      found.push(...delivered.right.events.map(({ event }) => event))
      break
    }
    return found
  }
  return { app, person, look, denials }
}

const opens = { _tag: 'Value', value: 'a form of Example' }

describe('a value that somebody has agreed to be used', () => {
  test('PDPO s.2(3): does not open any more once they have withdrawn it in writing, which is recorded', async () => {
    const { app, person, look, denials } = await openHouse({ guards: [consentGuard()] })
    expect(await look('profiling')).toEqual(opens)
    await orThrow(
      app.send(
        {
          type: 'WithdrawPrescribedConsent',
          customerId: person,
          purpose: profiling,
          medium: 'written',
          receivedAt: systemClock(),
        },
        by(),
      ),
    )
    expect(await look('profiling')).toEqual({
      _tag: 'Denied',
      rule: 'consent',
      kind: 'consentEvidence',
    })
    expect(await look('tax')).toEqual(opens)
    expect(await denials()).toMatchObject([
      { type: 'AccessDenied', rules: ['consent'], subjects: [person], kinds: ['consentEvidence'] },
    ])
  })

  test('does not open once they have withdrawn it under the id that they were merged into, while the two are one', async () => {
    const { app, person, look } = await openHouse({ guards: [consentGuard()] })
    const [survivorId, id] = [customerId(newId()), mergeId(newId())]
    await orThrow(
      app.send(
        {
          type: 'MergeCustomers',
          mergeId: id,
          survivorId,
          mergedId: person,
          evidence: { method: codeOf('counter') },
        },
        by(),
      ),
    )
    await orThrow(app.settled)
    expect(await look('profiling')).toEqual(opens)
    await orThrow(
      app.send(
        {
          type: 'WithdrawPrescribedConsent',
          customerId: survivorId,
          purpose: profiling,
          medium: 'written',
          receivedAt: systemClock(),
        },
        by(),
      ),
    )
    expect(await look('profiling')).toEqual({
      _tag: 'Denied',
      rule: 'consent',
      kind: 'consentEvidence',
    })
    await orThrow(
      app.send({ type: 'UnmergeCustomers', mergeId: id, reasonCode: reasonCode('mistaken') }, by()),
    )
    await orThrow(app.settled)
    expect(await look('profiling')).toEqual(opens)
  })

  test('does not open in whatever order their ids are named, after a merge that was undone and one the other way round', async () => {
    const { app, person, look } = await openHouse({ guards: [consentGuard()] })
    const other = customerId(newId())
    const send = async (command: Parameters<typeof app.send>[0]): Promise<void> => {
      await orThrow(app.send(command, by()))
      await orThrow(app.settled)
    }
    const said = { purpose: profiling, medium: 'written', receivedAt: systemClock() } as const
    await send({ type: 'WithdrawPrescribedConsent', customerId: person, ...said })
    await send({
      type: 'GivePrescribedConsent',
      customerId: other,
      consentId: consentId(newId()),
      ...said,
      form: 'explicit',
      evidence: 'another form of Example',
    })
    const merge = async (survivorId: typeof other, mergedId: typeof other) => {
      const id = mergeId(newId())
      const evidence = { method: codeOf('counter') }
      await send({ type: 'MergeCustomers', mergeId: id, survivorId, mergedId, evidence })
      return id
    }
    const first = await merge(other, person)
    await send({ type: 'UnmergeCustomers', mergeId: first, reasonCode: reasonCode('mistaken') })
    await merge(person, other)
    const denied = { _tag: 'Denied', rule: 'consent', kind: 'consentEvidence' }
    expect(await look('profiling', [person, other])).toEqual(denied)
    expect(await look('profiling', [other, person])).toEqual(denied)
  })

  test('does not open while they have its use restricted, but for what is exempt', async () => {
    const guards = [consentGuard(), restrictionGuard(['tax'])]
    const { app, person, look, denials } = await openHouse({ guards })
    const request = { customerId: person, requestId: requestId(newId()) }
    const receivedAt = systemClock()
    await orThrow(
      app.send(
        { type: 'ReceiveRequest', ...request, kind: 'restriction', by: 'self', receivedAt },
        by(),
      ),
    )
    expect(await look('profiling')).toEqual(opens)
    await orThrow(
      app.send({ type: 'VerifyRequester', ...request, method: codeOf('passport') }, by()),
    )
    expect(await look('profiling')).toEqual({
      _tag: 'Denied',
      rule: 'restriction',
      kind: 'consentEvidence',
    })
    expect(await look('tax')).toEqual(opens)
    expect(await denials()).toMatchObject([{ rules: ['restriction'], subjects: [person] }])
  })

  test('does not open while the application knows that its accuracy is in doubt', async () => {
    let isInDoubt = false
    const { look, denials } = await openHouse({
      guards: [consentGuard()],
      forbids: () => TE.right(isInDoubt ? 'accuracy-in-doubt' : undefined),
    })
    expect(await look('profiling')).toEqual(opens)
    isInDoubt = true
    expect(await look('profiling')).toEqual({
      _tag: 'Denied',
      rule: 'accuracy-in-doubt',
      kind: 'consentEvidence',
    })
    expect(await denials()).toMatchObject([{ rules: ['accuracy-in-doubt'] }])
  })
})

test('PDPO DPP2(1): a name whose accuracy is in doubt is served for no purpose but its correction, until it is confirmed', async () => {
  const kek = await orThrow(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )
  const vault = openVault({ rows: inMemoryVaultRows(), kek })
  const names = ['sale', 'correcting'].map((name) => ({
    name,
    kinds: ['name'],
    roles: ['officer'],
    basis: 'notice',
  }))
  const guards = [accuracyGuard(['correcting'])]
  const app = await orThrow(open(inMemory(), crm, { privacy: { vault, purposes: names, guards } }))
  closing.push(app.close)
  const person = { customerId: customerId(newId()) }
  const said = { role: 'legal', order: 'givenFirst', ...person } as const
  await orThrow(
    app.send(
      { type: 'RegisterCustomer', ...person, source: codeOf('web'), storeId: storeId('SHOP-1') },
      by(),
    ),
  )
  const latin = { type: 'RecordName', ...said, script: 'Latn', name: 'Guest Example' } as const
  await orThrow(app.send(latin, by()))
  await orThrow(
    app.send({ type: 'RecordName', ...said, script: 'Hant', name: '客人 Example' }, by()),
  )
  const look = async (purpose: string): Promise<ReadonlyArray<unknown>> => {
    const known = await orThrow(app.read(profileView, person.customerId))
    const fields = Object.fromEntries(
      (known?.names ?? []).map(({ script, name }) => [script, name]),
    )
    const { privacy } = app
    if (privacy === undefined) throw new Error('no privacy')
    const asking = { purpose, actor: 'u-1', role: 'officer' }
    const opened = await orThrow(privacy.open(asking, { subjects: [person.customerId], fields }))
    return ['Latn', 'Hant'].map((script) => {
      const one = opened[script]
      if (one === undefined) return undefined
      return E.isLeft(one) ? one.left : 'value' in one.right ? one.right.value : one.right
    })
  }
  const known = await orThrow(app.read(profileView, person.customerId))
  const of = known?.names.find(({ script }) => script === 'Latn')?.eventId
  if (of === undefined) throw new Error('the name does not say its event')
  await orThrow(
    app.send({ type: 'DoubtField', ...person, of, reasonCode: reasonCode('returned') }, by()),
  )
  const doubted = { _tag: 'Denied', rule: 'accuracy-in-doubt', kind: 'name' }
  expect(await look('sale')).toEqual([doubted, '客人 Example'])
  expect(await look('correcting')).toEqual(['Guest Example', '客人 Example'])
  await orThrow(app.send({ type: 'ConfirmField', ...person, of }, by()))
  expect(await look('sale')).toEqual(['Guest Example', '客人 Example'])
})
