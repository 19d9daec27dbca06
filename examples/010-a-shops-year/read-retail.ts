// The UCI Online Retail file as the documents of a shop, in the order in which they were begun.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { type CsvBlock, type CsvRecord, csvBlocks } from './csv.js'
import {
  documentAssembly,
  type InvoiceOutline,
  type Outline,
  type RetailDocument,
} from './documents.js'
import { type FileBytes, openFileBytes } from './file-bytes.js'
import type { Failure, RetailFileError } from './retail-file-error.js'
import {
  columns,
  type LineProblem,
  type RejectedLine,
  type RetailLine,
  readLine,
} from './retail-line.js'
import { copyOf } from './text-copies.js'
import { wholeLines } from './whole-lines.js'

/** What a small piece of the file has brought. */
export interface RetailStep {
  /** Complete by now; documents come in the order of their first lines. */
  readonly documents: ReadonlyArray<RetailDocument>
  readonly rejected: ReadonlyArray<RejectedLine>
  /** From the start of the file to the end of this piece. */
  readonly counts: RowCounts
}

/** Without the header; `rowsRead = rowsAccepted + rowsRejected`. */
export interface RowCounts {
  readonly rowsRead: number
  readonly rowsAccepted: number
  readonly rowsRejected: number
}

export interface ReadProgress {
  /** The file is read twice: what an early line means may stand in a later one. */
  readonly reading: 1 | 2
  /** On disk, packed when the file is. */
  readonly bytesRead: number
  readonly bytesTotal: number
}

/**
 * Reads a retail file, plain or gzip (told by its content), as sales and returns.
 * Out: steps in the order of the file. A left is the last step; whatever is wrong with the file as a
 * whole is found in the first reading, before any document, but for `FileChanged` and a failing disk.
 * The file is closed when the last step is taken or the loop is left.
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
  try {
    const report = (reading: ReadProgress['reading']) => (bytesRead: number) =>
      onProgress({ reading, bytesRead, bytesTotal: file.bytesTotal })
    const outline = await readOutline(file, report(1))
    if (E.isLeft(outline)) {
      yield E.left({ ...outline.left, path })
      return
    }
    for await (const step of readSteps(file, outline.right, report(2))) {
      yield E.isLeft(step) ? E.left({ ...step.left, path }) : step
    }
  } finally {
    await file.close()
  }
}

const readOutline = async (
  file: FileBytes,
  onRead: (bytesRead: number) => void,
): Promise<Either<Failure, Outline>> => {
  const invoices = new Map<string, { lines: number } & Pick<InvoiceOutline, 'customerId'>>()
  const returned = new Map<string, Set<string>>()
  let previous: RetailLine | undefined
  for await (const block of blocksBelowHeader(file)) {
    if (E.isLeft(block)) return block
    for (const record of block.right.records) {
      const read = readRecord(record, previous)
      if (E.isLeft(read)) continue
      previous = read.right
      const { kind, documentNumber, customerId, sku } = read.right
      const invoice = invoices.get(documentNumber)
      if (invoice === undefined) invoices.set(copyOf(documentNumber), { lines: 1, customerId })
      else if (invoice.customerId === customerId) invoice.lines += 1
      if (kind === 'return' && customerId !== undefined) {
        const skus = returned.get(customerId) ?? new Set<string>()
        returned.set(customerId, skus.add(copyOf(sku)))
      }
    }
    onRead(block.right.bytesRead)
  }
  return E.right({ invoices, returned })
}

async function* readSteps(
  file: FileBytes,
  outline: Outline,
  onRead: (bytesRead: number) => void,
): AsyncGenerator<Either<Failure, RetailStep>, void, undefined> {
  const assembly = documentAssembly(outline)
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
      const read = ofItsCustomer(outline, readRecord(record, previous))
      if (E.isRight(read)) {
        previous = read.right
        assembly.add(previous)
      } else {
        const found = copyOf(read.left.found.slice(0, 80))
        rejected.push({ line: record.line, ...read.left, found, text: copyOf(textOf(record)) })
      }
    }
    rowsRead += records.length
    rowsRejected += rejected.length
    const counts = { rowsRead, rowsAccepted: rowsRead - rowsRejected, rowsRejected }
    onRead(bytesRead)
    yield E.right({ documents: assembly.completed(), rejected, counts })
  }
  if (!assembly.isEmpty() || !(await file.isUnchanged())) yield E.left(fileChanged)
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

const ofItsCustomer = (
  { invoices }: Outline,
  read: Either<LineProblem, RetailLine>,
): Either<LineProblem, RetailLine> => {
  if (E.isLeft(read)) return read
  const expected = invoices.get(read.right.documentNumber)?.customerId
  if (read.right.customerId === expected) return read
  return E.left({
    reason: 'AnotherCustomer',
    field: 'CustomerID',
    expected: expected ?? 'no customer',
    found: read.right.customerId ?? 'no customer',
  })
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
  expected: 'the same file in both readings',
  found: 'it was written to in between',
}
