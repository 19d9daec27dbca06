import { build, foreground, install, main } from './setup.mjs'

main(async () => {
  await install()
  await build('examples')
  return foreground(process.execPath, [
    '--enable-source-maps',
    // What is alive at one time fits well into this. Without a bound Node lets garbage gather to half a gigabyte on a machine
    // that has the room.
    '--max-old-space-size=160',
    'examples/dist/010-a-shops-year/main.js',
    ...process.argv.slice(2),
  ])
})
