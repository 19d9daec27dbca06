// Appends: one at a time, and many over one stream of requests.

import type { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js'
import type { Status } from '@eventstore/db-client/generated/status_pb.js'
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerDuplexStream, ServerReadableStream, sendUnaryData } from '@grpc/grpc-js'
import type { Message } from 'google-protobuf'
import { deedOn } from './access.js'
import type { Expected } from './append-rules.js'
import type { AppendFate } from './control.js'
import * as errors from './errors.js'
import type { Outcome } from './log.js'
import type { Proposed } from './records.js'
import type { Site } from './site.js'
import { any, empty, shared, status as statusMessages, streams } from './wire.js'

const lateMs = 300

/** The name in a message; `undefined` where there is none. */
export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8')

/** The text form of an id, in lower case. */
const idOf = (uuid: UUID | undefined): string => (uuid?.getString() ?? '').toLowerCase()

interface ProposedMessage {
  getId(): UUID | undefined
  getMetadataMap(): { get(name: string): string | undefined }
  getData_asU8(): Uint8Array
  getCustomMetadata_asU8(): Uint8Array
}

const proposedOf = (message: ProposedMessage): Proposed => ({
  id: idOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  isJson: message.getMetadataMap().get('content-type') === 'application/json',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
})

// As the server counts: UTF-16 units of the type are two bytes each.
const sizeOf = (events: ReadonlyArray<Proposed>): number =>
  events.reduce(
    (sum, { type, data, metadata }) => sum + data.length + metadata.length + 2 * type.length,
    0,
  )

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

// What the server cannot even take apart, it says nothing about.
const isWellFormed = (stream: string, events: ReadonlyArray<Proposed>): boolean =>
  stream !== '' && events.every(({ id, type }) => uuid.test(id) && type !== '')

// Details of a batch's error travel packed, under their type's full name.
const errorOf = (message: string, typeName: string, detail: Message): Status => {
  const packed = new any.Any()
  packed.pack(detail.serializeBinary(), typeName)
  const error = new statusMessages.Status()
  error.setMessage(message)
  error.setDetails(packed)
  return error
}

const clientError = (name: string, detail: Message): Status =>
  errorOf(name, `event_store.client.${name}`, detail)

const wrongVersion = (expected: Expected, actual: bigint): Status => {
  const detail = new shared.WrongExpectedVersion()
  if (actual < 0n) detail.setCurrentNoStream(new empty.Empty())
  else detail.setCurrentStreamRevision(String(actual))
  if (expected === 'any') detail.setExpectedAny(new empty.Empty())
  else if (expected === 'exists') detail.setExpectedStreamExists(new empty.Empty())
  else if (expected === 'none') detail.setExpectedNoStream(new empty.Empty())
  else detail.setExpectedStreamPosition(String(expected))
  return clientError('WrongExpectedVersion', detail)
}

interface Batch {
  readonly stream: string
  readonly expected: Expected
  readonly deadline: number
  readonly events: Proposed[]
}

const batchOf = (options: BatchAppendReq.Options): Batch => ({
  stream: nameOf(options.getStreamIdentifier()),
  expected: options.hasAny()
    ? 'any'
    : options.hasStreamExists()
      ? 'exists'
      : options.hasNoStream()
        ? 'none'
        : BigInt(options.getStreamPosition()),
  deadline: options.getDeadline()?.toDate().getTime() ?? Number.POSITIVE_INFINITY,
  events: [],
})

const errorFates: Partial<Record<AppendFate, () => Status>> = {
  Timeout: () => clientError('Timeout', new shared.Timeout()),
  Unknown: () => clientError('Unknown', new shared.Unknown()),
  Busy: () => errorOf('Server Is Busy', 'google.protobuf.Empty', new empty.Empty()),
  Denied: () => clientError('AccessDenied', new shared.AccessDenied()),
  TooLarge: () => tooLarge(1),
}

const tooLarge = (most: number): Status => {
  const detail = new shared.MaximumAppendSizeExceeded()
  detail.setMaxappendsize(most)
  return clientError('MaximumAppendSizeExceeded', detail)
}

const successOf = (outcome: Extract<Outcome, { _tag: 'Written' }>): BatchAppendResp.Success => {
  const position = new shared.AllStreamPosition()
  position.setCommitPosition(String(outcome.position))
  position.setPreparePosition(String(outcome.position))
  const success = new streams.BatchAppendResp.Success()
  success.setCurrentRevision(String(outcome.revision))
  success.setPosition(position)
  return success
}

