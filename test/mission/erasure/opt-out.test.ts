// An opt-out outlives the person's data, or the next list that is bought would undo it.
import {
  type CustomerId,
  codeOf,
  customerId,
  dataKind,
  recipientId,
  subjectClass,
  useId,
} from '@patina/crm'
import { consentLedgerView } from '@patina/crm/consent'
import { newId, systemClock } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { expect, test } from 'vitest'
import { by, decisionOf, newGround, openShop, type Shop, seen, sideOf, visit } from './shop.js'

const person = { name: 'Visitor 5c19 Example', mobile: '+85252000000' }
const kinds = [dataKind('mobile')]
const classes = [subjectClass('watches')]

const bought = (shop: Shop, who: CustomerId) =>
  orThrow(
    shop.send(
      {
        type: 'RecordSourceNotice',
        customerId: who,
        sourceId: recipientId('LIST-CO'),
        kinds,
        classes,
        documentSha256: 'ab'.repeat(32),
        receivedAt: systemClock(),
      },
      by(),
    ),
  )

// The entries that are in force, by the log: the opt-outs of those who once had said so.
const liveOf = async (shop: Shop, who: CustomerId): Promise<ReadonlyArray<string>> =>
  ((await orThrow(shop.read(consentLedgerView, who)))?.entries ?? []).flatMap((entry) =>
    entry.type === 'MarketingOptedOut' ? [entry.eventId] : [],
  )

/** What the gate says to a call to a number, with what the edge finds about it: that it went through, or why not. */
const calling = async (
  shop: Shop,
  who: CustomerId,
  number: string,
  live: ReadonlyArray<string>,
): Promise<unknown> => {
  const isSuppressed = await orThrow(sideOf(shop).suppression.isSuppressed('mobile', number, live))
  const asked = await shop.send(
    {
      type: 'AuthoriseUse',
      customerId: who,
      useId: useId(newId()),
      channel: 'call',
      kinds,
      class: subjectClass('watches'),
      hindrances: isSuppressed ? ['suppressed'] : [],
    },
    by(),
  )()
  return asked._tag === 'Right' ? asked.right._tag : asked.left
}

test('PDPO s.35G: an opt-out survives the erasure of who said it, also for the same number on a list that is bought later', async () => {
  const ground = await newGround()
  const shop = await openShop(ground)
  const first = customerId(newId())
  await visit(shop, first, person)
  await bought(shop, first)
  expect(await calling(shop, first, person.mobile, [])).toBe('Appended')
  await orThrow(
    shop.send(
      {
        type: 'OptOut',
        customerId: first,
        scope: { type: 'all' },
        of: 'both',
        channel: codeOf('call'),
        receivedAt: systemClock(),
        raw: 'no more calls, says an Example',
      },
      by(),
    ),
  )
  const [entryId] = await liveOf(shop, first)
  if (entryId === undefined) throw new Error('no opt-out')
  await orThrow(sideOf(shop).suppression.suppress(entryId, 'mobile', '5200 0000'))
  for (const spelling of [person.mobile, '00852 5200-0000', '５２００００００']) {
    const { isSuppressed } = sideOf(shop).suppression
    expect(await orThrow(isSuppressed('mobile', spelling, [entryId]))).toBe(true)
  }
  await orThrow(
    shop.send(decisionOf(first, { classes: ['identity', 'contact', 'marketing'] }), by()),
  )
  expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
  expect(await seen(shop, first)).toMatchObject({ name: 'Erased', mobile: 'Erased' })
  expect(await orThrow(sideOf(shop).find('mobile', person.mobile))).toEqual([])
  await shop.close()

  // Opened again, as on the next morning, with the same person on a list from elsewhere under another id.
  const opened = await openShop(ground)
  const again = customerId(newId())
  await visit(opened, again, person)
  await bought(opened, again)
  const live = await liveOf(opened, first)
  expect(live).toEqual([entryId])
  expect(await calling(opened, again, person.mobile, live)).toEqual({
    _tag: 'UseRefused',
    reasons: [{ reason: 'suppressed', section: 's.35G' }],
  })
  expect(await calling(opened, first, person.mobile, live)).toMatchObject({
    _tag: 'UseRefused',
    reasons: [
      { reason: 'optedOut', section: 's.35G', eventId: entryId },
      { reason: 'suppressed', section: 's.35G' },
    ],
  })
  // Somebody else's number is none of it: it is the list that refuses, and nothing besides.
  expect(await calling(opened, again, '+85253000000', live)).toBe('Appended')
  await opened.close()
})
