// From facts to commands: which verdicts are news for a customer on a day.
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId } from '../shared/ids.js'
import { mostBecause } from './codec.js'
import type { ApplyVerdict } from './commands.js'
import type { DefinedCategory } from './definition.js'
import type { Definitions } from './definitions.projection.js'
import { evaluate, type Permits } from './evaluate.js'
import type { CustomerFacts } from './facts.js'
import { goesOn, holdingOf, othersOn } from './holdings.js'
import { asksPermission } from './rule.js'

const isInUse = ({ definition, retiredOn }: DefinedCategory, day: CivilDate): boolean =>
  (definition.fromDay === undefined || definition.fromDay <= day) &&
  (definition.toDay === undefined || day <= definition.toDay) &&
  (retiredOn === undefined || day < retiredOn)

/**
 * What rules say of a customer on a day that has not taken effect yet: those who leave first, so that another category of
 * the same exclusive group is free for those who enter. A category that is not in use is left. One that the customer cannot
 * enter, because another of its group holds, is passed over. Rules that ask what the customer permits are judged only with
 * `permits`; the others need nothing but the facts.
 */
export const verdictsOn = (
  { categories }: Definitions,
  customerId: CustomerId,
  facts: CustomerFacts,
  onDay: CivilDate,
  permits?: Permits,
): ReadonlyArray<ApplyVerdict> => {
  const news = categories.flatMap((category): ReadonlyArray<ApplyVerdict> => {
    const { categoryId, rule } = category.definition
    if (rule === undefined || (permits === undefined && asksPermission(rule))) return []
    const { stay } = holdingOf(facts.holdings, { customerId, categoryId })
    const said = evaluate(rule, facts, onDay, permits)
    const isMember = said.isTrue && isInUse(category, onDay)
    if (isMember === goesOn(stay, onDay)) return []
    const because = said.because.slice(0, mostBecause)
    return [{ type: 'ApplyVerdict', customerId, category, isMember, onDay, because }]
  })
  const leaving = news.filter(({ isMember }) => !isMember)
  const gone = new Set(leaving.map(({ category }) => category.definition.categoryId))
  const left = facts.holdings.map(({ stay, ...rest }) =>
    stay === undefined || gone.has(rest.categoryId) ? rest : { ...rest, stay },
  )
  const groups = new Set<string>()
  const entering = news.filter(({ isMember, category: { definition } }) => {
    const { exclusiveGroup } = definition
    if (!isMember) return false
    if (exclusiveGroup === undefined) return true
    const { assigned, byRule } = othersOn(left, definition, { fromDay: onDay })
    const isFree = assigned.length + byRule.length === 0 && !groups.has(exclusiveGroup)
    if (isFree) groups.add(exclusiveGroup)
    return isFree
  })
  return [...leaving, ...entering]
}
