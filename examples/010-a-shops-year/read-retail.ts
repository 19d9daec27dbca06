// The UCI Online Retail file as the documents of a shop, in the order in which they were begun.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { type CsvBlock, type CsvRecord, csvBlocks } from './csv.js'
import { createInvoiceBook, type InvoiceBook, type RetailDocument } from './documents.js'
import { type FileBytes, openFileBytes } from './file-bytes.js'
import { copyOf } from './line-columns.js'
import type { Failure, RetailFileError } from './retail-file-error.js'
import {
  columns,
  type LineProblem,
  type RejectedLine,
  type RetailLine,
  readLine,
} from './retail-line.js'
import { wholeLines } from './whole-lines.js'

/** What a small piece of the file has brought, or a few of its documents. */
export interface RetailStep {
  /** In the order of their first lines. They come when the whole file is read: any line may belong to any invoice. */
  readonly documents: ReadonlyArray<RetailDocument>
  readonly rejected: ReadonlyArray<RejectedLine>
  /** Up to here. */
  readonly counts: RowCounts
  /** How many documents have been begun up to here. */
  readonly documentsFound: number
}

/** Without the header; `rowsRead = rowsAccepted + rowsRejected`. */
export interface RowCounts {
  readonly rowsRead: number
  readonly rowsAccepted: number
  readonly rowsRejected: number
}

export interface ReadProgress {
  /** On disk, packed when the file is. */
  readonly bytesRead: number
  readonly bytesTotal: number
}

const documentsAtOnce = 32

/**
 * Reads a retail file, plain or gzip (told by its content), as sales and returns.
 * Out: steps; first those of the lines, then those of the documents. A left is the last step, and comes before any
 * document. The file is closed when the last step is taken or the loop is left. In memory it takes some 30 bytes for each
 * line, and each text once.
 */
export async function* readRetail(
  path: string,
  onProgress: (progress: ReadProgress) => void = () => undefined,
): AsyncGenerator<Either<RetailFileError, RetailStep>, void, undefined> {
  const opened = await openFileBytes(path)
  if (E.isLeft(opened)) {
    yield E.left({ ...opened.left, path })
    return
  }
  const file = opened.right
  const book = createInvoiceBook()
  let counts: RowCounts = { rowsRead: 0, rowsAccepted: 0, rowsRejected: 0 }
  try {
    const { bytesTotal } = file
    const onRead = (bytesRead: number): void => onProgress({ bytesRead, bytesTotal })
    for await (const step of readInto(book, file, onRead)) {
      yield E.isLeft(step) ? E.left({ ...step.left, path }) : step
      if (E.isLeft(step)) return
      counts = step.right.counts
    }
  } finally {
    await file.close()
  }
  yield* documentSteps(book, counts)
}

async function* readInto(
  book: InvoiceBook,
  file: FileBytes,
  onRead: (bytesRead: number) => void,
): AsyncGenerator<Either<Failure, RetailStep>, void, undefined> {
  let rowsRead = 0
  let rowsRejected = 0
  let previous: RetailLine | undefined
  for await (const block of blocksBelowHeader(file)) {
    if (E.isLeft(block)) {
      yield block
      return
    }
    const { records, textOf, bytesRead } = block.right
    const rejected: Array<RejectedLine> = []
    for (const record of records) {
      const read = intoBook(book, readRecord(record, previous))
      if (E.isRight(read)) previous = read.right
      else {
        const found = copyOf(read.left.found.slice(0, 80))
        rejected.push({ line: record.line, ...read.left, found, text: copyOf(textOf(record)) })
      }
    }
    rowsRead += records.length
    rowsRejected += rejected.length
    const counts = { rowsRead, rowsAccepted: rowsRead - rowsRejected, rowsRejected }
    onRead(bytesRead)
    yield E.right({ documents: [], rejected, counts, documentsFound: book.count() })
  }
  if (!(await file.isUnchanged())) yield E.left(fileChanged)
}

function* documentSteps(
  book: InvoiceBook,
  counts: RowCounts,
): Generator<Either<never, RetailStep>, void, undefined> {
  let documents: RetailDocument[] = []
  const rest = { rejected: [], counts, documentsFound: book.count() }
  for (const document of book.documents()) {
    documents.push(document)
    if (documents.length < documentsAtOnce) continue
    yield E.right({ documents, ...rest })
    documents = []
  }
  if (documents.length > 0) yield E.right({ documents, ...rest })
}

const readRecord = (
  { fields, hasStrayQuote }: CsvRecord,
  previous: RetailLine | undefined,
): Either<LineProblem, RetailLine> => (hasStrayQuote ? strayQuote : readLine(fields, previous))

const strayQuote = E.left<LineProblem>({
  reason: 'StrayQuote',
  expected: 'a comma or a line end behind a closing quote',
  found: 'other text',
})

const intoBook = (
  book: InvoiceBook,
  read: Either<LineProblem, RetailLine>,
): Either<LineProblem, RetailLine> => {
  if (E.isLeft(read)) return read
  const refusal = book.add(read.right)
  if (refusal === undefined) return read
  const found = read.right.customerId ?? 'no customer'
  return E.left({ reason: 'AnotherCustomer', field: 'CustomerID', ...refusal, found })
}

async function* blocksBelowHeader(
  file: FileBytes,
): AsyncGenerator<Either<Failure, CsvBlock>, void, undefined> {
  let isHeaderRead = false
  for await (const block of csvBlocks(wholeLines(file.read()))) {
    if (E.isLeft(block)) {
      yield block
      return
    }
    const header = isHeaderRead ? undefined : block.right.records[0]
    if (header === undefined) {
      yield block
      continue
    }
    const failure = headerFailure(header.fields)
    if (failure !== undefined) {
      yield E.left(failure)
      return
    }
    isHeaderRead = true
    yield E.right({ ...block.right, records: block.right.records.slice(1) })
  }
  if (!isHeaderRead) yield E.left(emptyFile)
}

const headerFailure = (fields: ReadonlyArray<string>): Failure | undefined => {
  const wrong = columns.findIndex((column, at) => fields[at] !== column)
  const field = columns[wrong]
  if (field !== undefined) {
    const found = fields[wrong]?.slice(0, 80) ?? 'no such column'
    return { _tag: 'UnknownHeader', line: 1, field, expected: field, found }
  }
  if (fields.length === columns.length) return undefined
  const expected = `${columns.length} columns`
  return { _tag: 'UnknownHeader', line: 1, expected, found: `${fields.length} columns` }
}

const emptyFile: Failure = {
  _tag: 'EmptyFile',
  expected: 'a header and lines',
  found: 'nothing',
}

const fileChanged: Failure = {
  _tag: 'FileChanged',
  expected: 'the same file at the end of the reading as at its beginning',
  found: 'it was written to in between',
}
