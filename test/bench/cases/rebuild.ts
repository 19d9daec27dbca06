import { apart } from '../apart.js'
import type { Case, CaseFigures } from '../case.js'
import { type Compared, compare, expectSame, median } from '../pairs.js'
import { measurePeers } from '../peers.js'
import {
  checkShopViews,
  foldFirst,
  rebuildViews,
  scanLog,
  shopLogTasks,
  writeShopLog,
} from '../shop-log.js'

// What keeps a rebuild of a million events below 300 MB, as the guide says. Without it Node takes more and is a little faster.
const heapMegabytes = 190

/** Rebuilds against raw scans of the same log, each in a process of its own. */
export const compareRebuilds = async (
  folder: string,
  pairs: number,
  events: number,
): Promise<Compared & { readonly peakMegabytes: number }> => {
  const peaks: number[] = []
  const compared = await compare(
    folder,
    pairs,
    {
      ours: async () => {
        const { result } = await apart(shopLogTasks, rebuildViews, { folder }, { heapMegabytes })
        peaks.push(result.peakMegabytes)
        expectSame('events that the rebuild read', result.count, events)
        return result
      },
      raw: async () => (await apart(shopLogTasks, scanLog, { folder })).result,
    },
    true,
  )
  return { ...compared, peakMegabytes: median(peaks) }
}

const run: Case['run'] = async ({ folder, scale }): Promise<CaseFigures> => {
  const size = { events: scale.logEvents, customers: scale.customers }
  const { result: log } = await apart(shopLogTasks, writeShopLog, { folder, size })
  const { result: first } = await apart(shopLogTasks, foldFirst, { folder }, { heapMegabytes })
  const compared = await compareRebuilds(folder, scale.longPairs, log.events)
  const { result: checked } = await apart(shopLogTasks, checkShopViews, { folder, size })
  const keys = Math.round(scale.peerEvents / 10)
  const { peers, notes } = await measurePeers(folder, (peer, own) =>
    peer.rebuild(own, scale.peerEvents, keys),
  )
  return {
    perSecond: compared.perSecond,
    rawPerSecond: compared.rawPerSecond,
    ratio: compared.ratio,
    peakMegabytes: compared.peakMegabytes,
    peers,
    notes: [
      `ratios ${compared.spread}`,
      `${log.events} events of ${Math.round(log.meanBytes)} bytes on average, ${scale.customers} customers, ${checked.rows} rows in the ${checked.tables} views of the domain; each row of ${checked.compared} of them as an independent tally has it`,
      `raw scans the same file and parses data and metadata, and folds nothing`,
      `the first fold took ${first.seconds.toFixed(1)} s and ${Math.round(first.peakMegabytes)} MB`,
      `peers: ${scale.peerEvents} events into one view of ${keys} rows`,
      ...notes,
    ],
  }
}

/** Every view of the domain again, from a large log. */
export const rebuild: Case = { unit: 'events', goal: 0.45, run }
