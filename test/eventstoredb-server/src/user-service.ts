// Users: made, changed and shown. Administrators only, but for one's own password.

import type { IUsersServer } from '@eventstore/db-client/generated/users_grpc_pb.js'
import type * as Messages from '@eventstore/db-client/generated/users_pb.js'
import type { handleUnaryCall, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js'
import type { User } from './access.js'
import * as errors from './errors.js'
import type { Site } from './site.js'
import { users as messages } from './wire.js'

interface Asking {
  getOptions(): { getLoginName(): string } | undefined
}

type OptionsOf<Request extends Asking> = NonNullable<ReturnType<Request['getOptions']>>

/** The user service of a server. */
export const userService = ({ access }: Site): IUsersServer => {
  const { users } = access

  // Changes one user, or makes him; `change` says no by giving `undefined`.
  const changing =
    <Request extends Asking, Answer>(
      answer: () => Answer,
      change: (found: User | undefined, options: OptionsOf<Request>) => User | 'remove' | undefined,
      mayDoIt: (call: ServerUnaryCall<Request, Answer>, login: string) => boolean = (call) =>
        access.isAdmin(access.callerOf(call.metadata)),
    ): handleUnaryCall<Request, Answer> =>
    (call: ServerUnaryCall<Request, Answer>, respond: sendUnaryData<Answer>) => {
      const options = call.request.getOptions() as OptionsOf<Request> | undefined
      if (options === undefined) return respond(errors.invalid('no options'))
      const login = options.getLoginName()
      if (!mayDoIt(call, login)) return respond(errors.accessDenied())
      const found = users.get(login)
      const changed = change(found, options)
      if (changed === undefined) {
        return respond(
          found === undefined ? errors.userNotFound(login) : errors.userConflict(login),
        )
      }
      if (changed === 'remove') users.delete(login)
      else users.set(login, changed)
      respond(null, answer())
    }

  return {
    create: changing<Messages.CreateReq, Messages.CreateResp>(
      () => new messages.CreateResp(),
      (found, options) =>
        found === undefined
          ? {
              login: options.getLoginName(),
              fullName: options.getFullName(),
              groups: options.getGroupsList(),
              password: options.getPassword(),
              isDisabled: false,
            }
          : undefined,
    ),
    update: changing<Messages.UpdateReq, Messages.UpdateResp>(
      () => new messages.UpdateResp(),
      (found, options) =>
        found && { ...found, fullName: options.getFullName(), groups: options.getGroupsList() },
    ),
    delete: changing<Messages.DeleteReq, Messages.DeleteResp>(
      () => new messages.DeleteResp(),
      (found) => found && 'remove',
    ),
    disable: changing<Messages.DisableReq, Messages.DisableResp>(
      () => new messages.DisableResp(),
      (found) => found && { ...found, isDisabled: true },
    ),
    enable: changing<Messages.EnableReq, Messages.EnableResp>(
      () => new messages.EnableResp(),
      (found) => found && { ...found, isDisabled: false },
    ),
    changePassword: changing<Messages.ChangePasswordReq, Messages.ChangePasswordResp>(
      () => new messages.ChangePasswordResp(),
      (found, options) =>
        found !== undefined && found.password === options.getCurrentPassword()
          ? { ...found, password: options.getNewPassword() }
          : undefined,
      (call, login) => {
        const caller = access.callerOf(call.metadata)
        return access.isAdmin(caller) || (caller._tag === 'User' && caller.user.login === login)
      },
    ),
    resetPassword: changing<Messages.ResetPasswordReq, Messages.ResetPasswordResp>(
      () => new messages.ResetPasswordResp(),
      (found, options) => found && { ...found, password: options.getNewPassword() },
    ),
    details: (call) => {
      const login = call.request.getOptions()?.getLoginName() ?? ''
      const found = users.get(login)
      if (!access.isAdmin(access.callerOf(call.metadata))) {
        call.emit('error', errors.accessDenied())
        return
      }
      if (found === undefined) {
        call.emit('error', errors.userNotFound(login))
        return
      }
      const shown = new messages.DetailsResp.UserDetails()
      shown.setLoginName(found.login)
      shown.setFullName(found.fullName)
      shown.setGroupsList([...found.groups])
      shown.setDisabled(found.isDisabled)
      const response = new messages.DetailsResp()
      response.setUserDetails(shown)
      call.write(response)
      call.end()
    },
  }
}
