// The plainest way to the views of a history, for tests that say what must stand in them.
import type { LogEvent, Projection, Tagged } from '@patina/eventsourcing'

/** The views that a projection makes of events, by key: those of the types that it declares, in this order. */
export const viewsAfter = <Key extends string, View, Event extends Tagged, Part>(
  { types, parts, initial, evolve }: Projection<Key, View, Event, Part>,
  events: ReadonlyArray<Tagged>,
): ReadonlyMap<Key, View> => {
  const views = new Map<Key, View>()
  for (const event of events) {
    if (!(types as ReadonlyArray<string>).includes(event.type)) continue
    const recorded = { event, position: '0' } as unknown as LogEvent<Event>
    for (const [key, part] of parts(recorded)) {
      views.set(key, evolve(views.get(key) ?? initial(key), part))
    }
  }
  return views
}
