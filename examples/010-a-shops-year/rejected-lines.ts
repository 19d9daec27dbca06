// The lines that are in no document, as a CSV file for the one who corrects them.
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import Papa from 'papaparse'
import type { RejectedLine } from './retail-line.js'

export interface RejectedLinesNotWritten {
  readonly _tag: 'RejectedLinesNotWritten'
  readonly path: string
  /** Code of the operating system, like `ENOSPC`. */
  readonly found: string
}

/** Nothing stands under the path before `finish`: an older file stays until it is replaced whole. */
export interface RejectedLinesFile {
  readonly add: (lines: ReadonlyArray<RejectedLine>) => TaskEither<RejectedLinesNotWritten, void>
  readonly finish: () => TaskEither<RejectedLinesNotWritten, void>
  /** Leaves no trace; for a job that stopped. */
  readonly abandon: () => TaskEither<RejectedLinesNotWritten, void>
}

const header = ['line', 'reason', 'field', 'expected', 'found', 'text']

// A spreadsheet runs a cell that begins so (OWASP, CSV injection). Plain numbers, the usual find in
// a rejected quantity, run nothing and stay numbers.
const FORMULA = /^(?!-?\d+(?:\.\d+)?$)[=+\-@\t\r\n＝＋－＠]/

/**
 * Begins a file of rejected lines: `line,reason,field,expected,found,text`, all cells quoted, CRLF.
 * A cell that a spreadsheet would run as a formula begins with an apostrophe.
 */
export const rejectedLinesFile = (
  path: string,
): TaskEither<RejectedLinesNotWritten, RejectedLinesFile> => {
  // Beside the target, because a rename does not cross disks; a new name, because of its neighbours.
  const draft = `${path}.${crypto.randomUUID()}.part`
  const attempt = <A>(write: () => Promise<A>): TaskEither<RejectedLinesNotWritten, A> =>
    TE.tryCatch(write, (cause) => ({
      _tag: 'RejectedLinesNotWritten',
      path,
      found: cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause),
    }))
  const orLeaveNoTrace = async <A>(handle: FileHandle, write: () => Promise<A>): Promise<A> => {
    try {
      return await write()
    } catch (cause) {
      await discard(handle)
      throw cause
    }
  }
  const discard = async (handle: FileHandle): Promise<void> => {
    await handle.close()
    await rm(draft, { force: true })
  }
  return attempt(async () => {
    const handle = await open(draft, 'wx')
    await orLeaveNoTrace(handle, () => handle.appendFile(toCsv([header])))
    return {
      add: (lines) => attempt(() => handle.appendFile(toCsv(lines.map(cells)))),
      finish: () =>
        attempt(() =>
          orLeaveNoTrace(handle, async () => {
            await handle.sync()
            await handle.close()
            await rename(draft, path)
          }),
        ),
      abandon: () => attempt(() => discard(handle)),
    }
  })
}

type Cells = Array<string | number>

const cells = (rejected: RejectedLine): Cells => {
  const { line, reason, field, expected, found, text } = rejected
  return [line, reason, field ?? '', expected, found, text]
}

const toCsv = (rows: Array<Cells>): string => {
  if (rows.length === 0) return ''
  const config = { quotes: true, newline: '\r\n', escapeFormulae: FORMULA }
  return `${Papa.unparse(rows, config)}\r\n`
}
