import { build, foreground, install, main } from './setup.mjs'

main(async () => {
  await install()
  await build('examples')
  const args = process.argv.slice(2)
  // What is alive at one time fits well into this; names, numbers and their keys take more. Without a bound Node lets garbage
  // gather to half a gigabyte on a machine that has the room.
  const heapMegabytes = args.includes('--without-people') ? 160 : 256
  return foreground(process.execPath, [
    '--enable-source-maps',
    `--max-old-space-size=${heapMegabytes}`,
    // With so small a bound Node searches the whole heap whenever it has grown by 30 %. Half as often is faster, and what it
    // takes is given back by a smaller room for what is young.
    '--heap-growing-percent=50',
    '--max-semi-space-size=8',
    // Node's own code on large pages, where the system has them: a twentieth of the time.
    '--use-largepages=silent',
    'examples/dist/010-a-shops-year/main.js',
    ...args,
  ])
})
