import type { Branded } from './brand.js'

/** `<category>-<uuid>`, for example `points-3f0c…`: the category is what stands before the first `-`. */
export type StreamName = Branded<string, 'StreamName'>

const category = /^[A-Za-z][A-Za-z0-9]*$/

const uuidLength = 36
const hyphen = '-'.charCodeAt(0)
const hyphenPlaces = new Set([8, 13, 18, 23])
// For each place of a UUID, which characters may stand there.
const allowedAt = Array.from({ length: uuidLength }, (_, place) => {
  const allowed = new Uint8Array(128)
  const digits = '0123456789abcdef'
  if (hyphenPlaces.has(place)) allowed[hyphen] = 1
  else for (let i = 0; i < digits.length; i++) allowed[digits.charCodeAt(i)] = 1
  return allowed
})

// A loop, for a regular expression takes twice as long, and ids are checked a dozen times at every read of an event.
const hasUuidAt = (text: string, start: number): boolean => {
  if (text.length !== start + uuidLength) return false
  for (let place = 0; place < uuidLength; place++) {
    if (allowedAt[place]?.[text.charCodeAt(start + place)] !== 1) return false
  }
  return true
}

/** Says whether a text is a UUID in the one form that Patina stores: lower case, with hyphens. */
export const isUuid = (text: unknown): text is string =>
  typeof text === 'string' && hasUuidAt(text, 0)

/**
 * Says whether a text names a stream. Names that begin with `$` belong to the store, and a category has no `-`, since
 * EventStoreDB's category rule splits at the first one.
 */
export const isStreamName = (text: unknown): text is StreamName => {
  if (typeof text !== 'string') return false
  const cut = text.indexOf('-')
  return cut > 0 && category.test(text.slice(0, cut)) && hasUuidAt(text, cut + 1)
}

/** The name of the stream of one thing of a category. Throws a `TypeError` when either part is malformed: that is a bug. */
export const streamName = (of: string, id: string): StreamName => {
  const name = `${of}-${id}`
  if (!isStreamName(name)) throw new TypeError('a stream is named <category>-<uuid in lower case>')
  return name
}

/** The category of a stream: `points` of `points-3f0c…`. */
export const categoryOf = (name: StreamName): string => name.slice(0, name.indexOf('-'))
