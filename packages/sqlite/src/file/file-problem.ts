// What is wrong with a path before SQLite sees it. SQLite would say of most of it that it cannot open the file, and no more.
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { OpenProblem } from './errors.js'

const shortestPage = 512

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code

const canAccess = async (path: string, mode: number): Promise<boolean> => {
  try {
    await access(path, mode)
    return true
  } catch {
    return false
  }
}

/** Why nothing can be read or written in the folder. */
export const problemOfFolder = async (
  folder: string,
  isReadOnly: boolean,
): Promise<OpenProblem | undefined> => {
  try {
    if (!(await stat(folder)).isDirectory()) return { reason: 'no-folder' }
  } catch (error) {
    return { reason: codeOf(error) === 'EACCES' ? 'not-permitted' : 'no-folder' }
  }
  if (!(await canAccess(folder, constants.X_OK))) return { reason: 'not-permitted' }
  // SQLite keeps its write-ahead log beside the file.
  return isReadOnly || (await canAccess(folder, constants.W_OK))
    ? undefined
    : { reason: 'read-only' }
}

/** Why the file cannot be opened. One that is not there is no problem unless it is only to be read. */
export const problemOfFile = async (
  path: string,
  isReadOnly: boolean,
): Promise<OpenProblem | undefined> => {
  const problem = await problemOfFolder(dirname(path), isReadOnly)
  if (problem !== undefined) return problem
  try {
    const file = await stat(path)
    // SQLite takes what is shorter than its shortest page for an empty file, and writes over it.
    const isTooShort = file.size > 0 && file.size < shortestPage
    if (!file.isFile() || isTooShort) return { reason: 'not-a-database' }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return { reason: 'not-permitted' }
    return isReadOnly ? { reason: 'not-found' } : undefined
  }
  if (!(await canAccess(path, constants.R_OK))) return { reason: 'not-permitted' }
  return isReadOnly || (await canAccess(path, constants.W_OK)) ? undefined : { reason: 'read-only' }
}
