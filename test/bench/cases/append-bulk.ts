import type { LoggedEvent, NewEvent } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { openEventStore } from '@patina/sqlite'
import type { Case, CaseFigures } from '../case.js'
import { eventTexts, numberedStream } from '../event-texts.js'
import { type Compared, compare, expectSame, type Timed, timed } from '../pairs.js'
import { measurePeers } from '../peers.js'
import { rawAppend, rawEvents, rawLogId, withRaw, withRawLog } from '../raw.js'
import { logIn } from '../shop-log.js'

interface Written extends Timed {
  readonly logId: string
  readonly events: ReadonlyArray<LoggedEvent>
}

// One append after the other, each to a new stream.
const appendInTurn = async (
  folder: string,
  texts: ReadonlyArray<NewEvent>,
  perAppend: number,
): Promise<Written> => {
  const store = await orThrow(openEventStore(logIn(folder)))
  const run = await timed(async () => {
    for (let start = 0; start < texts.length; start += perAppend) {
      const [first, ...rest] = texts.slice(start, start + perAppend)
      const stream = numberedStream(start)
      if (first !== undefined) await orThrow(store.append(stream, 'none', [first, ...rest]))
    }
    return texts.length
  })
  await store.close()
  return withRaw(logIn(folder), (database) => {
    const events = rawEvents(database)
    for (const [index, { data }] of events.entries()) {
      expectSame(`the data of event ${index}`, data, texts[index]?.data ?? '')
    }
    return { ...run, events, logId: rawLogId(database) }
  })
}

const compareAppends = (
  folder: string,
  pairs: number,
  texts: ReadonlyArray<NewEvent>,
  perAppend: number,
): Promise<Compared> => {
  let written: Written | undefined
  return compare(folder, pairs, {
    ours: async (own) => (written = await appendInTurn(own, texts, perAppend)),
    raw: (own) =>
      withRawLog(own, (database) => {
        const { logId = '', events = [] } = written ?? {}
        return timed(() => rawAppend(database, logId, events, perAppend))
      }),
  })
}

const noteOf = (perAppend: number, { perSecond, rawPerSecond, ratio, spread }: Compared): string =>
  `${perAppend} an append: ${Math.round(perSecond)}/s, raw ${Math.round(rawPerSecond)}/s, ratio ${ratio.toFixed(2)} (${spread})`

const run: Case['run'] = async ({ folder, scale }): Promise<CaseFigures> => {
  const texts = eventTexts(scale.bulkEvents)
  const few = texts.slice(0, scale.commands)
  const ones = await compareAppends(folder, scale.pairs, few, 1)
  const { spread, ...hundreds } = await compareAppends(folder, scale.pairs, texts, 100)
  const thousands = await compareAppends(folder, scale.pairs, texts, 1000)
  const { peers, notes } = await measurePeers(folder, (peer, own) =>
    peer.bulkAppend(own, scale.peerEvents, 100),
  )
  return {
    ...hundreds,
    peers,
    notes: [
      noteOf(1, ones),
      noteOf(100, { ...hundreds, spread }),
      noteOf(1000, thousands),
      `${texts.length} events (${few.length} of them where each is an append), each read back as it was written`,
      `peers: ${scale.peerEvents} events, 100 an append`,
      ...notes,
    ],
  }
}

/** Appends of 100 events, one after the other, each to a new stream; of 1 and of 1,000 in the notes. */
export const appendBulk: Case = { unit: 'events', goal: 0.8, run }
