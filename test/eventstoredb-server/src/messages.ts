// Events as they travel.
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { Recorded } from './records.js'
import { shared, streams } from './wire.js'

const allOnes = String(2n ** 64n - 1n)

/** An event in a read: with its place in the log, or with the ones that some servers send instead. */
export const eventMessage = (event: Recorded, hasPosition: boolean): ReadResp => {
  const id = new shared.UUID()
  id.setString(event.id)
  const stream = new shared.StreamIdentifier()
  stream.setStreamName(Buffer.from(event.stream, 'utf8'))
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
  recorded.setId(id)
  recorded.setStreamIdentifier(stream)
  recorded.setStreamRevision(String(event.revision))
  recorded.setPreparePosition(hasPosition ? String(event.position) : allOnes)
  recorded.setCommitPosition(hasPosition ? String(event.position) : allOnes)
  recorded.getMetadataMap().set('type', event.type)
  recorded
    .getMetadataMap()
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream')
  recorded.getMetadataMap().set('created', String(event.ticks))
  recorded.setData(event.data)
  recorded.setCustomMetadata(event.metadata)
  const read = new streams.ReadResp.ReadEvent()
  read.setEvent(recorded)
  if (hasPosition) read.setCommitPosition(String(event.position))
  else read.setNoPosition(new shared.Empty())
  const response = new streams.ReadResp()
  response.setEvent(read)
  return response
}

/** The place up to which a filter has looked. Its second part is not always the real one. */
export const checkpointMessage = (position: number, isWhole: boolean): ReadResp => {
  const checkpoint = new streams.ReadResp.Checkpoint()
  checkpoint.setCommitPosition(String(position))
  checkpoint.setPreparePosition(isWhole ? String(position) : '0')
  const response = new streams.ReadResp()
  response.setCheckpoint(checkpoint)
  return response
}

/** What a subscription hears first. */
export const confirmationMessage = (id: string): ReadResp => {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation()
  confirmation.setSubscriptionId(id)
  const response = new streams.ReadResp()
  response.setConfirmation(confirmation)
  return response
}

/** What a subscription hears when there is nothing more for now. */
export const caughtUpMessage = (): ReadResp => {
  const response = new streams.ReadResp()
  response.setCaughtUp(new streams.ReadResp.CaughtUp())
  return response
}

/** A stream that is not there is a message, not an error. */
export const notFoundMessage = (name: string): ReadResp => {
  const stream = new shared.StreamIdentifier()
  stream.setStreamName(Buffer.from(name, 'utf8'))
  const missing = new streams.ReadResp.StreamNotFound()
  missing.setStreamIdentifier(stream)
  const response = new streams.ReadResp()
  response.setStreamNotFound(missing)
  return response
}
