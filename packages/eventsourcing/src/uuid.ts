import { hash } from 'node:crypto'
import { v4 } from 'uuid'
import { isUuid } from './stream-name.js'

/** A new random id (UUID v4). Only shells draw one; what decides is handed its ids. */
export const newId = (): string => v4()

const namespaceLength = 16
// One buffer serves every call; the last namespace stays in it, for the lines of one document share theirs.
let scratch = Buffer.alloc(256)
let lastNamespace = ''

// What a digit of a UUID in lower case is worth, by its UTF-16 unit.
const worth = new Uint8Array(128)
for (let value = 0; value < 16; value++) worth[value.toString(16).charCodeAt(0)] = value

// Where the two digits of each byte stand in the text of a UUID.
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

const putNamespace = (namespace: string): void => {
  if (namespace === lastNamespace) return
  if (!isUuid(namespace))
    throw new TypeError('the namespace of a derived id is a UUID in lower case')
  // By hand, without the texts that cutting the hyphens out would make: several ids are derived for each event.
  for (let byte = 0; byte < namespaceLength; byte++) {
    const place = places[byte] as number
    const high = worth[namespace.charCodeAt(place)] as number
    scratch[byte] = (high << 4) | (worth[namespace.charCodeAt(place + 1)] as number)
  }
  lastNamespace = namespace
}

const room = (length: number): void => {
  if (scratch.length >= length) return
  scratch = Buffer.concat([scratch.subarray(0, namespaceLength), Buffer.alloc(length)])
  beginnings.length = 0
}

// The first bytes of the buffer, by how many: a new view for each id would be the greater part of what making it leaves behind.
const beginnings: Buffer[] = []

const beginningOf = (length: number): Buffer => {
  beginnings[length] ??= scratch.subarray(0, length)
  return beginnings[length]
}

// The text of an id is put together here, byte by byte, and read in one go; the hyphens stay.
const text = Buffer.from('00000000-0000-0000-0000-000000000000', 'latin1')
const digits = Buffer.from('0123456789abcdef', 'latin1')

const putByte = (byte: number, value: number): void => {
  const place = places[byte] as number
  text[place] = digits[value >>> 4] as number
  text[place + 1] = digits[value & 15] as number
}

/**
 * The id that follows from a namespace and a name (UUID v5, RFC 9562 section 5.5), in lower case: the same parts give
 * the same id in every process. Throws a `TypeError` when the namespace is no UUID: that is a bug.
 */
export const uuidV5 = (namespace: string, name: string): string => {
  putNamespace(namespace)
  // A UTF-16 unit is at most three bytes of UTF-8.
  room(namespaceLength + 3 * name.length)
  const length = namespaceLength + scratch.write(name, namespaceLength, 'utf8')
  // A character for each byte.
  const sum = hash('sha1', beginningOf(length), 'binary')
  for (let byte = 0; byte < places.length; byte++) putByte(byte, sum.charCodeAt(byte))
  putByte(6, (sum.charCodeAt(6) & 0x0f) | 0x50)
  putByte(8, (sum.charCodeAt(8) & 0x3f) | 0x80)
  return text.toString('latin1')
}
