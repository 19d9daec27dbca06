import type { Tagged } from '@patina/eventsourcing'
import type { RetentionClass } from '@patina/privacy'
import type { IdentifierRemoved } from '../events.js'

/** What falls due with an identifier that was removed. */
export interface RemovedUnit {
  readonly subject: string
  readonly class: RetentionClass
  readonly scope: string
}

/** Which values an event takes away: those of a number or an address that was removed. For an index and for a directory. */
export const removedIdentifiers = ({
  event,
}: {
  readonly event: Tagged
}): ReadonlyArray<RemovedUnit> => {
  if (event.type !== 'IdentifierRemoved') return []
  const { customerId, identifierId } = event as IdentifierRemoved
  return [{ subject: customerId, class: 'contact', scope: identifierId }]
}
