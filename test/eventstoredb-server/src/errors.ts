// Errors as EventStoreDB puts them on the wire: a gRPC status, and what it is about in the trailers.
import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import type { Endpoint } from './control.js'

const failure = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError => {
  const metadata = new Metadata()
  for (const [name, text] of Object.entries(trailers)) metadata.set(name, text)
  return Object.assign(new Error(details), { code, details, metadata })
}

export const accessDenied = (): ServiceError =>
  failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })

export const unauthenticated = (): ServiceError =>
  failure(status.UNAUTHENTICATED, 'Unauthenticated')

export const streamDeleted = (stream: string): ServiceError =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  })

export const wrongExpectedVersion = (
  stream: string,
  expected: string,
  actual: string,
): ServiceError =>
  failure(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expected,
    'actual-version': actual,
  })

export const tooLarge = (most: number): ServiceError =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(most),
  })

export const notLeader = ({ host, port }: Endpoint): ServiceError =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  })

export const notLeaderWithoutLeader = (): ServiceError =>
  failure(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader' })

export const userNotFound = (login: string): ServiceError =>
  failure(status.NOT_FOUND, `User '${login}' is not found.`, {
    exception: 'user-not-found',
    'login-name': login,
  })

export const userConflict = (login: string): ServiceError =>
  failure(status.FAILED_PRECONDITION, 'Conflict.', {
    exception: 'user-conflict',
    'login-name': login,
  })

export const invalid = (what: string): ServiceError => failure(status.INVALID_ARGUMENT, what)
export const unknown = (what: string): ServiceError => failure(status.UNKNOWN, what)
export const unavailable = (what: string): ServiceError => failure(status.UNAVAILABLE, what)
export const cancelled = (): ServiceError => failure(status.CANCELLED, 'Cancelled by the server')
