// A process that opens a log, writes, listens, and closes it. It must then end by itself.
import { beforeFirst, newId, streamName } from '@patina/eventsourcing'
import { someEvent } from './load.js'
import { openLog } from './opening.js'

const [, , url = '', way = 'good'] = process.argv

const { store } = await openLog(url)
const pages = store.subscribe(beforeFirst)[Symbol.asyncIterator]()
void pages.next()
const stream = streamName('account', newId())
await Promise.all([store.append(stream, 'none', [someEvent()])(), store.readAll(beforeFirst, 10)()])
if (way === 'good') await store.close()
else void store.close()
process.stdout.write('closed\n')
// Should it not end, it says what keeps it: that keeps nothing itself.
setTimeout(() => {
  process.stderr.write(`still open: ${process.getActiveResourcesInfo().join(' ')}\n`)
}, 60_000).unref()
