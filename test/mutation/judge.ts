// Says which test notices an edit of the source.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Collected } from './collector.js'

/** One edit: what is replaced, by what. */
export interface Edit {
  readonly find: string
  readonly replace: string
}

/** Where edits are made, which tests must notice them, and the packages that must see the edited file. */
export interface Guarded {
  readonly file: string
  readonly suites: ReadonlyArray<string>
  readonly packages: ReadonlyArray<string>
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** How often a text stands in a file. */
export const occurrences = ({ file }: Guarded, { find }: Edit): number =>
  readFileSync(join(root, file), 'utf8').split(find).length - 1

/** The titles of the tests that were tried until one failed, and that one; `undefined` when all passed. */
export interface Verdict {
  readonly tried: number
  readonly noticedBy: string | undefined
}

/** Runs the suites on the edited source until a test fails. */
export const judge = async (
  { file, suites, packages }: Guarded,
  { find, replace }: Edit,
): Promise<Verdict> => {
  const text = Buffer.from(JSON.stringify({ file, find, replace, packages })).toString('base64url')
  const load = (path: string): Promise<unknown> =>
    import(/* @vite-ignore */ `${join(root, path)}?mutant=${text}`)
  const { collected } = (await load('test/mutation/collector.ts')) as {
    readonly collected: Collected[]
  }
  let tried = 0
  for (const suite of suites) {
    await load(suite)
    for (const { title, run } of collected.splice(0)) {
      tried++
      try {
        await run()
      } catch {
        return { tried, noticedBy: title }
      }
    }
  }
  return { tried, noticedBy: undefined }
}
