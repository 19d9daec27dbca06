// A Vitest reporter: which tests ran and how they ended, for what compares documents with tests.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { cache, root } from './setup.mjs'

const testIn = (test) => ({ title: test.fullName, name: test.name, state: test.result().state })

const fileIn = (module) => ({
  path: relative(root, module.moduleId).split(sep).join('/'),
  state: module.state(),
  tests: [...module.children.allTests()].map(testIn),
})

export default class ReportTests {
  onTestRunEnd(modules, unhandledErrors, reason) {
    const files = modules.map(fileIn).sort((a, b) => (a.path < b.path ? -1 : 1))
    const tests = files.flatMap((file) => file.tests)
    const count = (state) => tests.filter((test) => test.state === state).length
    // A file that does not even load has no failed test, and an error outside of a test has none either.
    const brokenFiles = files.filter(
      (file) => file.state === 'failed' && !file.tests.some((test) => test.state === 'failed'),
    ).length
    const report = {
      node: process.versions.node,
      reason,
      passed: count('passed'),
      failed: count('failed') + brokenFiles + unhandledErrors.length,
      skipped: count('skipped'),
      files,
    }
    mkdirSync(cache, { recursive: true })
    // Whoever reads while this writes gets the old report or the new one, never half of one.
    const file = join(cache, 'tests.json')
    writeFileSync(`${file}.next`, `${JSON.stringify(report, null, 1)}\n`)
    renameSync(`${file}.next`, file)
  }
}
