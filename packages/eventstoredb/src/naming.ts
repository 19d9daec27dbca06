// Which streams of the server are ours. One server may hold many logs: each has a prefix of its own.
import { isStreamName, type StreamName } from '@patina/eventsourcing'
import type { WireFilter } from './client.js'

/** The names of one log on the server. */
export interface Naming {
  readonly onServer: (stream: StreamName) => string
  /** The name on our side; `undefined` for a stream that is not of this log. */
  readonly ofServer: (name: string) => StreamName | undefined
  readonly filter: Pick<WireFilter, 'filterOn' | 'prefixes' | 'regex'>
}

/** What a log on a shared server may be called: letters and digits. */
export const isNamespace = (text: string): boolean => /^[A-Za-z][A-Za-z0-9]{0,40}$/.test(text)

/** The names of a log: as they are, or behind `<namespace>.`, which no name of ours can contain. */
export const namingOf = (namespace: string | undefined): Naming => {
  const prefix = namespace === undefined ? '' : `${namespace}.`
  return {
    onServer: (stream) => prefix + stream,
    ofServer: (name) => {
      if (!name.startsWith(prefix)) return undefined
      const stream = name.slice(prefix.length)
      return isStreamName(stream) ? stream : undefined
    },
    filter:
      namespace === undefined
        ? { filterOn: 'eventType', regex: '^[^$].*' }
        : { filterOn: 'streamName', prefixes: [prefix] },
  }
}
