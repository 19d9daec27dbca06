// A file that keeps a log beyond its process: one line for each write, before it is answered.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Recorded } from './records.js'

interface Line {
  readonly stream: string
  readonly isTombstone: boolean
  readonly events: ReadonlyArray<{
    readonly id: string
    readonly type: string
    readonly isJson: boolean
    readonly data: string
    readonly metadata: string
    readonly ticks: string
  }>
}

/** An event as the journal gives it back. */
export type Journaled = Omit<Recorded, 'stream' | 'revision' | 'position'>

/** Gives back what the file holds, then the function that adds to it. */
export const openJournal = (
  file: string,
  restore: (stream: string, isTombstone: boolean, events: ReadonlyArray<Journaled>) => void,
): ((stream: string, isTombstone: boolean, events: ReadonlyArray<Recorded>) => void) => {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  for (const text of lines) {
    if (text === '') continue
    const line = JSON.parse(text) as Line
    const events = line.events.map(({ data, metadata, ticks, ...rest }) => ({
      ...rest,
      data: Buffer.from(data, 'base64'),
      metadata: Buffer.from(metadata, 'base64'),
      ticks: BigInt(ticks),
    }))
    restore(line.stream, line.isTombstone, events)
  }
  return (stream, isTombstone, events) => {
    const line: Line = {
      stream,
      isTombstone,
      events: events.map(({ id, type, isJson, data, metadata, ticks }) => ({
        id,
        type,
        isJson,
        data: Buffer.from(data).toString('base64'),
        metadata: Buffer.from(metadata).toString('base64'),
        ticks: String(ticks),
      })),
    }
    appendFileSync(file, `${JSON.stringify(line)}\n`)
  }
}
