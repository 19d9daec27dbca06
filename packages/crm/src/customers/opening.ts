// Whether a personal value may be opened while it is doubted that it is accurate.
import { isUuid, streamName, type Tagged } from '@patina/eventsourcing'
import type { OpeningGuard } from '@patina/privacy'
import type { CustomersEvent } from './events.js'

const isDoubted = (events: ReadonlyArray<CustomersEvent>, of: string): boolean =>
  events.reduce(
    (was, event) =>
      event.type === 'AccuracyDoubted' && event.of === of
        ? true
        : event.type === 'AccuracyConfirmed' && event.of === of
          ? false
          : was,
    false,
  )

/**
 * Forbids by the rule `accuracy-in-doubt` (PDPO DPP2(1)) to open what a doubted statement says, for every purpose but those
 * that are named, such as the correcting itself, from the doubt until the statement is confirmed. What the person is called
 * or reached by besides opens as before.
 */
export const accuracyGuard = (exempt: ReadonlyArray<string> = []): OpeningGuard => ({
  streams: ({ asking, subjects }) =>
    exempt.includes(asking.purpose)
      ? []
      : subjects.filter(isUuid).map((subject) => streamName('customer', subject)),
  forbids: ({ asking, eventId }, events: ReadonlyArray<Tagged>) =>
    eventId !== undefined &&
    !exempt.includes(asking.purpose) &&
    isDoubted(events as ReadonlyArray<CustomersEvent>, eventId)
      ? 'accuracy-in-doubt'
      : undefined,
})
