// The only place that makes a client. Always by its constructor: given the string, it prints the string.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { EventStoreDBClient } from '@eventstore/db-client'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Client } from './client.js'
import {
  type Connection,
  type ConnectionRefused,
  connectionRefused,
  type Endpoint,
} from './connection.js'
import { pause } from './pace.js'

/** Makes clients of one connection. For appends a leader may be known that is none of the hosts. */
export interface Clients {
  readonly forReads: () => Client
  readonly forAppends: (leader: Endpoint | undefined) => Client
}

// What the frozen client has and does not declare.
interface Inner {
  getChannel?: () => Promise<{ close: () => void }>
  handleError?: (...args: ReadonlyArray<unknown>) => Promise<void>
}

interface ErrorModule {
  convertToCommandError: (error: unknown) => unknown
  UnknownError: new (error: unknown, message?: string) => unknown
  isPatched?: true
}

// The client turns errors into its own inside listeners, where a throw ends the process; and it throws on an error that
// lacks what such an error usually has (defect 8). Version 6.2.1 is frozen, so this is where to put a catch.
const guardErrors = (): void => {
  const require = createRequire(import.meta.url)
  const errors = require('@eventstore/db-client/dist/utils/CommandError.js') as ErrorModule
  if (errors.isPatched === true) return
  const { convertToCommandError: convert, UnknownError } = errors
  errors.isPatched = true
  errors.convertToCommandError = (error) => {
    try {
      return convert(error)
    } catch {
      return new UnknownError(undefined, 'an error without its details')
    }
  }
}

const longestGoodbyeMs = 1_000

// `dispose` of the client waits until each of its streams has ended, which one that is left half read never does. And it
// leaves the channel open: what still waits in it could be sent much later.
const guarded = (made: EventStoreDBClient): Client => {
  const client = made as unknown as Client & Inner
  const { handleError, getChannel } = client
  const dispose = made.dispose.bind(made)
  if (handleError !== undefined) {
    client.handleError = (...args) => handleError(...args).catch(() => undefined)
  }
  client.dispose = async () => {
    await Promise.race([dispose(), pause(longestGoodbyeMs, false)])
    // Not awaited: a channel that is still being discovered is closed when it is found.
    getChannel?.().then(
      (channel) => channel.close(),
      () => undefined,
    )
  }
  return client
}

let hasWarned = false

const warnOfDebug = (): void => {
  const isOn = /(^|[\s,])(\*|esdb)/.test(process.env['DEBUG'] ?? '')
  if (!isOn || hasWarned) return
  hasWarned = true
  process.emitWarning(
    'DEBUG is set for "esdb": the EventStoreDB client prints keys and the content of events.',
    { code: 'PATINA_ESDB_DEBUG' },
  )
}

type Pem = Either<ConnectionRefused, Buffer | undefined>

const pemOf = async (file: string | undefined, option: string): Promise<Pem> => {
  if (file === undefined) return E.right(undefined)
  try {
    return E.right(await readFile(file))
  } catch {
    return E.left(connectionRefused('FileNotReadable', option))
  }
}

type Given<A> = { readonly [Name in keyof A]?: Exclude<A[Name], undefined> }

const given = <A extends object>(values: A): Given<A> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<A>

/** Reads the certificates of a connection; clients are made later, and connect when they are used. */
export const prepareClients = async (
  connection: Connection,
): Promise<Either<ConnectionRefused, Clients>> => {
  const rootCertificate = await pemOf(connection.tlsCAFile, 'tlsCAFile')
  if (E.isLeft(rootCertificate)) return rootCertificate
  const userCertFile = await pemOf(connection.userCertFile, 'userCertFile')
  if (E.isLeft(userCertFile)) return userCertFile
  const userKeyFile = await pemOf(connection.userKeyFile, 'userKeyFile')
  if (E.isLeft(userKeyFile)) return userKeyFile
  warnOfDebug()
  guardErrors()

  const make = (
    nodePreference: Connection['nodePreference'],
    node: Endpoint | undefined,
  ): Client => {
    const { hosts, scheme } = connection
    const [first] = hosts as readonly [Endpoint]
    const shared = given({
      keepAliveInterval: connection.keepAliveInterval,
      keepAliveTimeout: connection.keepAliveTimeout,
      connectionName: connection.connectionName,
      throwOnAppendFailure: true,
    })
    const discovery = {
      nodePreference,
      maxDiscoverAttempts: connection.maxDiscoverAttempts,
      discoveryInterval: connection.discoveryInterval,
      gossipTimeout: connection.gossipTimeout,
    }
    const security = given({
      insecure: !connection.isSecure,
      rootCertificate: rootCertificate.right,
      userCertFile: userCertFile.right,
      userKeyFile: userKeyFile.right,
    })
    const { credentials } = connection
    if (node !== undefined || (scheme === 'esdb' && hosts.length === 1)) {
      const endpoint = node ?? first
      return guarded(new EventStoreDBClient({ endpoint, ...shared }, security, credentials))
    }
    return guarded(
      scheme === 'esdb'
        ? new EventStoreDBClient(
            { endpoints: [...hosts], ...discovery, ...shared },
            security,
            credentials,
          )
        : new EventStoreDBClient(
            { discover: first, ...discovery, ...shared },
            security,
            credentials,
          ),
    )
  }
  return E.right({
    forReads: () => make(connection.nodePreference, undefined),
    forAppends: (leader) => make('leader', leader),
  })
}
