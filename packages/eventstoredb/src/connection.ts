// Connection strings, read by ourselves: the client prints the whole string, password included, whenever it dislikes a part
// of it. What leaves here names the fault and never quotes what was given.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'

/** A node's address. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Which node of a cluster is read from. Appends always go to the leader. */
export type NodePreference = 'leader' | 'follower' | 'random' | 'read_only_replica'

/** A connection string, taken apart and checked. Holds the password: never printed. */
export interface Connection {
  readonly scheme: 'esdb' | 'esdb+discover'
  readonly hosts: ReadonlyArray<Endpoint>
  readonly credentials: { readonly username: string; readonly password: string } | undefined
  readonly isSecure: boolean
  readonly tlsCAFile: string | undefined
  readonly userCertFile: string | undefined
  readonly userKeyFile: string | undefined
  readonly nodePreference: NodePreference
  readonly connectionName: string | undefined
  readonly defaultDeadline: number | undefined
  readonly keepAliveInterval: number
  readonly keepAliveTimeout: number
  readonly maxDiscoverAttempts: number
  readonly discoveryInterval: number
  readonly gossipTimeout: number
}

/** The connection string cannot be used. It is a secret, so no part of it is repeated but the name of an option. */
export interface ConnectionRefused {
  readonly _tag: 'ConnectionRefused'
  /**
   * `Scheme`: neither `esdb://` nor `esdb+discover://`. `Credentials`: `:`, `@` or `/` in user or password must be
   * percent-encoded. `Hosts`: none, one without a name or with a bad port, or several to discover from.
   * `CredentialsWithoutTls`: the client would drop them in silence. `UnknownOption`, `BadValue`, `OptionTwice`: of `option`.
   * `Unsupported`: `option` has no effect, or an effect that loses data. `CertificateWithoutKey`: or the other way round.
   * `FileNotReadable`: the file that `option` names.
   */
  readonly problem:
    | 'Scheme'
    | 'Credentials'
    | 'Hosts'
    | 'CredentialsWithoutTls'
    | 'UnknownOption'
    | 'OptionTwice'
    | 'BadValue'
    | 'Unsupported'
    | 'CertificateWithoutKey'
    | 'FileNotReadable'
  readonly option?: string
}

/** A refusal of a connection string. */
export const connectionRefused = (
  problem: ConnectionRefused['problem'],
  option?: string,
): ConnectionRefused => ({
  _tag: 'ConnectionRefused',
  problem,
  ...(option === undefined ? {} : { option }),
})

const refuse = (
  problem: ConnectionRefused['problem'],
  option?: string,
): Either<ConnectionRefused, never> => E.left(connectionRefused(problem, option))

const defaultPort = 2113
const schemes = /^(esdb|esdb\+discover):\/\//
const host = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$/
const wholeNumber = /^\d{1,9}$/

// The last one is in seconds, as the client has it.
const keepAliveMs = 10_000
const mostDiscoveries = 10
const discoveryMs = 100
const gossipSeconds = 5

const numbers = [
  'defaultDeadline',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
] as const
const texts = ['connectionName', 'tlsCAFile', 'userCertFile', 'userKeyFile'] as const
const words = ['tls', 'nodePreference'] as const
// Known to the client, and refused: the first makes it answer revision 1 to every conflict, the second has no effect.
const unsupported = ['throwOnAppendFailure', 'tlsVerifyCert'] as const

// As the client reads names: capitals, `-` and `_` do not count.
const flat = (text: string): string => text.toLowerCase().replace(/[_-]/g, '')
const names = new Map(
  [...numbers, ...texts, ...words, ...unsupported].map((name) => [flat(name), name] as const),
)
type Name = (typeof numbers | typeof texts | typeof words | typeof unsupported)[number]

const includes = <A extends string>(list: ReadonlyArray<A>, name: string): name is A =>
  list.includes(name as A)

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

interface Parts {
  readonly scheme: Connection['scheme']
  readonly credentials: string | undefined
  readonly hosts: string
  readonly options: string
}

const takeApart = (text: string): Either<ConnectionRefused, Parts> => {
  const scheme = schemes.exec(text)?.[1] as Connection['scheme'] | undefined
  if (scheme === undefined) return refuse('Scheme')
  const rest = text.slice(scheme.length + '://'.length)
  // An `@` behind the hosts, or a second one, was meant as part of a password. Nothing of it may be taken for an option.
  const [authority = '', ...more] = rest.split(/[/?]/)
  const pieces = authority.split('@')
  if (pieces.length > 2 || more.some((piece) => piece.includes('@'))) return refuse('Credentials')
  const behind = rest.slice(authority.length).replace(/^\/+/, '')
  if (behind !== '' && !behind.startsWith('?')) return refuse('Hosts')
  return E.right({
    scheme,
    credentials: pieces.length === 2 ? pieces[0] : undefined,
    hosts: pieces.at(-1) ?? '',
    options: behind.slice(1),
  })
}

const credentialsOf = (
  text: string | undefined,
): Either<ConnectionRefused, Connection['credentials']> => {
  if (text === undefined) return E.right(undefined)
  const [user = '', secret = '', ...more] = text.split(':')
  const username = decode(user) ?? ''
  const password = decode(secret) ?? ''
  return username === '' || password === '' || more.length > 0
    ? refuse('Credentials')
    : E.right({ username, password })
}

