import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type Connection, parseConnection } from './connection.js'

const parsed = (text: string): Connection => {
  const result = parseConnection(text)
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}
const refused = (text: string): unknown => {
  const result = parseConnection(text)
  return E.isLeft(result) ? result.left : 'accepted'
}

describe('a connection string', () => {
  test('names one host, with the usual port and encryption', () => {
    expect(parsed('esdb://db.example')).toMatchObject({
      scheme: 'esdb',
      hosts: [{ address: 'db.example', port: 2113 }],
      isSecure: true,
      credentials: undefined,
      nodePreference: 'leader',
    })
  })

  test('names several hosts, which are asked for the leader', () => {
    const { hosts } = parsed('esdb://h1:2111,h2:2112,h3')
    expect(hosts).toEqual([
      { address: 'h1', port: 2111 },
      { address: 'h2', port: 2112 },
      { address: 'h3', port: 2113 },
    ])
  })

  test('names a host to discover the others from', () => {
    expect(parsed('esdb+discover://cluster.example').scheme).toBe('esdb+discover')
  })

  test('carries user and password, percent-encoded', () => {
    const { credentials } = parsed('esdb://shop%40hk:p%3Aa%2Fs%40s@h1,h2?nodePreference=Follower')
    expect(credentials).toEqual({ username: 'shop@hk', password: 'p:a/s@s' })
  })

  test('carries options, whose names are read as the client reads them', () => {
    const connection = parsed(
      'esdb://h/?tls=true&keep-alive-interval=15000&KEEPALIVETIMEOUT=9000&gossipTimeout=3&' +
        'discoveryInterval=50&maxDiscoverAttempts=4&defaultDeadline=7000&connectionName=till%201&' +
        'tlsCAFile=%2Fca.pem&userCertFile=c.pem&userKeyFile=k.pem&nodePreference=read_only_replica',
    )
    expect(connection).toMatchObject({
      keepAliveInterval: 15_000,
      keepAliveTimeout: 9_000,
      gossipTimeout: 3,
      discoveryInterval: 50,
      maxDiscoverAttempts: 4,
      defaultDeadline: 7_000,
      connectionName: 'till 1',
      tlsCAFile: '/ca.pem',
      userCertFile: 'c.pem',
      userKeyFile: 'k.pem',
      nodePreference: 'read_only_replica',
    })
  })

  test('has the defaults that the guide tells of [S13]', () => {
    expect(parsed('esdb://h')).toMatchObject({
      keepAliveInterval: 10_000,
      keepAliveTimeout: 10_000,
      maxDiscoverAttempts: 10,
      discoveryInterval: 100,
      gossipTimeout: 5,
    })
  })
})

describe('a connection string is refused', () => {
  test.each([
    ['http://h', 'Scheme'],
    ['h:2113', 'Scheme'],
    ['kurrentdb://h', 'Scheme'],
    ['esdb://', 'Hosts'],
    ['esdb://h1,,h2', 'Hosts'],
    ['esdb://h:port', 'Hosts'],
    ['esdb://h:0', 'Hosts'],
    ['esdb://h:70000', 'Hosts'],
    ['esdb://h/database', 'Hosts'],
    ['esdb+discover://h1,h2', 'Hosts'],
    ['esdb://user@h', 'Credentials'],
    ['esdb://user:@h', 'Credentials'],
    ['esdb://:secret@h', 'Credentials'],
    ['esdb://user:%zz@h', 'Credentials'],
    ['esdb://user:one:two@h', 'Credentials'],
    ['esdb://user:p@ss@h', 'Credentials'],
    ['esdb://user:p/ss@h', 'Credentials'],
    ['esdb://user:p?ss=1@h', 'Credentials'],
    ['esdb://user:secret@h?tls=false', 'CredentialsWithoutTls'],
  ])('%s: %s', (text, problem) => {
    expect(refused(text)).toEqual({ _tag: 'ConnectionRefused', problem })
  })

  test.each([
    ['tlsVerifyCert=false', 'Unsupported', 'tlsVerifyCert'],
    ['tlsVerifyCert=true', 'Unsupported', 'tlsVerifyCert'],
    ['throwOnAppendFailure=false', 'Unsupported', 'throwOnAppendFailure'],
    ['throw_on_append_failure=true', 'Unsupported', 'throwOnAppendFailure'],
    ['streamState=any', 'UnknownOption', 'streamState'],
    ['tls=maybe', 'BadValue', 'tls'],
    ['keepAliveInterval=-1', 'BadValue', 'keepAliveInterval'],
    ['keepAliveTimeout=0', 'BadValue', 'keepAliveTimeout'],
    ['defaultDeadline=soon', 'BadValue', 'defaultDeadline'],
    ['nodePreference=nearest', 'BadValue', 'nodePreference'],
    ['connectionName', 'BadValue', 'connectionName'],
    ['tls=true&tls=false', 'OptionTwice', 'tls'],
    ['userCertFile=c.pem', 'CertificateWithoutKey', 'userKeyFile'],
    ['userKeyFile=k.pem', 'CertificateWithoutKey', 'userCertFile'],
  ])('for its option %s: %s', (option, problem, name) => {
    expect(refused(`esdb://h?${option}`)).toEqual({
      _tag: 'ConnectionRefused',
      problem,
      option: name,
    })
  })

  test('without a word of what may be a password', () => {
    const secret = 'Hunter2secret'
    for (const text of [
      `esdb://user:${secret}@h?tls=false`,
      `esdb://user:${secret}@@h`,
      `esdb://user:x?${secret}=1@h`,
      `esdb://user:x&${secret}@h?y=1`,
      `esdb://user:x/${secret}@h`,
      `esdb://user:x/?${secret}`,
      `esdb://user:%zz${secret}@h`,
      `esdb://h?tls=${secret}`,
      `esdb://h:${secret}`,
      `${secret}://h`,
    ]) {
      expect(JSON.stringify(refused(text))).not.toContain(secret)
    }
  })
})
