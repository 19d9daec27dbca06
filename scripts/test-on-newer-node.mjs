// The same tests on a newer Node, whose own node:sqlite then takes the place of the package: the
// npm registry carries the programs, so nothing else has to be installed. Arguments go to Vitest.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { build, cache, install, main, npm, silent, step } from './setup.mjs'
import { runTests } from './tests.mjs'

const version = '24.21.0'

const fetchNode = async () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${platform}-${process.arch}`
  const folder = join(cache, `node-${version}`)
  const file = join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    // Its own manifest, or npm would install into the nearest folder above that has one.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    const { command, args, env } = npm()
    await step(
      `Fetching Node ${version} (once)`,
      `Node ${version} could not be had for ${platform} on ${process.arch}.`,
      () =>
        silent(
          command,
          [...args, 'install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`],
          { cwd: folder, env },
        ),
    )
  }
  return file
}

main(async () => {
  await install()
  const node = await fetchNode()
  await build()
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) }
  return runTests(process.argv.slice(2), node, env)
})
