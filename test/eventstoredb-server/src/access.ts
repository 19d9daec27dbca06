// Who a caller is and what he may do: users, their groups, and the access lists of streams. Only a secure server asks.
import type { Metadata } from '@grpc/grpc-js'
import type { Log } from './log.js'
import { type AccessList, contentOf } from './stream-metadata.js'

/** A user as the server keeps him. The password is kept in the clear: nothing here is real. */
export interface User {
  readonly login: string
  readonly fullName: string
  readonly groups: ReadonlyArray<string>
  readonly password: string
  readonly isDisabled: boolean
}

/** What may be done with a stream. */
export type Deed = 'read' | 'write' | 'delete' | 'readMetadata' | 'writeMetadata'

/** Somebody who calls: nobody in particular, a user, or somebody with a wrong password. */
export type Caller =
  | { readonly _tag: 'Anonymous' }
  | { readonly _tag: 'User'; readonly user: User }
  | { readonly _tag: 'Unknown' }

/** The users and rights of a server. */
export interface Access {
  readonly users: Map<string, User>
  readonly callerOf: (metadata: Metadata) => Caller
  readonly mayOn: (caller: Caller, deed: Deed, stream: string) => boolean
  readonly isAdmin: (caller: Caller) => boolean
}

const admins = '$admins'
const everybody = '$all'

const members: Readonly<Record<Deed, keyof AccessList>> = {
  read: '$r',
  write: '$w',
  delete: '$d',
  readMetadata: '$mr',
  writeMetadata: '$mw',
}

const firstUser = (login: string, groups: ReadonlyArray<string>): readonly [string, User] => [
  login,
  { login, fullName: login, groups, password: 'changeit', isDisabled: false },
]

const listOf = (
  roles: string | ReadonlyArray<string> | undefined,
): ReadonlyArray<string> | undefined => (typeof roles === 'string' ? [roles] : roles)

/** The access control of a server; an insecure one lets everybody do everything. */
export const createAccess = (log: Log, isSecure: boolean): Access => {
  const users = new Map<string, User>([firstUser('admin', [admins]), firstUser('ops', ['$ops'])])

  const callerOf = (metadata: Metadata): Caller => {
    const [header] = metadata.get('authorization')
    if (header === undefined) return { _tag: 'Anonymous' }
    const text = Buffer.from(String(header).replace(/^Basic /, ''), 'base64').toString('utf8')
    const cut = text.indexOf(':')
    const user = users.get(text.slice(0, cut))
    return user === undefined || user.isDisabled || user.password !== text.slice(cut + 1)
      ? { _tag: 'Unknown' }
      : { _tag: 'User', user }
  }

  const isAdmin = (caller: Caller): boolean =>
    !isSecure || (caller._tag === 'User' && caller.user.groups.includes(admins))

  const rolesFor = (deed: Deed, stream: string): ReadonlyArray<string> => {
    const said = listOf(log.metadataOf(stream).access[members[deed]])
    if (said !== undefined) return said
    const isSystem = stream.startsWith('$')
    const defaults: {
      readonly $userStreamAcl?: AccessList
      readonly $systemStreamAcl?: AccessList
    } = contentOf(log.lastOf('$settings'))
    const list = isSystem ? defaults.$systemStreamAcl : defaults.$userStreamAcl
    return listOf(list?.[members[deed]]) ?? [isSystem ? admins : everybody]
  }

  const mayOn: Access['mayOn'] = (caller, deed, stream) => {
    if (isAdmin(caller)) return true
    if (caller._tag !== 'User') return false
    const { login, groups } = caller.user
    const held = [login, everybody, ...groups]
    return rolesFor(deed, stream).some((role) => held.includes(role))
  }

  return { users, callerOf, mayOn, isAdmin }
}

/** What writing or reading a stream is: of `$$name`, it is the metadata of `name`. */
export const deedOn = (
  deed: 'read' | 'write',
  stream: string,
): { readonly deed: Deed; readonly stream: string } => {
  if (!stream.startsWith('$$')) return { deed, stream }
  const about = stream.slice(2)
  return { deed: deed === 'read' ? 'readMetadata' : 'writeMetadata', stream: about }
}
