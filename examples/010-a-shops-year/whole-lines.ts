// From pieces of bytes to pieces of text that end where a line ends: no character is torn, no `\r\n`.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Piece, Pieces } from './file-bytes.js'
import type { Failure } from './retail-file-error.js'

export interface WholeLines {
  /** Every line ends with `\n`, whatever ends it in the file, and also the last one. */
  readonly text: string
  readonly lineCount: number
  readonly bytesRead: number
}

// Without a bound a file without line ends would be taken into memory as one line.
const LONGEST_LINE_BYTES = 64 * 1024
const LINE_FEED = 0x0a

/** A failure is the last one. */
export async function* wholeLines(
  pieces: Pieces,
): AsyncGenerator<Either<Failure, WholeLines>, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  let bytesRead = 0
  for await (const piece of pieces) {
    if (E.isLeft(piece)) {
      yield E.left({ ...piece.left, line })
      return
    }
    bytesRead = piece.right.bytesRead
    const { whole, beyond } = cutAtLastLineEnd(rest, piece.right)
    rest = beyond
    if (whole.length > 0) {
      const text = decode(whole, line)
      if (text === undefined) {
        yield E.left(notUtf8(whole, line))
        return
      }
      const lineCount = countLineFeeds(text)
      yield E.right({ text, lineCount, bytesRead })
      line += lineCount
    }
    if (rest.length > LONGEST_LINE_BYTES) {
      yield E.left(lineTooLong(line))
      return
    }
  }
  if (rest.length === 0) return
  const text = decode(rest, line)
  yield text === undefined
    ? E.left(notUtf8(rest, line))
    : E.right({ text: `${text.replace(/\r$/, '')}\n`, lineCount: 1, bytesRead })
}

export const countLineFeeds = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

const cutAtLastLineEnd = (rest: Buffer, { bytes }: Piece) => {
  const end = bytes.lastIndexOf(LINE_FEED) + 1
  const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
  const cut = end === 0 ? 0 : joined.length - bytes.length + end
  return { whole: joined.subarray(0, cut), beyond: joined.subarray(cut) }
}

const decode = (bytes: Buffer, line: number): string | undefined => {
  try {
    // A byte order mark is one at the start of a file only.
    const ignoreBOM = line > 1
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM }).decode(bytes)
    return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
  } catch {
    return undefined
  }
}

const notUtf8 = (bytes: Buffer, firstLine: number): Failure => {
  let line = firstLine
  let from = 0
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
    if (decode(bytes.subarray(from, end), line) === undefined) break
    from = end + 1
    line += 1
  }
  return { _tag: 'NotText', line, expected: 'text in UTF-8', found: 'bytes that are not UTF-8' }
}

const lineTooLong = (line: number): Failure => ({
  _tag: 'RecordTooLong',
  line,
  expected: `a line of at most ${LONGEST_LINE_BYTES} bytes`,
  found: 'a longer one',
})
