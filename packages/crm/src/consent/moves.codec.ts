// What goes from the stream of one customer to that of another who turned out to be the same person.
import { list } from '@patina/eventsourcing'
import { customerIdCodec, mergeIdCodec } from '../shared/codecs.js'
import { clearEntryCodec } from './entries.codec.js'

/** What everything says that goes between the streams of one person. */
export const ofMove = { customerId: customerIdCodec, mergeId: mergeIdCodec }
/** What goes with it: the customers whose words they are, and what they said. */
export const handedOver = {
  members: list(customerIdCodec, { least: 1, most: 10_000 }),
  entries: list(clearEntryCodec, { most: 100_000 }),
}
