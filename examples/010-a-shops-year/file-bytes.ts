// The bytes of one file, unpacked when they are gzip.
import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from './retail-file-error.js'

// Rows are garbage as soon as their piece is done: small pieces die young, and cost less to clear.
const PIECE_BYTES = 64 * 1024

export interface FileBytes {
  /** Size on disk: of the packed bytes when it is gzip. */
  readonly bytesTotal: number
  /** From the first byte to the last. */
  readonly read: () => Pieces
  /** False when the file was written to since it was opened. */
  readonly isUnchanged: () => Promise<boolean>
  readonly close: () => Promise<void>
}

export interface Piece {
  readonly bytes: Buffer
  /** How many of `bytesTotal` are read so far. */
  readonly bytesRead: number
}

/** A failure is the last one. */
export type Pieces = AsyncIterable<Either<Failure, Piece>>

export const openFileBytes = async (path: string): Promise<Either<Failure, FileBytes>> => {
  try {
    // Asked before opening: to open a pipe would wait for its writer, perhaps for ever.
    if (!(await stat(path)).isFile()) return E.left(notAFile)
    const handle = await open(path, constants.O_RDONLY)
    try {
      return await describe(handle)
    } catch (cause) {
      await handle.close()
      return E.left(unreadable(cause))
    }
  } catch (cause) {
    return E.left(unreadable(cause))
  }
}

const describe = async (handle: FileHandle): Promise<Either<Failure, FileBytes>> => {
  const atOpening = await handle.stat()
  const { buffer: start } = await handle.read(Buffer.alloc(4), 0, 4, 0)
  if (start.toString('latin1') === 'PK\x03\x04') {
    await handle.close()
    return E.left(zipArchive)
  }
  const isGzip = start[0] === 0x1f && start[1] === 0x8b
  return E.right({
    bytesTotal: atOpening.size,
    read: () => pieces(handle, isGzip),
    isUnchanged: async () => {
      const now = await handle.stat().catch(() => undefined)
      return now?.size === atOpening.size && now.mtimeMs === atOpening.mtimeMs
    },
    close: () => handle.close(),
  })
}

async function* pieces(
  handle: FileHandle,
  isGzip: boolean,
): AsyncGenerator<Either<Failure, Piece>, void, undefined> {
  let bytesRead = 0
  const packed = piecesOnDisk(handle, (position) => {
    bytesRead = position
  })
  // A pipeline and not a pipe: a failing disk must be heard by the one who reads what is unpacked.
  const bytes: AsyncIterable<Buffer> = isGzip
    ? pipeline(packed, createGunzip({ chunkSize: PIECE_BYTES }), () => undefined)
    : packed
  try {
    for await (const piece of bytes) yield E.right({ bytes: piece, bytesRead })
  } catch (cause) {
    yield E.left(codeOf(cause).startsWith('Z_') ? damagedGzip(cause) : unreadable(cause))
  }
}

// A stream of the handle would close it at its end, and it is asked once more whether the file has changed.
async function* piecesOnDisk(
  handle: FileHandle,
  onRead: (position: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let position = 0
  for (;;) {
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, position)
    if (bytesRead === 0) return
    position += bytesRead
    onRead(position)
    yield piece.subarray(0, bytesRead)
  }
}

const notAFile: Failure = {
  _tag: 'NotAFile',
  expected: 'a file',
  found: 'a folder, a pipe or a device',
}

const zipArchive: Failure = {
  _tag: 'NotText',
  expected: 'CSV text, or gzip of it',
  found: 'a ZIP archive (an Excel workbook is one)',
}

const unreadable = (cause: unknown): Failure => ({
  _tag: 'UnreadableFile',
  expected: 'a file that can be read',
  found: codeOf(cause),
})

const damagedGzip = (cause: unknown): Failure => ({
  _tag: 'DamagedGzip',
  expected: 'gzip that is whole',
  found: codeOf(cause) === 'Z_BUF_ERROR' ? 'the end in the middle of it' : codeOf(cause),
})

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
