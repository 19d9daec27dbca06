import { build, install, main } from './setup.mjs'
import { runTests } from './tests.mjs'

main(async () => {
  await install()
  // Tests run on the sources; what they start as a process of its own (crashes, examples) runs compiled.
  await build()
  return runTests(process.argv.slice(2))
})
