import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { eventIdOf } from '../../shared/moments.js'
import type { EndRelation, RecordRelation } from '../commands.js'
import { aboutOf, type Registered } from '../state.js'
import { checkedCorrection, type Decision } from './decision.js'

/** One side of a relation is said. */
export const recordRelation = (
  command: RecordRelation,
  customer: Registered,
  issued: Issued,
): Decision => {
  const { customerId, relationId, otherId, fromDay, toDay, correction } = command
  if (otherId === customerId) return E.left({ _tag: 'RelationToSelf', customerId })
  if (fromDay !== undefined && toDay !== undefined && toDay < fromDay) {
    return E.left({ _tag: 'RelationEndsTooEarly', fromDay, toDay })
  }
  if (correction === undefined && customer.relations.has(relationId)) {
    return E.left({ _tag: 'RelationTaken', relationId })
  }
  const recorded = { ...command, type: 'RelationRecorded' as const }
  return E.map(() => [{ ...recorded, eventId: eventIdOf(issued) }])(
    checkedCorrection(customer, correction, aboutOf(command)),
  )
}

/** A relation has a last day, for this side. */
export const endRelation = (
  { customerId, relationId, toDay }: EndRelation,
  { relations }: Registered,
): Decision => {
  const side = relations.get(relationId)
  if (side === undefined) return E.left({ _tag: 'UnknownRelation', relationId })
  const { otherId, fromDay } = side
  if (side.toDay === toDay) return E.right([])
  return fromDay !== undefined && toDay < fromDay
    ? E.left({ _tag: 'RelationEndsTooEarly', fromDay, toDay })
    : E.right([{ type: 'RelationEnded', customerId, relationId, otherId, toDay }])
}
