// Lets a test import the sources with one edit in them: `<file>.ts?mutant=<edit>`. Whatever such a module imports from the
// package of the edit, or from one that is listed with it, is of the same mutant, so that nobody else ever sees it.
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const collector = join(here, 'collector.ts')
const mark = '?mutant='

const textOf = (id) => id?.split(mark)[1]
const fileOf = (id) => id?.split(mark)[0]
const editOf = (text) => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))

/** The plugin of Vite that does it. What is imported without the mark is left alone. */
export const mutants = () => ({
  name: 'mutants',
  enforce: 'pre',
  async resolveId(source, importer) {
    const text = textOf(source) ?? textOf(importer)
    if (text === undefined || fileOf(importer) === collector) return null
    // The tests of a mutant are collected, not run: its test file must fail without failing the run.
    if (source === 'vitest') return `${collector}${mark}${text}`
    const found = await this.resolve(fileOf(source), fileOf(importer), { skipSelf: true })
    if (found === null || found.external) return found
    const { packages } = editOf(text)
    const isOfMutant =
      found.id === collector ||
      packages.some((name) => found.id.startsWith(`${root}/packages/${name}/src/`))
    return isOfMutant ? `${found.id}${mark}${text}` : found
  },
  async load(id) {
    const text = textOf(id)
    if (text === undefined) return null
    const { file, find, replace } = editOf(text)
    const source = await readFile(fileOf(id), 'utf8')
    return {
      code: fileOf(id) === join(root, file) ? source.replace(find, () => replace) : source,
      map: null,
    }
  },
})
