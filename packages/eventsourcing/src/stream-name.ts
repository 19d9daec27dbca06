import type { Branded } from './brand.js'

/** `<category>-<uuid>`, for example `points-3f0c…`: the category is what stands before the first `-`. */
export type StreamName = Branded<string, 'StreamName'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const category = /^[A-Za-z][A-Za-z0-9]*$/

/** Says whether a text is a UUID in the one form that Patina stores: lower case, with hyphens. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && uuid.test(text)

/**
 * Says whether a text names a stream. Names that begin with `$` belong to the store, and a category has no `-`, since
 * EventStoreDB's category rule splits at the first one.
 */
export const isStreamName = (text: unknown): text is StreamName => {
  if (typeof text !== 'string') return false
  const cut = text.indexOf('-')
  return cut > 0 && category.test(text.slice(0, cut)) && uuid.test(text.slice(cut + 1))
}

/** The name of the stream of one thing of a category. Throws a `TypeError` when either part is malformed: that is a bug. */
export const streamName = (of: string, id: string): StreamName => {
  const name = `${of}-${id}`
  if (!isStreamName(name)) throw new TypeError('a stream is named <category>-<uuid in lower case>')
  return name
}

/** The category of a stream: `points` of `points-3f0c…`. */
export const categoryOf = (name: StreamName): string => name.slice(0, name.indexOf('-'))
