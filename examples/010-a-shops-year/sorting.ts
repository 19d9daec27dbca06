// Who belongs to which category when the year is over: what the shop says goes first, then its rules are asked of everybody.
import type { CivilDate, CustomerId } from '@patina/crm'
import { reasonCode } from '@patina/crm'
import {
  customerFactsView,
  type DefinedCategory,
  type Definitions,
  definitionsView,
  verdictsOn,
} from '@patina/crm/categories'
import type { Context } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { everyView, type Shop } from './capabilities.js'
import { categoryOf, shopCategories } from './categories-of-shop.js'
import { atHour, commandIdOf } from './shop.js'
import { sideBySide } from './side-by-side.js'

const inFlightLimit = 128

const by = (day: CivilDate, ...name: ReadonlyArray<string>): Context => ({
  commandId: commandIdOf(...name),
  actor: 'office',
  occurredAt: atHour(day, 9),
})

const definedAs = ({ categories }: Definitions, code: string): DefinedCategory => {
  const found = categories.find(({ definition }) => definition.categoryId === categoryOf(code))
  if (found === undefined) throw new Error(`no category ${code}`)
  return found
}

const readDefinitions = async (application: Shop): Promise<Definitions> =>
  (await orThrow(application.read(definitionsView, 'all'))) ?? { categories: [] }

/** Defines the categories: once in a log. */
export const defineCategories = async (application: Shop, day: CivilDate): Promise<void> => {
  for (const definition of shopCategories) {
    const context = by(day, 'category', definition.code, String(definition.version))
    await orThrow(application.send({ type: 'DefineCategory', definition }, context))
  }
}

/**
 * Says what no rule knows: the best customer is looked after in person, and the second best buys for a club, so that they
 * are no bulk buyer, whatever the rule says.
 */
export const sortByHand = async (
  application: Shop,
  day: CivilDate,
  [best, second]: ReadonlyArray<CustomerId>,
): Promise<void> => {
  const definitions = await readDefinitions(application)
  const words = [
    [best, 'keyAccount', 'member', 'annual-review'],
    [second, 'bulkBuyer', 'excluded', 'buys-for-a-club'],
  ] as const
  for (const [customerId, code, as, reason] of words) {
    if (customerId === undefined) continue
    const context = by(day, 'assign', code, customerId, day)
    const category = definedAs(definitions, code)
    const said = { customerId, category, as, fromDay: day, reasonCode: reasonCode(reason) }
    await orThrow(application.send({ type: 'AssignCategory', ...said }, context))
  }
}

/** Asks the rules of every customer, and lets what is new take effect. */
export const sortByRule = async (application: Shop, day: CivilDate): Promise<void> => {
  const definitions = await readDefinitions(application)
  const work = sideBySide(inFlightLimit)
  for await (const { key: customerId, view } of everyView(application, customerFactsView)) {
    const news = verdictsOn(definitions, customerId, view, day)
    if (news.length === 0) continue
    // One after the other: who is to enter a category may have to leave another one of its group before.
    await work.begin(async () => {
      for (const verdict of news) {
        const which = verdict.isMember ? 'enter' : 'leave'
        const context = by(day, which, verdict.category.definition.code, customerId, day)
        await orThrow(application.send(verdict, context))
      }
    })
  }
  await work.done()
}
