// What the decisions about one customer share.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { EventId } from '../../shared/ids.js'
import type { Correction, CustomersEvent } from '../events.js'
import type { CustomersRejection } from '../rejections.js'
import type { Registered, StatementStanding } from '../state.js'

export type Decision = Either<CustomersRejection, ReadonlyArray<CustomersEvent>>

/**
 * The statement of an event. Left `UnknownStatement` when no event of this id says anything of the customer.
 */
export const statementOf = (
  { statements }: Registered,
  of: EventId,
): Either<CustomersRejection, StatementStanding> => {
  const found = statements.get(of)
  return found === undefined ? E.left({ _tag: 'UnknownStatement', of }) : E.right(found)
}

/**
 * Why a correction cannot be: left `UnknownStatement`, `StatementOfOtherKind` for one about something else, or
 * `StatementSuperseded` for one that was corrected or retracted already. Right when there is none, or it can.
 */
export const checkedCorrection = (
  customer: Registered,
  correction: Correction | undefined,
  about: string,
): Either<CustomersRejection, undefined> => {
  if (correction === undefined) return E.right(undefined)
  const { of } = correction
  return E.flatMap(statementOf(customer, of), (standing) => {
    if (standing.about !== about)
      return E.left({ _tag: 'StatementOfOtherKind', of, expected: about, found: standing.about })
    return standing.by === undefined
      ? E.right(undefined)
      : E.left({ _tag: 'StatementSuperseded', of, by: standing.by })
  })
}
