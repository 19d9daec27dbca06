import {
  type ByType,
  type EventCodecs,
  eventCodec,
  instantCodec,
  integer,
  list,
  literal,
  record,
  text,
  uuidCodec,
} from '@patina/eventsourcing'
import type {
  CompleteErasure,
  ConfirmProcessor,
  ErasureCommand,
  OrderPurge,
  RecordPurge,
} from './commands.js'
import type {
  DerivedDataPurged,
  ErasureCompleted,
  ErasureEvent,
  ProcessorConfirmedErasure,
  PurgeOrdered,
} from './events.js'

const name = text(80)
const names = list(name, { most: 100 })
const vaultIds = list(uuidCodec, { most: 100 })
const erasureId = uuidCodec

export const eventCodecs: EventCodecs<ErasureEvent> = {
  PurgeOrdered: eventCodec(
    record<PurgeOrdered>('PurgeOrdered', {
      type: literal('PurgeOrdered'),
      erasureId,
      places: names,
      processors: names,
      at: instantCodec,
    }),
  ),
  DerivedDataPurged: eventCodec(
    record<DerivedDataPurged>('DerivedDataPurged', {
      type: literal('DerivedDataPurged'),
      erasureId,
      place: name,
      count: integer(0),
      at: instantCodec,
    }),
  ),
  ProcessorConfirmedErasure: eventCodec(
    record<ProcessorConfirmedErasure>('ProcessorConfirmedErasure', {
      type: literal('ProcessorConfirmedErasure'),
      erasureId,
      processor: name,
      at: instantCodec,
    }),
  ),
  ErasureCompleted: eventCodec(
    record<ErasureCompleted>('ErasureCompleted', {
      type: literal('ErasureCompleted'),
      erasureId,
      vaultIds,
      at: instantCodec,
    }),
  ),
}

export const commandCodecs: ByType<ErasureCommand> = {
  OrderPurge: record<OrderPurge>('OrderPurge', {
    type: literal('OrderPurge'),
    erasureId,
    places: names,
    processors: names,
  }),
  RecordPurge: record<RecordPurge>('RecordPurge', {
    type: literal('RecordPurge'),
    erasureId,
    place: name,
    count: integer(0),
  }),
  ConfirmProcessor: record<ConfirmProcessor>('ConfirmProcessor', {
    type: literal('ConfirmProcessor'),
    erasureId,
    processor: name,
  }),
  CompleteErasure: record<CompleteErasure>('CompleteErasure', {
    type: literal('CompleteErasure'),
    erasureId,
    vaultIds,
  }),
}
