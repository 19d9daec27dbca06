// Of two who race for one exclusive group one wins, whatever their order: all categories of a customer are one stream. And
// whatever a rule counts, it is asked again when that has changed.
import {
  categoryId,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  reasonCode,
  sku,
  storeId,
} from '@patina/crm'
import {
  categoriesByRule,
  categoriesOn,
  customerCategoriesView,
  definitionsView,
} from '@patina/crm/categories'
import { saleIdOf } from '@patina/crm/sales'
import { inMemory, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'

const by = () => ({ commandId: newId(), actor: 'clerk-1' })

test('however many are assigned at once, a customer is in one category of an exclusive group', async () => {
  const app = await orThrow(open(inMemory(), crm))
  const person = customerId(newId())
  const ids = Array.from({ length: 5 }, () => categoryId(newId()))
  for (const id of ids) {
    const definition = {
      categoryId: id,
      version: 1,
      code: codeOf('one'),
      exclusiveGroup: codeOf('circle'),
    }
    await orThrow(app.send({ type: 'DefineCategory', definition }, by()))
  }
  const { categories = [] } = (await orThrow(app.read(definitionsView, 'all'))) ?? {}
  expect(categories).toHaveLength(5)
  const fromDay = civilDate('2026-01-01')
  const answers = await Promise.all(
    categories.map((category) => {
      const said = { customerId: person, fromDay, reasonCode: reasonCode('asked') }
      return app.send({ type: 'AssignCategory', ...said, category }, by())()
    }),
  )
  expect(answers.filter(E.isRight)).toHaveLength(1)
  const refused = answers.filter(E.isLeft).map(({ left }) => left)
  for (const rejection of refused) {
    expect(rejection).toMatchObject({
      _tag: 'AssignmentRefused',
      reasons: [{ _tag: 'ExclusiveGroupTaken' }],
    })
  }
  const known = await orThrow(app.read(customerCategoriesView, person))
  expect(known === undefined ? [] : categoriesOn(known, fromDay)).toHaveLength(1)
  await app.close()
})

test('goods that come back, with a sale or without, are told to the rules', async () => {
  const app = await orThrow(open(inMemory(), [...crm, categoriesByRule]))
  const person = customerId(newId())
  const hkd = currency('HKD')
  const today = civilDate(new Date().toISOString().slice(0, 10))
  const rules = {
    spender: { type: 'sum' as const, of: 'net' as const, currency: hkd, atLeast: 500 },
    returner: { type: 'count' as const, of: 'returns' as const, atLeast: 2 },
  }
  const ids = { spender: categoryId(newId()), returner: categoryId(newId()) }
  for (const code of ['spender', 'returner'] as const) {
    const definition = { categoryId: ids[code], version: 1, code: codeOf(code), rule: rules[code] }
    await orThrow(app.send({ type: 'DefineCategory', definition }, by()))
  }
  const belongs = async () => {
    await orThrow(app.settled)
    const known = await orThrow(app.read(customerCategoriesView, person))
    // What has begun and not ended: the day on which it did is one of Hong Kong.
    return known === undefined ? [] : categoriesOn(known, civilDate('2999-12-31'))
  }
  const here = { storeId: storeId('HARBOUR'), currency: hkd }
  const line = { lineId: lineId('1'), sku: sku('RING'), quantity: 1 }
  const document = documentNumber('S-1')
  await orThrow(
    app.send(
      {
        type: 'RecordSale',
        ...here,
        documentNumber: document,
        customerId: person,
        soldOn: today,
        lines: [
          { ...line, unitMinor: 400, paidMinor: 400 },
          { ...line, lineId: lineId('2'), unitMinor: 300, paidMinor: 300 },
        ],
      },
      by(),
    ),
  )
  expect(await belongs()).toEqual([ids.spender])
  const back = { returnedOn: today, reasonCode: reasonCode('unwanted'), currency: hkd }
  await orThrow(
    app.send(
      {
        type: 'RecordReturnWithoutSale',
        ...here,
        ...back,
        customerId: person,
        returnDocument: documentNumber('R-1'),
        lines: [{ ...line, refundMinor: 250 }],
      },
      by(),
    ),
  )
  expect(await belongs()).toEqual([])
  await orThrow(
    app.send(
      {
        type: 'ReturnLines',
        saleId: saleIdOf(here.storeId, document),
        storeId: here.storeId,
        returnDocument: documentNumber('R-2'),
        returnedOn: today,
        reasonCode: reasonCode('unwanted'),
        lines: [{ lineId: lineId('2'), quantity: 1, refundMinor: 300 }],
      },
      by(),
    ),
  )
  expect(await belongs()).toEqual([ids.returner])
  await app.close()
})
