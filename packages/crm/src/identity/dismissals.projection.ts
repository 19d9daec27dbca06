import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CustomerId, ReasonCode } from '../shared/ids.js'
import type { DuplicateDismissed, IdentityEvent } from './events.js'

/** Who somebody has looked at and found to be another person than this customer. */
export interface Dismissals {
  /** In the order of their ids, each once. */
  readonly others: ReadonlyArray<Dismissal>
}

/** Another person, and why somebody says so. */
export interface Dismissal {
  readonly customerId: CustomerId
  readonly reasonCode: ReasonCode
}

const isDismissed = (recorded: LogEvent<IdentityEvent>): recorded is LogEvent<DuplicateDismissed> =>
  recorded.event.type === 'DuplicateDismissed'

const inOrder = (others: Dismissals['others']): Dismissals['others'] =>
  others.toSorted((a, b) =>
    a.customerId === b.customerId
      ? a.reasonCode < b.reasonCode
        ? -1
        : 1
      : a.customerId < b.customerId
        ? -1
        : 1,
  )

// A pair that was dismissed is remembered and not dismissed again, so each of two records brings its own pairs.
const joined = (a: Dismissals, b: Dismissals): Dismissals => ({
  others: inOrder(
    [...a.others, ...b.others].filter(
      ({ customerId, reasonCode }, at, all) =>
        all.findIndex((one) => one.customerId === customerId && one.reasonCode === reasonCode) ===
        at,
    ),
  ),
})

/** Who is not the same person as a customer, by what somebody has said. */
export const dismissals: Projection<CustomerId, Dismissals, IdentityEvent, Dismissal> = {
  name: 'dismissals',
  version: 1,
  types: ['DuplicateDismissed'],
  parts: (recorded: LogEvent<IdentityEvent>) => {
    if (!isDismissed(recorded)) return []
    const { a, b, reasonCode } = recorded.event
    return [
      [a, { customerId: b, reasonCode }],
      [b, { customerId: a, reasonCode }],
    ]
  },
  initial: () => ({ others: [] }),
  evolve: (view, other) => joined(view, { others: [other] }),
  combine: (members) => members.reduce(joined),
  occurredSafe: true,
  keyStandsInEvent: true,
}
