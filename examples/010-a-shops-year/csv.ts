// From lines of text to CSV records that know their physical line. The grammar is Papa Parse's.
import { Readable } from 'node:stream'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import Papa from 'papaparse'
import type { Failure } from './retail-file-error.js'
import { countLineFeeds, type WholeLines } from './whole-lines.js'

export interface CsvRecord {
  /** Physical line of its first character, from 1. A quoted field may go over several lines. */
  readonly line: number
  readonly fields: ReadonlyArray<string>
  /** Text stands behind a closing quote: nobody can tell where its fields end. */
  readonly hasStrayQuote: boolean
}

export interface CsvBlock {
  readonly records: ReadonlyArray<CsvRecord>
  /** The record as it stands in the file, without its line end. */
  readonly textOf: (record: CsvRecord) => string
  readonly bytesRead: number
}

// Without a bound one quote too many would pull the rest of the file into memory as one record.
const LONGEST_RECORD = 64 * 1024

/** A failure is the last one. */
export async function* csvBlocks(
  pieces: AsyncIterable<Either<Failure, WholeLines>>,
): AsyncGenerator<Either<Failure, CsvBlock>, void, undefined> {
  const grammar = csvGrammar()
  // The lines of a record whose quote is still open: the grammar waits for more of them.
  let open = ''
  let openFrom = 0
  let line = 1
  try {
    for await (const piece of pieces) {
      if (E.isLeft(piece)) {
        yield piece
        return
      }
      const text = open + piece.right.text
      const { data, errors, meta } = await grammar.parse(piece.right.text)
      const done = text.slice(0, meta.cursor - openFrom)
      const lineCount = done === piece.right.text ? piece.right.lineCount : countLineFeeds(done)
      const strays = errors.flatMap(({ code, row }) => (code === 'InvalidQuotes' ? [row] : []))
      const records = recordsOf(data, new Set(strays), line, lineCount)
      yield E.right({ records, textOf: textIn(done, line), bytesRead: piece.right.bytesRead })
      open = text.slice(done.length)
      openFrom = meta.cursor
      line += lineCount
      if (open.length > LONGEST_RECORD) {
        yield E.left(recordTooLong(line))
        return
      }
    }
    if (open !== '') yield E.left(unclosedQuote(line))
  } finally {
    grammar.close()
  }
}

// Papa Parse takes a stream or a text. Text by text it is half as fast on a large file: what each
// call leaves behind outlives many collections. So it is given one stream, which moves on only when
// the reader does.
const csvGrammar = () => {
  const input = new Readable({ objectMode: true, read: () => undefined })
  let onParsed: (result: Papa.ParseResult<ReadonlyArray<string>>) => void = () => undefined
  Papa.parse<ReadonlyArray<string>>(input, {
    delimiter: ',',
    newline: '\n',
    chunk: (result) => onParsed(result),
    complete: () => undefined,
  })
  return {
    /** All records that end in the text, with what was left of the texts before it. */
    parse: (text: string): Promise<Papa.ParseResult<ReadonlyArray<string>>> =>
      new Promise((resolve) => {
        onParsed = resolve
        input.push(text)
      }),
    close: () => input.destroy(),
  }
}

const recordsOf = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  strays: ReadonlySet<number | undefined>,
  firstLine: number,
  lineCount: number,
): ReadonlyArray<CsvRecord> => {
  const isOneLineEach = lineCount === rows.length
  let line = firstLine
  return rows.map((fields, row) => {
    const record = { line, fields, hasStrayQuote: strays.has(row) }
    line += isOneLineEach ? 1 : linesOf(fields)
    return record
  })
}

const linesOf = (fields: ReadonlyArray<string>): number =>
  fields.reduce((lines, field) => lines + countLineFeeds(field), 1)

const textIn = (text: string, firstLine: number): CsvBlock['textOf'] => {
  let lines: ReadonlyArray<string> | undefined
  return ({ line, fields }) => {
    lines ??= text.split('\n')
    const from = line - firstLine
    return lines.slice(from, from + linesOf(fields)).join('\n')
  }
}

const recordTooLong = (line: number): Failure => ({
  _tag: 'RecordTooLong',
  line,
  expected: `a record of at most ${LONGEST_RECORD} characters`,
  found: 'a longer one: a quote in it is never closed',
})

const unclosedQuote = (line: number): Failure => ({
  _tag: 'UnclosedQuote',
  line,
  expected: 'a closing quote',
  found: 'the end of the file',
})
