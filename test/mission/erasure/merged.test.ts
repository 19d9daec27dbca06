// Who is erased is erased under every id: one of several is not decided about alone.
import { codeOf, crm, customerId, erasureId, mergeId, reasonCode } from '@patina/crm'
import { inMemory, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { expect, test } from 'vitest'

test('an erasure of one id of a merged person is refused, and of each of two people it is not', async () => {
  const shop = await orThrow(open(inMemory(), crm, { idleMs: 1 }))
  const by = () => ({ commandId: newId(), actor: 'officer-1' })
  const [a, b, merge] = [customerId(newId()), customerId(newId()), mergeId(newId())]
  const evidence = { method: codeOf('counter') }
  const decide = (customer: typeof a) =>
    shop.send(
      {
        type: 'DecideErasure',
        customerId: customer,
        erasureId: erasureId(newId()),
        why: 'request',
        classes: ['profile'],
        exceptions: [],
      },
      by(),
    )()
  const join = (id: typeof merge) =>
    shop.send({ type: 'MergeCustomers', mergeId: id, survivorId: a, mergedId: b, evidence }, by())()
  await join(merge)
  await orThrow(shop.settled)
  for (const one of [a, b]) {
    expect(await decide(one)).toMatchObject({
      left: {
        _tag: 'InvalidCommand',
        problems: [{ path: '', found: 'one of 2 that are one person' }],
      },
    })
  }
  const part = {
    type: 'UnmergeCustomers',
    mergeId: merge,
    reasonCode: reasonCode('erase'),
  } as const
  await orThrow(shop.send(part, by()))
  await orThrow(shop.settled)
  expect(await decide(a)).toMatchObject({ right: { _tag: 'Appended' } })
  await orThrow(shop.settled)
  // Whoever is about to be erased is merged with nobody again.
  expect(await join(mergeId(newId()))).toMatchObject({
    left: { _tag: 'MergeRefused', reasons: [{ _tag: 'SubjectErased', customerIds: [a] }] },
  })
  await shop.close()
})
