// What several customers have said who turned out to be one person.
import type { CustomerId } from '../shared/ids.js'
import type { ClearConsentEntry } from './events.js'

export interface OfCustomer {
  readonly customerId: CustomerId
  readonly entries: ReadonlyArray<ClearConsentEntry>
}

/** What each customer has said, in the order in which they are first heard of. */
export const byCustomer = (
  entries: ReadonlyArray<ClearConsentEntry>,
): ReadonlyArray<OfCustomer> => {
  const [first] = entries
  if (first === undefined) return []
  const { customerId } = first
  if (entries.every((one) => one.customerId === customerId)) return [{ customerId, entries }]
  const found = new Map<CustomerId, ClearConsentEntry[]>()
  for (const entry of entries) {
    const before = found.get(entry.customerId)
    if (before === undefined) found.set(entry.customerId, [entry])
    else before.push(entry)
  }
  return [...found].map(([of, theirs]) => ({ customerId: of, entries: theirs }))
}
