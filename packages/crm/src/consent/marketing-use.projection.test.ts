import { historiesOf, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import type { CustomerId } from '../shared/ids.js'
import { entriesOfCustomer } from './arbitraries.js'
import type { MarketingUseAuthorised, UseHandedOver } from './events.js'
import { marketingUseView } from './marketing-use.codec.js'

const isTold = (event: {
  readonly type: string
}): event is MarketingUseAuthorised | UseHandedOver =>
  (marketingUseView.types as ReadonlyArray<string>).includes(event.type)

projectionLaws(
  marketingUseView,
  historiesOf('consent', (id) =>
    entriesOfCustomer(fc.constant(id as CustomerId))
      .filter(isTold)
      // A use belongs to one customer.
      .map(
        (event) =>
          ({ ...event, useId: `${event.useId.slice(0, -12)}${id.slice(-12)}` }) as typeof event,
      ),
  ),
  { numRuns: 30 },
)
