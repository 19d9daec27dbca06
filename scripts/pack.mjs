// Packs every package into a tarball, for who uses Patina before it is published: `npm run pack -- <folder>`.
import { mkdirSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { pack, publishable } from './packages.mjs'
import { build, install, main, root, step } from './setup.mjs'

const help = `npm run pack -- [folder]

Compiles the packages and packs each into a tarball in the folder, by default patina-packages here.
In the folder of your own project, install them together:

  npm install <folder>/*.tgz fp-ts io-ts
`

main(async () => {
  const [folder = 'patina-packages', ...more] = process.argv.slice(2)
  if (folder === '--help' || folder.startsWith('-') || more.length > 0) {
    process.stdout.write(help)
    return folder === '--help' ? 0 : 1
  }
  await install()
  await build()
  // npm runs this in the folder of the clone, wherever it was called.
  const to = resolve(process.env.INIT_CWD ?? root, folder)
  mkdirSync(to, { recursive: true })
  for (const one of publishable())
    await step(`Packing ${relative(root, one)}`, 'It could not be packed.', () => pack(one, to))
  const made = readdirSync(to).filter((name) => name.endsWith('.tgz'))
  process.stdout.write(`
${made.length} packages in ${to}. In the folder of your own project:

  npm install ${join(to, '*.tgz')} fp-ts io-ts
`)
  return 0
})
