// The packages that a user would download.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, silent } from './setup.mjs'

/** Runs one of the installed tools in silence. */
export const tool = (name, ...args) =>
  silent(process.execPath, [join(root, 'node_modules', name), ...args])

/** The folders of all packages that are to be published. */
export const publishable = () =>
  readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .filter((folder) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private)

/** Packs one of them into a tarball, as it would be published. */
export const pack = (folder, destination) =>
  tool('pnpm/bin/pnpm.cjs', '--dir', folder, 'pack', '--pack-destination', destination)
