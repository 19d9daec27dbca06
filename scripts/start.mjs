import { build, foreground, install, main } from './setup.mjs'

main(async () => {
  await install()
  await build('examples')
  return foreground(process.execPath, [
    '--enable-source-maps',
    'examples/dist/010-a-shops-year/main.js',
    ...process.argv.slice(2),
  ])
})