const endpointOf = (text: string): Endpoint | undefined => {
  const cut = text.lastIndexOf(':')
  const hasPort = cut >= 0 && !text.endsWith(']')
  const address = hasPort ? text.slice(0, cut) : text
  const port = hasPort ? text.slice(cut + 1) : String(defaultPort)
  const isPort = wholeNumber.test(port) && Number(port) > 0 && Number(port) < 65_536
  return host.test(address) && isPort ? { address, port: Number(port) } : undefined
}

const hostsOf = ({ scheme, hosts }: Parts): Either<ConnectionRefused, ReadonlyArray<Endpoint>> => {
  const endpoints = hosts.split(',').map(endpointOf)
  const found = endpoints.filter((endpoint) => endpoint !== undefined)
  if (found.length !== endpoints.length) return refuse('Hosts')
  // The client would take the first one and forget the others.
  return scheme === 'esdb+discover' && found.length > 1 ? refuse('Hosts') : E.right(found)
}

type Options = { -readonly [A in Name]?: string }

// A name is repeated in an error only if it can be one: what looks otherwise may be part of a password.
const nameable = /^[A-Za-z][A-Za-z0-9_-]{0,40}$/

const optionsOf = (text: string): Either<ConnectionRefused, Options> => {
  const options: Options = {}
  for (const pair of text === '' ? [] : text.split('&')) {
    const cut = pair.indexOf('=')
    const given = cut < 0 ? pair : pair.slice(0, cut)
    const name = names.get(flat(given))
    if (name === undefined) {
      return refuse('UnknownOption', nameable.test(given) && cut >= 0 ? given : undefined)
    }
    if (includes(unsupported, name)) return refuse('Unsupported', name)
    if (options[name] !== undefined) return refuse('OptionTwice', name)
    const value = decode(pair.slice(cut + 1))
    if (cut < 0 || value === undefined || value === '') return refuse('BadValue', name)
    options[name] = value
  }
  return E.right(options)
}

const preferences: ReadonlyArray<NodePreference> = [
  'leader',
  'follower',
  'random',
  'read_only_replica',
]

const firstBadValue = (options: Options): string | undefined => {
  const isBadNumber = (name: (typeof numbers)[number]): boolean => {
    const value = options[name]
    // 0 and -1 switch a guard off. A dead link would then hang for ever.
    return value !== undefined && !(wholeNumber.test(value) && Number(value) > 0)
  }
  if (options.tls !== undefined && !['true', 'false'].includes(options.tls)) return 'tls'
  const preference = options.nodePreference
  if (preference !== undefined && !preferences.some((one) => flat(one) === flat(preference)))
    return 'nodePreference'
  return numbers.find(isBadNumber)
}

const connectionOf = (
  { scheme }: Parts,
  hosts: ReadonlyArray<Endpoint>,
  credentials: Connection['credentials'],
  options: Options,
): Connection => {
  const number = (name: (typeof numbers)[number], otherwise: number): number =>
    Number(options[name] ?? otherwise)
  return {
    scheme,
    hosts,
    credentials,
    isSecure: options.tls !== 'false',
    tlsCAFile: options.tlsCAFile,
    userCertFile: options.userCertFile,
    userKeyFile: options.userKeyFile,
    nodePreference:
      preferences.find((one) => flat(one) === flat(options.nodePreference ?? 'leader')) ?? 'leader',
    connectionName: options.connectionName,
    defaultDeadline:
      options.defaultDeadline === undefined ? undefined : Number(options.defaultDeadline),
    keepAliveInterval: number('keepAliveInterval', keepAliveMs),
    keepAliveTimeout: number('keepAliveTimeout', keepAliveMs),
    maxDiscoverAttempts: number('maxDiscoverAttempts', mostDiscoveries),
    discoveryInterval: number('discoveryInterval', discoveryMs),
    gossipTimeout: number('gossipTimeout', gossipSeconds),
  }
}

/** Takes a connection string apart and checks it. Nothing is opened, no file is read. */
export const parseConnection = (text: string): Either<ConnectionRefused, Connection> => {
  const parts = takeApart(text.trim())
  if (E.isLeft(parts)) return parts
  const credentials = credentialsOf(parts.right.credentials)
  if (E.isLeft(credentials)) return credentials
  const hosts = hostsOf(parts.right)
  if (E.isLeft(hosts)) return hosts
  const options = optionsOf(parts.right.options)
  if (E.isLeft(options)) return options
  const bad = firstBadValue(options.right)
  if (bad !== undefined) return refuse('BadValue', bad)
  const connection = connectionOf(parts.right, hosts.right, credentials.right, options.right)
  if (!connection.isSecure && connection.credentials !== undefined) {
    return refuse('CredentialsWithoutTls')
  }
  const hasCertificate = connection.userCertFile !== undefined
  if (hasCertificate !== (connection.userKeyFile !== undefined)) {
    return refuse('CertificateWithoutKey', hasCertificate ? 'userKeyFile' : 'userCertFile')
  }
  return E.right(connection)
}
