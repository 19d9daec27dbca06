// The bytes that are evidence and their leaf hash: one definition for stores, proof trees and verifiers.
import { hash } from 'node:crypto'
import type { LoggedEvent } from '../ports.js'

/** SHA-256 of the bytes or of the UTF-8 of a text: 32 bytes. */
export const sha256 = (bytes: Uint8Array | string): Uint8Array => hash('sha256', bytes, 'buffer')

/** The data and metadata of an event as bytes, for a store that can hand out what is really on its disk. */
export interface EvidenceBytes {
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

// One buffer serves every call, since a leaf is computed for every event that is appended. Nothing keeps a view of it.
let scratch = Buffer.allocUnsafeSlow(64 * 1024)

const room = (length: number): void => {
  if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)))
}

const lengthBytes = 4

const put = (item: string | Uint8Array, offset: number): number => {
  const start = offset + lengthBytes
  if (typeof item === 'string') {
    const length = scratch.write(item, start, 'utf8')
    scratch.writeUInt32BE(length, offset)
    return start + length
  }
  scratch.set(item, start)
  scratch.writeUInt32BE(item.length, offset)
  return start + item.length
}

const writeEntry = (
  logId: string,
  event: LoggedEvent,
  data: string | Uint8Array,
  metadata: string | Uint8Array,
): number => {
  const items = [
    'patina/leaf/v1',
    logId,
    event.position,
    event.stream,
    String(event.revision),
    event.id,
    event.type,
    event.recordedAt,
    data,
    metadata,
  ]
  // A UTF-16 unit is at most three bytes of UTF-8.
  room(items.reduce((sum, item) => sum + lengthBytes + 3 * item.length, 1))
  scratch[0] = 0x00
  return items.reduce<number>((offset, item) => put(item, offset), 1)
}

/**
 * The bytes of an event that are evidence: each of `patina/leaf/v1`, log id, position, stream, revision, event id, type,
 * recordedAt, data and metadata as 4-byte big-endian length and UTF-8. With `bytes` the data as it lies on the disk.
 */
export const entryOf = (logId: string, event: LoggedEvent, bytes?: EvidenceBytes): Uint8Array => {
  const end = writeEntry(logId, event, bytes?.data ?? event.data, bytes?.metadata ?? event.metadata)
  return new Uint8Array(scratch.subarray(1, end))
}

/** The RFC 6962 leaf of an event: SHA-256 of a zero byte and the {@link entryOf} of the event. 32 bytes. */
export const leafOf = (logId: string, event: LoggedEvent, bytes?: EvidenceBytes): Uint8Array => {
  const end = writeEntry(logId, event, bytes?.data ?? event.data, bytes?.metadata ?? event.metadata)
  return hash('sha256', scratch.subarray(0, end), 'buffer')
}
