import {
  type CustomerId,
  categoryId,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  dayOf,
  documentNumber,
  lineId,
  reasonCode,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import {
  type CategoryDefinition,
  categoriesByRule,
  categoriesOn,
  customerCategoriesView,
  customerFactsView,
  definitionsView,
  evaluate,
  type Rule,
  type RuleVerdict,
} from '@patina/crm/categories'
import { inMemory, newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'

const context = () => ({ commandId: newId(), actor: 'office-1' })
const guest = customerId('c0570000-0000-4000-8000-000000000001')
const circle = codeOf('circle')

// Whoever bought for HK$50,000 within a year, or five times, came back within the last half of it, and brought nothing back
// more than twice.
const rule: Rule = {
  type: 'all',
  of: [
    {
      type: 'any',
      of: [
        { type: 'sum', of: 'net', currency: currency('HKD'), withinDays: 365, atLeast: 5_000_000 },
        { type: 'count', of: 'purchases', withinDays: 365, atLeast: 5 },
      ],
    },
    { type: 'since', of: 'lastPurchase', atMost: 180 },
    { type: 'count', of: 'returns', withinDays: 365, atMost: 2 },
  ],
}

const friend: CategoryDefinition = {
  categoryId: categoryId('ca7e0000-0000-4000-8000-000000000001'),
  version: 1,
  code: codeOf('friend'),
  exclusiveGroup: circle,
  rule,
}
const press: CategoryDefinition = {
  categoryId: categoryId('ca7e0000-0000-4000-8000-000000000002'),
  version: 1,
  code: codeOf('press'),
  exclusiveGroup: circle,
}

const show = ({ rule, isTrue, because, of }: RuleVerdict, indent = ''): void => {
  console.log(`${indent}${rule}: ${isTrue}${of.length > 0 ? '' : `, events: ${because.length}`}`)
  for (const within of of) show(within, `${indent}  `)
}

const sale = (number: string, minor: number, soldOn: string) => ({
  type: 'RecordSale' as const,
  documentNumber: documentNumber(number),
  storeId: storeId('HARBOUR'),
  customerId: guest,
  soldOn: civilDate(soldOn),
  currency: currency('HKD'),
  lines: [
    { lineId: lineId('1'), sku: sku('WATCH-1'), quantity: 1, unitMinor: minor, paidMinor: minor },
  ],
})

export const main = async (): Promise<void> => {
  const app = await orThrow(open(inMemory(), [...crm, categoriesByRule]))
  const today = dayOf(systemClock(), zone('Asia/Hong_Kong'))
  const codes = async (of: CustomerId): Promise<string> => {
    await orThrow(app.settled)
    const known = await orThrow(app.read(customerCategoriesView, of))
    const defined = await orThrow(app.read(definitionsView, 'all'))
    const on = known === undefined ? [] : categoriesOn(known, today)
    const found = on.map((id) =>
      defined?.categories.find(({ definition }) => definition.categoryId === id),
    )
    return found.map((one) => one?.definition.code).join(', ') || 'none'
  }

  for (const definition of [friend, press]) {
    await orThrow(app.send({ type: 'DefineCategory', definition }, context()))
  }
  await orThrow(app.send(sale('INV-1', 3_000_000, today), context()))
  console.log(`After the first sale: ${await codes(guest)}`)
  await orThrow(app.send(sale('INV-2', 2_500_000, today), context()))
  console.log(`After the second: ${await codes(guest)}`)

  // Why: the rule is asked again, of the facts that were kept.
  const facts = await orThrow(app.read(customerFactsView, guest))
  if (facts !== undefined) show(evaluate(rule, facts, today))

  // A word goes before the rule: of one group a customer belongs to one category at most.
  const defined = await orThrow(app.read(definitionsView, 'all'))
  const category = defined?.categories.find(
    ({ definition }) => definition.categoryId === press.categoryId,
  )
  if (category === undefined) throw new Error('not defined')
  const said = { customerId: guest, fromDay: today, reasonCode: reasonCode('asked') }
  await orThrow(app.send({ type: 'AssignCategory', ...said, category }, context()))
  console.log(`After somebody has said so: ${await codes(guest)}`)
  await app.close()
}

if (process.argv[1] === import.meta.filename) await main()
