// What was said may be doubted, confirmed or taken back; it stays in the log either way.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { eventIdOf } from '../../shared/moments.js'
import type { ConfirmField, DoubtField, RetractStatement } from '../commands.js'
import type { Registered } from '../state.js'
import { type Decision, statementOf } from './decision.js'

/** A statement does not hold. */
export const retractStatement = (
  command: RetractStatement,
  customer: Registered,
  issued: Issued,
): Decision => {
  const { of } = command
  return E.flatMap(statementOf(customer, of), ({ about, by }): Decision => {
    const [what] = about.split(' ')
    if (what !== 'preference' && what !== 'occasion') {
      const expected = 'preference or occasion'
      return E.left({ _tag: 'StatementOfOtherKind', of, expected, found: about })
    }
    // One that was retracted is told from one that was corrected by the command that did it: it brings nothing but itself.
    if (by === undefined) {
      const eventId = eventIdOf(issued)
      return E.right([{ ...command, type: 'StatementRetracted', what, eventId }])
    }
    return customer.statements.has(by)
      ? E.left({ _tag: 'StatementSuperseded', of, by })
      : E.right([])
  })
}

/** A statement may not be accurate. */
export const doubtField = (command: DoubtField, customer: Registered): Decision =>
  E.map(({ isDoubted }: { readonly isDoubted: boolean }) =>
    isDoubted ? [] : [{ ...command, type: 'AccuracyDoubted' as const }],
  )(statementOf(customer, command.of))

/** A statement is accurate after all. */
export const confirmField = (command: ConfirmField, customer: Registered): Decision =>
  E.map(({ isDoubted }: { readonly isDoubted: boolean }) =>
    isDoubted ? [{ ...command, type: 'AccuracyConfirmed' as const }] : [],
  )(statementOf(customer, command.of))
