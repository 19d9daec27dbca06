// The EventStoreDB adapter on a server. With a connection string in EVENTSTOREDB_URL it is that server,
// otherwise the test server takes its place. Arguments go to Vitest.
import { build, install, main } from './setup.mjs'
import { runTests } from './tests.mjs'

const say = (text) => process.stderr.write(`${text}\n`)

main(async () => {
  await install()
  await build()
  const given = process.argv.slice(2)
  if ((process.env.EVENTSTOREDB_URL ?? '') !== '') {
    // The string itself may hold a password.
    say(
      'On the server that EVENTSTOREDB_URL names. It writes under names of its own and removes nothing.',
    )
    return runTests(['test/eventstoredb/src/real-server.int.test.ts', ...given])
  }
  say(
    'EVENTSTOREDB_URL is not set: on the test server, which proves the adapter and no real server.',
  )
  say('For a real one: EVENTSTOREDB_URL=esdb://user:password@host:2113 npm run test:eventstoredb')
  return runTests(['packages/eventstoredb', 'test/eventstoredb', ...given])
})
