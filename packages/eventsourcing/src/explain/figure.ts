import type { Tagged } from '../events/codec.js'
import type { Instant } from '../instant.js'
import { valueAt } from '../pointer.js'
import type { Because, Projection } from '../views/projection.js'
import type { KeptView } from '../views/view.js'

/** What of a view is to be explained. */
export interface Figure<View> {
  /**
   * The figure with the components that it is made of: compared as a whole, so that two events that cancel each other out
   * in a sum are not taken for nothing. Plain data: what JSON can say, maps, sets and sealed values.
   */
  readonly of: (view: View) => unknown
  /** The events that the figure names as its causes, where it does. */
  readonly because?: (view: View) => Because | undefined
}

/** Which part of a view is to be explained, and for which moment. */
export interface FigureOptions {
  /** A JSON Pointer (RFC 6901) into the view, such as `/available`. By default the whole view. */
  readonly path?: string
  /** The moment that the view is read for, where time alone changes it. By default it is left as it was folded. */
  readonly at?: Instant
}

/**
 * What stands at a path of a view. Of a kept view it is the stored form, so that a sealed value shows its envelope; of a
 * projection alone the view in memory.
 */
export const figureOf = <Key extends string, View, Event extends Tagged, Part>(
  of: KeptView<Key, View, Event, Part> | Projection<Key, View, Event, Part>,
  { path = '', at }: FigureOptions = {},
): Figure<View> => {
  const kept = 'projection' in of ? of : undefined
  const projection = 'projection' in of ? of.projection : of
  const { read, because } = projection
  const standing = (view: View): View =>
    at === undefined || read === undefined ? view : read(view, at)
  // The key stands beside the view and not in it.
  const stored = (view: View): unknown =>
    kept === undefined ? view : JSON.parse(kept.encode('', view).view)
  return {
    of: (view) => valueAt(stored(standing(view)), path),
    ...(because === undefined ? {} : { because: (view) => because(standing(view), path) }),
  }
}
