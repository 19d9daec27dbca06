// One appending client for the whole process, counted by those who use it.
import { type AppendLine, createAppendLine } from './append-line.js'
import type { Client } from './client.js'
import type { Endpoint } from './connection.js'

/** Somebody's hold on the line. */
export interface LineHold {
  readonly line: AppendLine
  /** Lets go. The last one to do so ends the client, and this resolves when it has ended. */
  readonly release: () => Promise<void>
}

interface Shared {
  readonly key: string
  readonly line: AppendLine
  users: number
}

let shared: Shared | undefined
let closing: Promise<void> | undefined

/**
 * Takes hold of the line of a connection. `undefined` while this process appends over another connection: a second client
 * would lose the first one's answers.
 */
export const holdLine = async (
  key: string,
  connect: (leader: Endpoint | undefined) => Client,
): Promise<LineHold | undefined> => {
  while (closing !== undefined) await closing
  if (shared !== undefined && shared.key !== key) return undefined
  shared ??= { key, line: createAppendLine(connect), users: 0 }
  const held = shared
  held.users++
  let isHeld = true
  return {
    line: held.line,
    release: async () => {
      if (!isHeld) return
      isHeld = false
      held.users--
      if (held.users > 0) return
      shared = undefined
      closing = held.line.close().finally(() => {
        closing = undefined
      })
      await closing
    },
  }
}
