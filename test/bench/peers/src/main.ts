// Prints the figures of every peer: node dist/main.js [runs] [scale] [folder].

import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMeasured, type Outcome, type Peer, peers } from './index.js'

const [runs = '3', scale = '1', folder = join(tmpdir(), 'patina-bench-peers')] =
  process.argv.slice(2)
const scaled = (count: number) => Math.max(1, Math.round(count * Number(scale)))

const measures: Readonly<Record<string, (peer: Peer) => Promise<Outcome>>> = {
  'commands/s, one after the other': (peer) =>
    peer.sequentialCommands(folder, scaled(2_000), scaled(500)),
  'commands/s, 32 at a time': (peer) =>
    peer.concurrentCommands(folder, scaled(2_000), scaled(500), 32),
  'events/s, appends of 100': (peer) => peer.bulkAppend(folder, scaled(20_000), 100),
  'events/s, one stream read': (peer) => peer.readStream(folder, scaled(20_000)),
  'events/s, view rebuilt': (peer) => peer.rebuild(folder, scaled(20_000), scaled(1_000)),
}

const figureOf = (outcome: Outcome) =>
  isMeasured(outcome)
    ? Math.round(outcome.count / outcome.seconds).toLocaleString('en')
    : `none: ${outcome.unavailable}`

console.log(
  `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
)
for (const peer of peers) {
  console.log(`\n${peer.name}${peer.isDurable ? '' : ' (not durable)'}\n  ${peer.settings}`)
  for (const [name, measure] of Object.entries(measures)) {
    const figures: string[] = []
    for (let run = 0; run < Number(runs); run++) figures.push(figureOf(await measure(peer)))
    console.log(`  ${name.padEnd(34)}${[...new Set(figures)].join('   ')}`)
  }
}
