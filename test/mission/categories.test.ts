// Of two who race for one exclusive group one wins, whatever their order: all categories of a customer are one stream.
import { categoryId, civilDate, codeOf, crm, customerId, reasonCode } from '@patina/crm'
import { categoriesOn, customerCategoriesView, definitionsView } from '@patina/crm/categories'
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
