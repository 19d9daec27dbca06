import { canonical } from '@patina/eventsourcing'
import { momentsOf } from './moments.js'
import type { Subject } from './subject.js'

/** What a view is read as at every moment worth reading it at, as a text to compare; of a projection that reads nothing, none. */
export const readingsOf = ({ projection }: Subject, view: unknown): string | undefined =>
  projection.read === undefined
    ? undefined
    : canonical(momentsOf(canonical(view)).map((at) => projection.read?.(view, at)))
