// `--clean` compiles from nothing, as a release must.
import { build, clean, install, main } from './setup.mjs'

main(async () => {
  await install()
  if (process.argv.includes('--clean')) clean()
  await build()
  return 0
})
