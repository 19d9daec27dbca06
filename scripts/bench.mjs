import { build, foreground, install, main } from './setup.mjs'

main(async () => {
  await install()
  await build('test')
  // Figures of memory need a collection that can be asked for.
  return foreground(process.execPath, [
    '--expose-gc',
    '--enable-source-maps',
    'test/dist/bench/main.js',
    ...process.argv.slice(2),
  ])
})
