import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { type CivilDate, plusDays } from '../../shared/civil-date.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import { sha256Of } from '../../shared/sha256.js'
import { latestDayAt } from '../../shared/zone.js'
import type { ApplyVerdict, AssignCategory, UnassignCategory } from '../commands.js'
import type { DefinedCategory } from '../definition.js'
import type { CategoryAssigned, CategoryLeft } from '../events.js'
import { goesOn, holdingOf, othersOn } from '../holdings.js'
import type {
  CategoryAltered,
  CategoryNotInUse,
  ExclusiveGroupTaken,
  PeriodEndsTooEarly,
  VerdictRefused,
} from '../rejections.js'
import type { Categories } from '../state.js'
import type { Decision } from './decision.js'

const altered = ({ definition, sha256 }: DefinedCategory): CategoryAltered | false => {
  const found = sha256Of(definition)
  return (
    found !== sha256 && {
      _tag: 'CategoryAltered',
      categoryId: definition.categoryId,
      expected: sha256,
      found,
    }
  )
}

// The last day of use, by the definition or by the retirement, whichever is earlier.
const lastDayOf = ({ definition, retiredOn }: DefinedCategory): CivilDate | undefined => {
  const lastInUse = retiredOn === undefined ? undefined : plusDays(retiredOn, -1)
  const { toDay } = definition
  return toDay === undefined || (lastInUse !== undefined && lastInUse < toDay) ? lastInUse : toDay
}

const notInUse = (
  category: DefinedCategory,
  fromDay: CivilDate,
  toDay: CivilDate | undefined,
): CategoryNotInUse | false => {
  const { categoryId, fromDay: first } = category.definition
  const last = lastDayOf(category)
  const isWithin =
    (first === undefined || first <= fromDay) &&
    (last === undefined || (toDay !== undefined && toDay <= last))
  return (
    !isWithin && {
      _tag: 'CategoryNotInUse',
      categoryId,
      ...(first === undefined ? {} : { fromDay: first }),
      ...(last === undefined ? {} : { toDay: last }),
    }
  )
}

const endsTooEarly = (
  fromDay: CivilDate,
  toDay: CivilDate | undefined,
): PeriodEndsTooEarly | false =>
  toDay !== undefined && toDay < fromDay && { _tag: 'PeriodEndsTooEarly', fromDay, toDay }

const taken = (
  group: ExclusiveGroupTaken['group'] | undefined,
  by: ReadonlyArray<{ readonly categoryId: ExclusiveGroupTaken['by'][number] }>,
): ExclusiveGroupTaken | false =>
  group !== undefined &&
  by.length > 0 && {
    _tag: 'ExclusiveGroupTaken',
    group,
    by: [...new Set(by.map(({ categoryId }) => categoryId))].sort(),
  }

/**
 * Somebody says that the customer belongs to a category, or not. An assignment goes before rules: a stay by rule in another
 * category of the same exclusive group ends where it begins.
 */
export const assignCategory = (command: AssignCategory, { holdings }: Categories): Decision => {
  const { customerId, category, as = 'member', fromDay, toDay, reasonCode } = command
  const { categoryId, version, exclusiveGroup } = category.definition
  const { word } = holdingOf(holdings, { customerId, categoryId })
  if (
    word?.as === as &&
    word.fromDay === fromDay &&
    word.toDay === toDay &&
    word.version === version
  ) {
    return E.right([])
  }
  const days = { fromDay, ...(toDay === undefined ? {} : { toDay }) }
  const group = exclusiveGroup === undefined ? {} : { exclusiveGroup }
  const { assigned, byRule } =
    as === 'member'
      ? othersOn(holdings, { categoryId, ...group }, days)
      : { assigned: [], byRule: [] }
  const reasons = [
    altered(category),
    as === 'member' && notInUse(category, fromDay, toDay),
    endsTooEarly(fromDay, toDay),
    taken(exclusiveGroup, assigned),
  ].filter((reason) => reason !== false)
  if (reasons.length > 0) return E.left({ _tag: 'AssignmentRefused', reasons })
  const said: CategoryAssigned = {
    type: 'CategoryAssigned',
    customerId,
    categoryId,
    version,
    ...group,
    as,
    ...days,
    reasonCode,
  }
  const ended = byRule.flatMap(
    ({ categoryId: other, stay }): ReadonlyArray<CategoryLeft> =>
      stay === undefined
        ? []
        : [
            {
              type: 'CategoryLeft',
              customerId,
              categoryId: other,
              onDay: stay.fromDay > fromDay ? stay.fromDay : fromDay,
              ruleVersion: stay.ruleVersion,
              because: [],
              by: categoryId,
            },
          ],
  )
  return E.right([...ended, said])
}

/** What was said counts no more from today on, in Hong Kong. */
export const unassignCategory = (
  command: UnassignCategory,
  { holdings }: Categories,
  { at }: Issued,
): Decision => {
  const onDay = dayInHongKong(at)
  const { word } = holdingOf(holdings, command)
  return word === undefined || (word.toDay !== undefined && word.toDay < onDay)
    ? E.right([])
    : E.right([{ ...command, type: 'CategoryUnassigned', onDay }])
}

/**
 * What the rule says takes effect, if it is news. Days never run backwards; a stay that is to end because of an assignment that
 * lies ahead ends earlier where the rule says so.
 */
export const applyVerdict = (
  command: ApplyVerdict,
  { holdings }: Categories,
  { at }: Issued,
): Decision => {
  const { customerId, category, isMember, because } = command
  const { categoryId, exclusiveGroup, rule, version: ruleVersion } = category.definition
  const { stay } = holdingOf(holdings, { customerId, categoryId })
  const today = dayInHongKong(at)
  const isIn = goesOn(stay, command.onDay > today ? command.onDay : today)
  if (isIn === isMember) return E.right([])
  const last = isIn ? stay?.fromDay : stay?.untilDay
  const onDay = last !== undefined && last > command.onDay ? last : command.onDay
  const group = exclusiveGroup === undefined ? {} : { exclusiveGroup }
  const { assigned, byRule } = isMember
    ? othersOn(holdings, { categoryId, ...group }, { fromDay: onDay })
    : { assigned: [], byRule: [] }
  const latest = latestDayAt(at)
  const reasons = [
    altered(category),
    rule === undefined && { _tag: 'CategoryWithoutRule' as const, categoryId },
    isMember && notInUse(category, onDay, onDay),
    taken(exclusiveGroup, [...assigned, ...byRule]),
    command.onDay > latest && {
      _tag: 'VerdictInFuture' as const,
      onDay: command.onDay,
      latest,
    },
  ].filter((reason): reason is VerdictRefused['reasons'][number] => reason !== false)
  if (reasons.length > 0) return E.left({ _tag: 'VerdictRefused', reasons })
  const about = { customerId, categoryId, onDay, ruleVersion, because }
  return E.right([
    isMember ? { type: 'CategoryEntered', ...about, ...group } : { type: 'CategoryLeft', ...about },
  ])
}
