// What every reaction of categories does: whatever has happened with a customer, their rules are asked again.
import type { FactsOf, LogEvent, Tagged, ViewRead } from '@patina/eventsourcing'
import { dayInHongKong } from '../shared/hong-kong.js'
import type { CustomerId } from '../shared/ids.js'
import type { ApplyVerdict } from './commands.js'
import { definitions } from './definitions.projection.js'
import { customerFacts } from './facts.projection.js'
import { verdictsOn } from './verdicts.js'

/** What the reactions of categories must know: the rules, and the facts of the customer. */
export interface RuleReads extends Readonly<Record<string, ViewRead>> {
  readonly definitions: { readonly of: typeof definitions; readonly key: string }
  readonly facts: { readonly of: typeof customerFacts; readonly key: string }
}

/** An event that may name a customer. */
export type AboutCustomer = Tagged & { readonly customerId?: CustomerId }

/** What must be known about an event; nothing of one that names no customer. */
export const factsFor = ({
  event: { customerId },
}: LogEvent<AboutCustomer>): RuleReads | undefined =>
  customerId === undefined
    ? undefined
    : {
        definitions: { of: definitions, key: 'all' },
        facts: { of: customerFacts, key: customerId },
      }

/** What rules say of the customer on the day on which it was recorded, in Hong Kong. */
export const verdictsAfter = (
  { event: { customerId }, recordedAt }: LogEvent<AboutCustomer>,
  found: FactsOf<RuleReads>,
): ReadonlyArray<ApplyVerdict> =>
  customerId === undefined ||
  found.definitions.value === undefined ||
  found.facts.value === undefined
    ? []
    : verdictsOn(found.definitions.value, customerId, found.facts.value, dayInHongKong(recordedAt))
