import { type AwardLog, type Awards, sendAwards } from '../award-scenario.js'
import type { Case, CaseFigures, CaseInput, Scale } from '../case.js'
import { compare, inNewFolder, timed } from '../pairs.js'
import { measurePeers } from '../peers.js'
import { rawAppend, withRawLog } from '../raw.js'

const busyFor = (ms: number): void => {
  const until = performance.now() + ms
  while (performance.now() < until);
}

// Some disks answer later when they are left alone between two commits, as every program leaves them that works in between.
// So raw is timed once more with pauses as long as our own work, which are not counted.
const rawWithPauses = async (
  folder: string,
  { logId, events }: AwardLog,
  { perSecond, rawPerSecond }: Pick<CaseFigures, 'perSecond' | 'rawPerSecond'>,
): Promise<string> => {
  const pauseMs = Math.max(0, 1000 / perSecond - 1000 / rawPerSecond)
  const { seconds, count } = await inNewFolder(folder, (own) =>
    withRawLog(own, (database) =>
      timed(() => rawAppend(database, logId, events, 1, () => busyFor(pauseMs))),
    ),
  )
  const alone = count / (seconds - (count * pauseMs) / 1000)
  return `raw with pauses of ${Math.round(1000 * pauseMs)} us between commits: ${Math.round(alone)} per second, pauses not counted`
}

/** One after the other, or so many at a time under way: raw writes as many in a transaction. */
const runCommands = async (
  { folder, scale }: CaseInput,
  awards: Awards,
  inFlight: number,
): Promise<CaseFigures> => {
  let written: AwardLog = { logId: '', events: [] }
  const { spread, ...compared } = await compare(folder, scale.pairs, {
    ours: async (own) => {
      const run = await sendAwards(own, awards, inFlight)
      written = run
      return run
    },
    raw: (own) =>
      withRawLog(own, (database) =>
        timed(() => rawAppend(database, written.logId, written.events, inFlight)),
      ),
  })
  const peerStreams = Math.round((scale.peerCommands * awards.accounts) / awards.commands)
  const { peers, notes } = await measurePeers(folder, (peer, own) =>
    inFlight === 1
      ? peer.sequentialCommands(own, scale.peerCommands, peerStreams)
      : peer.concurrentCommands(own, scale.peerCommands, peerStreams, inFlight),
  )
  return {
    ...compared,
    peers,
    notes: [
      `ratios ${spread}`,
      ...(inFlight === 1 ? [await rawWithPauses(folder, written, compared)] : []),
      `${awards.commands} awards of points on ${awards.accounts} accounts, decoded, decided and appended; each there once`,
      `peers: ${scale.peerCommands} commands on ${peerStreams} accounts`,
      ...notes,
    ],
  }
}

const onFewAccounts = ({ commands }: Scale): Awards => ({ commands, accounts: commands / 8 })
const onNewAccounts = ({ commands }: Scale): Awards => ({ commands, accounts: commands })

/** Durable commands one after the other, each account eight times. */
export const sequentialCommands: Case = {
  unit: 'commands',
  goal: 0.7,
  run: (input) => runCommands(input, onFewAccounts(input.scale), 1),
}

/** Durable commands with 64 at a time under way, each to a stream of its own, as the sales of a shop are. */
export const concurrentCommands: Case = {
  unit: 'commands',
  goal: 0.6,
  run: (input) => runCommands(input, onNewAccounts(input.scale), 64),
}
