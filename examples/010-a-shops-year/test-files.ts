// Small retail files for the tests: written, read to their end, and removed again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { RetailDocument } from './documents.js'
import { type ReadProgress, type RowCounts, readRetail } from './read-retail.js'
import type { RetailFileError } from './retail-file-error.js'
import type { RejectedLine } from './retail-line.js'

export const header =
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'

export const retailText = (...lines: ReadonlyArray<string>): string =>
  [header, ...lines].map((line) => `${line}\n`).join('')

export interface WholeReading {
  readonly documents: ReadonlyArray<RetailDocument>
  readonly rejected: ReadonlyArray<RejectedLine>
  readonly counts: RowCounts
  readonly failure: RetailFileError | undefined
}

export const readAll = async (
  path: string,
  onProgress?: (progress: ReadProgress) => void,
): Promise<WholeReading> => {
  const documents: Array<RetailDocument> = []
  const rejected: Array<RejectedLine> = []
  let counts: RowCounts = { rowsRead: 0, rowsAccepted: 0, rowsRejected: 0 }
  for await (const step of readRetail(path, onProgress)) {
    if (E.isLeft(step)) return { documents, rejected, counts, failure: step.left }
    documents.push(...step.right.documents)
    rejected.push(...step.right.rejected)
    counts = step.right.counts
  }
  return { documents, rejected, counts, failure: undefined }
}

export const inFolder = async <A>(use: (folder: string) => Promise<A>): Promise<A> => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-retail-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const readContent = (content: string | Uint8Array): Promise<WholeReading> =>
  inFolder(async (folder) => {
    const path = join(folder, 'retail.csv')
    await writeFile(path, content)
    return readAll(path)
  })

export const readLines = (...lines: ReadonlyArray<string>): Promise<WholeReading> =>
  readContent(retailText(...lines))
