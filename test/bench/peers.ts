import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isMeasured, type Outcome, type Peer, peers } from '@patina/bench-peers'

/** What the peers did in a second, and why one that has no figure has none. */
export interface PeerFigures {
  readonly peers: Readonly<Record<string, number>>
  readonly notes: ReadonlyArray<string>
}

/** Runs one measure of every peer, in a folder that is removed again. */
export const measurePeers = async (
  parent: string,
  measure: (peer: Peer, folder: string) => Promise<Outcome>,
): Promise<PeerFigures> => {
  const figures: [string, number][] = []
  const notes: string[] = []
  for (const peer of peers) {
    const folder = await mkdtemp(join(parent, 'peer-'))
    const outcome = await measure(peer, folder)
    await rm(folder, { recursive: true, force: true })
    if (isMeasured(outcome)) figures.push([peer.name, outcome.count / outcome.seconds])
    else notes.push(`${peer.name}: ${outcome.unavailable}`)
  }
  return { peers: Object.fromEntries(figures), notes }
}
