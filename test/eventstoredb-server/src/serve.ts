// The test server by itself, for who wants a connection string: `node test/eventstoredb-server/dist/serve.js [port]`. It prints
// the string in one line, and lives until it is ended. It behaves well, for nobody can tell it otherwise.
import { startNode } from './server.js'

const given = process.argv[2]
const { started, stop } = await startNode(given === undefined ? {} : { port: Number(given) })
process.stdout.write(`esdb://127.0.0.1:${started.port}?tls=false\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
