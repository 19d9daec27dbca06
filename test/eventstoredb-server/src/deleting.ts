// Deletion, for now and for good.

import type {
  DeleteReq,
  DeleteResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js'
import type { handleUnaryCall, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js'
import { nameOf } from './appending.js'
import * as errors from './errors.js'
import type { Site } from './site.js'
import { streams } from './wire.js'

type Request = DeleteReq | TombstoneReq
type Options = DeleteReq.Options | TombstoneReq.Options

const isExpected = (options: Options, last: bigint): boolean => {
  if (options.hasNoStream()) return last < 0n
  if (options.hasStreamExists()) return last >= 0n
  return options.hasRevision() ? BigInt(options.getRevision()) === last : true
}

const ending =
  <Answer>(
    { log, access }: Site,
    end: (stream: string) => { readonly position: string },
    answer: (position: string) => Answer,
  ) =>
  (call: ServerUnaryCall<Request, Answer>, respond: sendUnaryData<Answer>) => {
    const options = call.request.getOptions()
    if (options === undefined) return respond(errors.invalid('no options'))
    const stream = nameOf(options.getStreamIdentifier())
    const last = log.lastRevision(stream)
    if (!access.mayOn(access.callerOf(call.metadata), 'delete', stream))
      return respond(errors.accessDenied())
    if (last === 'deleted') return respond(errors.streamDeleted(stream))
    if (!isExpected(options, last)) {
      return respond(errors.wrongExpectedVersion(stream, options.getRevision(), String(last)))
    }
    respond(null, answer(end(stream).position))
  }

const positionIn = (
  outcome: ReturnType<Site['log']['softDelete']>,
): { readonly position: string } => ({
  position: outcome._tag === 'Written' ? String(outcome.position) : '0',
})

/** Hides the events of a stream until somebody appends to it again. */
export const softDelete = (site: Site): handleUnaryCall<DeleteReq, DeleteResp> =>
  ending(
    site,
    (stream) => positionIn(site.log.softDelete(stream)),
    (at) => {
      const position = new streams.DeleteResp.Position()
      position.setCommitPosition(at)
      position.setPreparePosition(at)
      const response = new streams.DeleteResp()
      response.setPosition(position)
      return response
    },
  )

/** Ends a stream: every later append fails. */
export const tombstone = (site: Site): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  ending(
    site,
    (stream) => positionIn(site.log.tombstone(stream)),
    (at) => {
      const position = new streams.TombstoneResp.Position()
      position.setCommitPosition(at)
      position.setPreparePosition(at)
      const response = new streams.TombstoneResp()
      response.setPosition(position)
      return response
    },
  )