/** Many appends over one stream of requests, each answered under its correlation id. */
export const batchAppend =
  ({ log, access, behaviour, link, maxAppendBytes, now }: Site) =>
  (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const batches = new Map<string, Batch>()
    const caller = access.callerOf(call.metadata)
    const { seen } = behaviour
    let isOpen = true
    seen.batchStreams++

    const end = (error?: Error): void => {
      if (!isOpen) return
      isOpen = false
      if (error === undefined) call.end()
      else call.emit('error', error)
    }

    const answer = (id: string, stream: string, result: Status | BatchAppendResp.Success): void => {
      seen.inFlight--
      if (!isOpen) return
      const response = new streams.BatchAppendResp()
      const correlation = new shared.UUID()
      correlation.setString(id)
      response.setCorrelationId(correlation)
      const identifier = new shared.StreamIdentifier()
      identifier.setStreamName(Buffer.from(stream, 'utf8'))
      response.setStreamIdentifier(identifier)
      if (result instanceof streams.BatchAppendResp.Success) response.setSuccess(result)
      else response.setError(result)
      call.write(response)
    }

    const judge = ({ stream, expected, events }: Batch): Status | BatchAppendResp.Success => {
      const outcome = log.append(stream, expected, events)
      switch (outcome._tag) {
        case 'Written':
          return successOf(outcome)
        case 'Wrong':
          return wrongVersion(expected, outcome.actual)
        case 'Deleted':
          return clientError('StreamDeleted', new shared.StreamDeleted())
      }
    }

    const carryOut = (id: string, batch: Batch) => {
      const { stream, events } = batch
      const { deed, stream: about } = deedOn('write', stream)
      seen.appends++
      seen.inFlight++
      seen.mostInFlight = Math.max(seen.mostInFlight, seen.inFlight)
      if (behaviour.leader !== undefined) return end(errors.notLeader(behaviour.leader))
      if (behaviour.denied === 'appends' || !access.mayOn(caller, deed, about)) {
        return answer(id, stream, clientError('AccessDenied', new shared.AccessDenied()))
      }
      if (batch.deadline <= now()) {
        return answer(id, stream, clientError('Timeout', new shared.Timeout()))
      }
      if (!isWellFormed(stream, events)) {
        return answer(id, stream, clientError('Unknown', new shared.Unknown()))
      }
      if (sizeOf(events) > maxAppendBytes) return answer(id, stream, tooLarge(maxAppendBytes))

      const fate = behaviour.nextFate()
      switch (fate) {
        case undefined:
          return answer(id, stream, judge(batch))
        case 'CutBeforeStoring':
          return link().cut()
        case 'CutAfterStoring':
          judge(batch)
          return link().cut()
        case 'SilentBeforeStoring':
          return
        case 'SilentAfterStoring':
          judge(batch)
          return
        case 'LateAnswer': {
          const result = judge(batch)
          setTimeout(() => answer(id, stream, result), lateMs)
          return
        }
        case 'StreamCancelled':
          return end(errors.cancelled())
        case 'StreamUnavailable':
          return end(errors.unavailable('Server Is Not Ready'))
        case 'StreamUnavailableAfterStoring':
          judge(batch)
          return end(errors.unavailable('Server Is Not Ready'))
        case 'StreamEnded':
          return end()
        case 'NotLeaderWithoutLeader':
          return end(errors.notLeaderWithoutLeader())
        case 'Timeout':
        case 'Unknown':
        case 'Busy':
        case 'Denied':
        case 'TooLarge':
          return answer(
            id,
            stream,
            errorFates[fate]?.() ?? clientError('Unknown', new shared.Unknown()),
          )
      }
    }

    if (caller._tag === 'Unknown') {
      end(errors.unauthenticated())
      return
    }
    call.on('data', (request: BatchAppendReq) => {
      const id = idOf(request.getCorrelationId())
      const options = request.getOptions()
      if (options !== undefined) batches.set(id, batchOf(options))
      const batch = batches.get(id)
      if (batch === undefined) return
      batch.events.push(...request.getProposedMessagesList().map(proposedOf))
      if (!request.getIsFinal()) return
      batches.delete(id)
      carryOut(id, batch)
    })
    call.on('cancelled', () => {
      isOpen = false
      seen.inFlight = 0
    })
    call.on('end', () => end())
    call.on('error', () => undefined)
  }

/** One append: its conflict is an ordinary answer, its other errors are not. */
export const append =
  ({ log, access, behaviour, maxAppendBytes }: Site) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, respond: sendUnaryData<AppendResp>): void => {
    const caller = access.callerOf(call.metadata)
    const events: Proposed[] = []
    let stream = ''
    let expected: Expected = 'any'

    const finish = () => {
      const { deed, stream: about } = deedOn('write', stream)
      behaviour.seen.appends++
      if (caller._tag === 'Unknown') return respond(errors.unauthenticated())
      if (behaviour.leader !== undefined) return respond(errors.notLeader(behaviour.leader))
      if (behaviour.denied === 'appends' || !access.mayOn(caller, deed, about)) {
        return respond(errors.accessDenied())
      }
      if (!isWellFormed(stream, events))
        return respond(errors.unknown('Exception was thrown by handler.'))
      if (sizeOf(events) > maxAppendBytes) return respond(errors.tooLarge(maxAppendBytes))
      const outcome = log.append(stream, expected, events)
      const response = new streams.AppendResp()
      switch (outcome._tag) {
        case 'Deleted':
          return respond(errors.streamDeleted(stream))
        case 'Wrong': {
          const wrong = new streams.AppendResp.WrongExpectedVersion()
          if (outcome.actual < 0n) wrong.setCurrentNoStream(new shared.Empty())
          else wrong.setCurrentRevision(String(outcome.actual))
          if (expected === 'any') wrong.setExpectedAny(new shared.Empty())
          else if (expected === 'exists') wrong.setExpectedStreamExists(new shared.Empty())
          else if (expected === 'none') wrong.setExpectedNoStream(new shared.Empty())
          else wrong.setExpectedRevision(String(expected))
          response.setWrongExpectedVersion(wrong)
          return respond(null, response)
        }
        case 'Written': {
          const position = new streams.AppendResp.Position()
          position.setCommitPosition(String(outcome.position))
          position.setPreparePosition(String(outcome.position))
          const success = new streams.AppendResp.Success()
          success.setCurrentRevision(String(outcome.revision))
          success.setPosition(position)
          response.setSuccess(success)
          return respond(null, response)
        }
      }
    }

    call.on('data', (request: AppendReq) => {
      const options = request.getOptions()
      if (options !== undefined) {
        stream = nameOf(options.getStreamIdentifier())
        if (options.hasNoStream()) expected = 'none'
        else if (options.hasStreamExists()) expected = 'exists'
        else if (options.hasRevision()) expected = BigInt(options.getRevision())
      }
      const message = request.getProposedMessage()
      if (message !== undefined) events.push(proposedOf(message))
    })
    call.on('end', finish)
    call.on('error', () => undefined)
  }
