import type { NewEvent, StreamName } from '@patina/eventsourcing'
import { streamName } from '@patina/eventsourcing'
import { idOf } from './made-up-shop/chance.js'
import { historyOf } from './made-up-shop/history.js'
import { printed } from './made-up-shop/print.js'

/** So many events of a made-up shop as texts that can be appended anywhere. */
export const eventTexts = (events: number): ReadonlyArray<NewEvent> => {
  const texts: NewEvent[] = []
  for (const happened of historyOf({ events, customers: Math.ceil(events / 10) })) {
    const { id, type, data, metadata } = printed(happened, texts.length)
    texts.push({ id, type, data, metadata })
  }
  return texts
}

/** The stream with this number. */
export const numberedStream = (number: number): StreamName =>
  streamName('bench', idOf('sale', number))
