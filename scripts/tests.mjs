import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { guaranteesThatDidNotRun } from '../test/docs/guarantees-that-ran.mjs'
import { rowsWithoutAPassingTest } from '../test/docs/pdpo-matrix.mjs'
import { cache, foreground, root } from './setup.mjs'

const reportFile = join(cache, 'tests.json')
const left = new Set(['node_modules', 'dist', 'peers'])

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) return [path]
    return left.has(entry.name) ? [] : filesBelow(path)
  })

// Wider than the pattern that Vitest is given, on purpose: `points.tests.ts` and `points_test.mts` look
// like tests to a reader, and must not be left out in silence.
const looksLikeATest = (path) =>
  /[._-](tests?|specs?)\.[cm]?[jt]sx?$/i.test(path) || path.split(sep).includes('__tests__')

const filesThatDidNotRun = (report) => {
  const ran = new Set(report.files.map((file) => file.path))
  return ['packages', 'examples', 'test']
    .flatMap((folder) => filesBelow(join(root, folder)))
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((path) => looksLikeATest(path) && !ran.has(path))
}

const tells = (what, names) => {
  if (names.length > 0) process.stderr.write(`${what}:\n  ${names.join('\n  ')}\n`)
  return names.length === 0
}

/** Runs the tests with Node at `node`; gives the exit code. A run of all also demands that every test file ran. */
export const runTests = async (args, node = process.execPath, env = process.env) => {
  rmSync(reportFile, { force: true })
  const code = await foreground(node, ['node_modules/vitest/vitest.mjs', 'run', ...args], { env })
  if (args.length > 0 || !existsSync(reportFile)) return code
  const report = JSON.parse(readFileSync(reportFile, 'utf8'))
  const isWhole = [
    tells('These look like tests and did not run', filesThatDidNotRun(report)),
    tells(
      'docs/guarantees.md names these, and no such test passed',
      guaranteesThatDidNotRun(root, report),
    ),
    tells('docs/pdpo.md has rows of which no test passed', rowsWithoutAPassingTest(report)),
  ].every((isEmpty) => isEmpty)
  return isWhole || code !== 0 ? code : 1
}
