import { beforeFirst, type Position, type StoreUnavailable } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { findLast, type ReadShell } from './reading.js'

/** Where the log ends: the position of its last event, however many events of others lie behind it. */
export const headOf = async (shell: ReadShell): Promise<Either<StoreUnavailable, Position>> => {
  const { frontier } = shell
  const [floor, known] = [frontier.lookedTo(), frontier.last()]
  const found = await findLast(shell, () => true, floor)
  if (E.isLeft(found)) return found
  const { event, newest } = found.right
  const last = event?.position ?? known
  if (newest !== undefined) frontier.extend(last, newest)
  return E.right(last)
}

/** Where the server's log ends: the position of its last event, of whomever. */
export const endOf = async (shell: ReadShell): Promise<Either<StoreUnavailable, Position>> => {
  const found = await findLast(shell, () => false, undefined)
  return E.isLeft(found) ? found : E.right(found.right.newest ?? beforeFirst)
}

/** The position of an event by its id, looked for from the end of the log backwards. */
export const locateIn =
  (shell: ReadShell) =>
  async (id: string): Promise<Either<StoreUnavailable, Position | undefined>> => {
    const found = await findLast(shell, (event) => event.id === id, beforeFirst)
    return E.isLeft(found) ? found : E.right(found.right.event?.position)
  }
