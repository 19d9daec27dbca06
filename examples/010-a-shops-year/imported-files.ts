// Which files were imported to their end: a small capability of the example's own, in the log like everything else. Whoever
// imports the same file again need not ask the domain about each of its documents.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import {
  type Capability,
  type Context,
  type EventCodecs,
  eventCodec,
  flag,
  type Instant,
  instantCodec,
  integer,
  literal,
  newId,
  optional,
  record,
  type StreamName,
  streamName,
  systemClock,
  text,
  uuidV5,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { RowCounts } from './read-retail.js'

/** What is noted of a file whose every document was carried out. */
export interface ImportedFile extends RowCounts {
  /** SHA-256 of its bytes as they lie on the disk, in hex. */
  readonly sha256: string
  readonly documents: number
  /** Whether its customers were given names. Absent: they were not. */
  readonly withPeople?: boolean
  /** The moment of its last document. */
  readonly lastAt?: Instant
}

/** Notes that a file was imported to its end. */
export interface NoteImport extends ImportedFile {
  readonly type: 'NoteImport'
}

export interface FileImported extends ImportedFile {
  readonly type: 'FileImported'
}

const fields = {
  sha256: text(64),
  rowsRead: integer(0),
  rowsAccepted: integer(0),
  rowsRejected: integer(0),
  documents: integer(0),
  withPeople: optional(flag),
  lastAt: optional(instantCodec),
}

const commandCodec = record<NoteImport>('NoteImport', { type: literal('NoteImport'), ...fields })
const fileImported = record<FileImported>('FileImported', {
  type: literal('FileImported'),
  ...fields,
})

const events: EventCodecs<FileImported> = { FileImported: eventCodec(fileImported) }

// Drawn once.
const namespace = '0b8f3f0e-8a77-4a5e-9b39-5d0f0a2f4c61'

/**
 * The stream of one file whose year is closed, by its bytes and by whether its customers were given names: what was left out
 * can be made up.
 */
export const importStream = (sha256: string, withPeople = false): StreamName =>
  streamName(
    'import',
    uuidV5(namespace, withPeople ? `closed with people/${sha256}` : `closed/${sha256}`),
  )

/** Which files were imported. */
export const imports: Capability<NoteImport, boolean, FileImported, never> = {
  name: 'imports',
  streamOf: ({ sha256, withPeople }) => importStream(sha256, withPeople),
  decider: {
    initial: false,
    decide: (command, isNoted) => E.right(isNoted ? [] : [{ ...command, type: 'FileImported' }]),
    evolve: () => true,
  },
  commands: { NoteImport: commandCodec },
  events,
  views: [],
  reactions: [],
}

/** Whoever notes an import, and when. */
export const noteContext = (): Context => ({
  commandId: newId(),
  actor: 'import',
  occurredAt: systemClock(),
})

/** SHA-256 of a file in hex, `undefined` for one that cannot be read: whoever reads it next says why. */
export const sha256Of = async (path: string): Promise<string | undefined> => {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
    return hash.digest('hex')
  } catch {
    return undefined
  }
}
