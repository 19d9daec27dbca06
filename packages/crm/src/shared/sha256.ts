import { sha256 } from '@patina/eventsourcing'

// Members in alphabetical order, so that the same record has the same text whatever order it was written in.
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** SHA-256 of a plain record as JSON without spaces and with members in alphabetical order, in lower-case hexadecimal. */
export const sha256Of = (value: object): string =>
  Array.from(sha256(JSON.stringify(value, inOrder)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
