import * as E from 'fp-ts/lib/Either.js'
import { sha256Of } from '../../shared/sha256.js'
import type { DefineCategory, RetireCategory } from '../commands.js'
import type { CategoryDefinition } from '../definition.js'
import type { DefinitionRefused } from '../rejections.js'
import { mostDepth, mostNodes, sizeOf } from '../rule.js'
import type { Categories } from '../state.js'
import type { Decision } from './decision.js'

type Reasons = DefinitionRefused['reasons']

const reasonsAgainst = (
  { categoryId, version, parent, exclusiveGroup, fromDay, toDay, rule }: CategoryDefinition,
  { definition: before, retiredOn }: Categories,
): Reasons => {
  const expected = (before?.version ?? 0) + 1
  const [from, to] = [before?.exclusiveGroup ?? null, exclusiveGroup ?? null]
  const size = rule === undefined ? { depth: 0, nodes: 0 } : sizeOf(rule)
  const all: ReadonlyArray<Reasons[number] | false> = [
    version !== expected && { _tag: 'CategoryVersionOutOfOrder', expected, found: version },
    parent === categoryId && { _tag: 'CategoryParentOfItself', categoryId },
    before !== undefined && from !== to && { _tag: 'ExclusiveGroupChanged', from, to },
    fromDay !== undefined &&
      toDay !== undefined &&
      toDay < fromDay && { _tag: 'PeriodEndsTooEarly', fromDay, toDay },
    (size.depth > mostDepth || size.nodes > mostNodes) && {
      _tag: 'RuleTooLarge',
      ...size,
      mostDepth,
      mostNodes,
    },
    retiredOn !== undefined && { _tag: 'CategoryAlreadyRetired', categoryId, onDay: retiredOn },
  ]
  return all.filter((reason) => reason !== false)
}

/** A category, or its next version. The same version again is no news. */
export const defineCategory = ({ definition }: DefineCategory, state: Categories): Decision => {
  const sha256 = sha256Of(definition)
  if (state.definition?.version === definition.version && state.sha256 === sha256) {
    return E.right([])
  }
  const reasons = reasonsAgainst(definition, state)
  const { categoryId } = definition
  return reasons.length > 0
    ? E.left({ _tag: 'DefinitionRefused', reasons })
    : E.right([{ type: 'CategoryDefined', categoryId, definition, sha256 }])
}

/** A category is in use no more. */
export const retireCategory = (
  command: RetireCategory,
  { definition, retiredOn }: Categories,
): Decision => {
  const { categoryId, onDay } = command
  if (definition === undefined) return E.left({ _tag: 'UnknownCategory', categoryId })
  if (retiredOn === undefined) return E.right([{ ...command, type: 'CategoryRetired' }])
  return retiredOn === onDay
    ? E.right([])
    : E.left({ _tag: 'CategoryAlreadyRetired', categoryId, onDay: retiredOn })
}
