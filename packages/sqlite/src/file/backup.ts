// A copy of a file while it is in use.
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { newId } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { causeOf, type FaultCause, type FileReason, reasonOf } from './errors.js'
import { faultOf } from './fault.js'
import { problemOfFolder } from './file-problem.js'
import type { OpenFile } from './open-file.js'

/** How a backup gets on. */
export interface BackupProgress {
  readonly pages: number
  readonly totalPages: number
}

/** A backup that is complete and on the disk. */
export interface Backup {
  readonly file: string
  readonly bytes: number
}

/** Why there is no backup. Nothing is left at the target, and what was there is untouched. */
export interface BackupFailed {
  readonly _tag: 'BackupFailed'
  readonly reason: 'target-exists' | 'no-folder' | 'not-permitted' | 'closed' | FileReason
  readonly cause?: FaultCause
}

const failed = (reason: BackupFailed['reason'], cause?: FaultCause): BackupFailed => ({
  _tag: 'BackupFailed',
  reason,
  ...(cause === undefined ? {} : { cause }),
})

/** The store was closed. */
export const backupClosed: BackupFailed = failed('closed')

const pagesAtOnce = 1024

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | null)?.code

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}

const failureOf = (error: unknown): BackupFailed => {
  const fault = faultOf(error)
  if (fault !== undefined) return failed(reasonOf(fault), causeOf(fault))
  const code = codeOf(error)
  // What has no code of the system is no error of the disk: a bug.
  if (typeof code !== 'string') throw error
  switch (code) {
    case 'EEXIST':
      return failed('target-exists')
    case 'ENOSPC':
      return failed('disk-full', { type: code })
    case 'EROFS':
      return failed('read-only', { type: code })
    default:
      return failed('io', { type: code })
  }
}

const copy = async (
  { driver, path }: OpenFile,
  partial: string,
  onProgress: (progress: BackupProgress) => void,
): Promise<void> => {
  // A connection of its own, whose transaction stays at one moment of the log: writers go on, and what they add is not in
  // the copy. No statement is prepared, since one would outlive the connection.
  const source = driver.open(path, true)
  try {
    source.exec('BEGIN; SELECT count(*) FROM sqlite_schema')
    await source.copyTo(partial, {
      rate: pagesAtOnce,
      progress: ({ totalPages, remainingPages }) =>
        onProgress({ pages: totalPages - remainingPages, totalPages }),
    })
  } finally {
    source.close()
  }
  // The copy says of itself that it has a write-ahead log. Without, it is one file, and can be read where nothing is written.
  const target = driver.open(partial, false)
  try {
    target.exec('PRAGMA journal_mode = DELETE')
  } finally {
    target.close()
  }
}

// Never over a file that came in the meantime: a link is refused then, where a renamed file would win.
const putInPlace = async (partial: string, target: string): Promise<void> => {
  try {
    await link(partial, target)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || (await exists(target))) throw error
    await rename(partial, target) // a file system without links
  }
  const folder = await open(dirname(target)).catch(() => undefined)
  // Not every system can bring a folder to the disk.
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

/** Copies an open file to a path where nothing is. The copy appears when it is complete. */
export const backUp = async (
  file: OpenFile,
  to: string,
  onProgress: (progress: BackupProgress) => void,
): Promise<Either<BackupFailed, Backup>> => {
  const target = resolve(to)
  const problem = await problemOfFolder(dirname(target), false)
  if (problem !== undefined) return E.left(failed(problem.reason as BackupFailed['reason']))
  if (await exists(target)) return E.left(failed('target-exists'))
  const partial = `${target}.${newId()}.partial`
  try {
    await copy(file, partial, onProgress)
    await putInPlace(partial, target)
    const { size } = await stat(target)
    return E.right({ file: to, bytes: size })
  } catch (error) {
    return E.left(failureOf(error))
  } finally {
    for (const left of [partial, `${partial}-journal`, `${partial}-wal`, `${partial}-shm`]) {
      await rm(left, { force: true })
    }
  }
}
