// What days alone change: categories by rule are brought up to a day by one call.
import {
  type CivilDate,
  categoryId,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  sku,
  storeId,
} from '@patina/crm'
import {
  categoriesByRule,
  categoriesDue,
  categoriesOn,
  customerCategoriesView,
  type Rule,
} from '@patina/crm/categories'
import { type Instant, inMemory, instantOf, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { expect, test } from 'vitest'

const [recent, quiet] = [categoryId(newId()), categoryId(newId())]
const rules: ReadonlyArray<readonly [typeof recent, Rule]> = [
  // Who is not among the recent ones follows from who is: the second round sees what the first has done.
  [quiet, { type: 'not', of: { type: 'inCategory', categoryId: recent } }],
  [recent, { type: 'since', of: 'lastPurchase', atMost: 30 }],
]

test('a day later a customer has left by the days that passed, and entered by the category that was left', async () => {
  let now = Date.UTC(2026, 0, 5, 4)
  const clock = (): Instant => {
    now += 1000
    return instantOf(now)
  }
  const app = await orThrow(
    open(inMemory({ clock }), [...crm, categoriesByRule], { clock, idleMs: 1 }),
  )
  const by = () => ({ commandId: newId(), actor: 'till-1' })
  for (const [id, rule] of rules) {
    const definition = { categoryId: id, version: 1, code: codeOf('kind'), rule }
    await orThrow(app.send({ type: 'DefineCategory', definition }, by()))
  }
  const people = Array.from({ length: 3 }, () => customerId(newId()))
  for (const [n, one] of people.entries()) {
    await orThrow(
      app.send(
        {
          type: 'RecordSale',
          documentNumber: documentNumber(`S-${n}`),
          storeId: storeId('HARBOUR'),
          customerId: one,
          soldOn: civilDate('2026-01-05'),
          currency: currency('HKD'),
          lines: [
            { lineId: lineId('1'), sku: sku('W-1'), quantity: 1, unitMinor: 100, paidMinor: 100 },
          ],
        },
        by(),
      ),
    )
  }
  await orThrow(app.settled)
  const belonging = async (onDay: CivilDate) => {
    const names = new Map([
      [recent, 'recent'],
      [quiet, 'quiet'],
    ])
    const found = []
    for (const one of people) {
      const known = await orThrow(app.read(customerCategoriesView, one))
      found.push(known === undefined ? [] : categoriesOn(known, onDay).map((id) => names.get(id)))
    }
    return found
  }
  const sweep = (onDay: CivilDate) =>
    orThrow(app.sweep(categoriesDue, { onDay }, { actor: 'nightly' }))

  const [first, before, after] = ['2026-01-05', '2026-02-04', '2026-02-05'].map(civilDate) as [
    CivilDate,
    CivilDate,
    CivilDate,
  ]
  await sweep(first)
  expect(await belonging(first)).toEqual([['recent'], ['recent'], ['recent']])
  now = Date.UTC(2026, 1, 4, 4)
  expect(await sweep(before)).toEqual({ looked: 3, changed: 0, refused: [], isSettled: true })
  expect(await belonging(before)).toEqual([['recent'], ['recent'], ['recent']])
  now = Date.UTC(2026, 1, 5, 4)
  const swept = await sweep(after)
  expect(swept).toMatchObject({ changed: 6, refused: [], isSettled: true })
  expect(await belonging(after)).toEqual([['quiet'], ['quiet'], ['quiet']])
  // Repeated it does nothing, and looks once.
  expect(await sweep(after)).toEqual({ looked: 3, changed: 0, refused: [], isSettled: true })
  await app.close()
})
