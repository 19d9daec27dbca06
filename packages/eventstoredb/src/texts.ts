// The rule that keeps the evidence: the client takes objects and prints them, and parses what it reads. So only such texts
// are sent as come back the same, and what is read is printed again.
import type { EventRefused, NewEvent } from '@patina/eventsourcing'
import type { WireEvent, WireRecorded } from './client.js'

/** The most bytes of one append, as the server counts them by default: texts, and two for each unit of a type's name. */
export const appendLimitBytes = 1024 * 1024

// Metadata that is no object would be left out by the client, as `null` and `0` are.
const parseKept = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && JSON.stringify(value) === text
      ? value
      : undefined
  } catch {
    return undefined
  }
}

const bytesOf = ({ type, data, metadata }: NewEvent): number =>
  Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * type.length

/** The events as the client takes them, or why one of them cannot be sent. */
export const wireEventsOf = (
  events: ReadonlyArray<NewEvent>,
): ReadonlyArray<WireEvent> | EventRefused => {
  const sent: WireEvent[] = []
  let bytes = 0
  for (const [index, event] of events.entries()) {
    const data = parseKept(event.data)
    const metadata = parseKept(event.metadata)
    if (data === undefined || metadata === undefined) {
      return { _tag: 'EventRefused', problem: 'NotText', index }
    }
    bytes += bytesOf(event)
    if (bytes > appendLimitBytes) return { _tag: 'EventRefused', problem: 'TooLarge', index }
    sent.push({ id: event.id, contentType: 'application/json', type: event.type, data, metadata })
  }
  return sent
}

// No JSON, so that decoding says so; and still a text that stands for these bytes and no others.
const bytesAsText = (bytes: Uint8Array): string => `bytes:${Buffer.from(bytes).toString('base64')}`

const textOf = (value: unknown): string => {
  if (value instanceof Uint8Array) return bytesAsText(value)
  if (value === undefined) return ''
  // A text instead of an object is what the client could not parse.
  return typeof value === 'string' ? `unparsed:${value}` : JSON.stringify(value)
}

/** The texts of an event that was read. Where they are not ours they are no JSON, and decoding names the event. */
export const textsOf = ({
  data,
  metadata,
}: WireRecorded): { readonly data: string; readonly metadata: string } => ({
  data: textOf(data),
  metadata: textOf(metadata),
})
