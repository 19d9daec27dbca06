// What points keep in people's own words.
import { text } from '@patina/eventsourcing'
import { kind } from '@patina/privacy'

/** Why points were adjusted, as whoever did it puts it. */
export const pointsNote = kind('pointsNote', 'interaction', text(10_000), { bucket: 256 })
