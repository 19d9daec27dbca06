// Which tests of docs/guarantees.md did not pass in the run that a report is about. For whoever runs all tests: a test in
// that same run cannot know how the others end.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The titles that docs/guarantees.md names and under which no test passed. `report` is what scripts/report-tests.mjs
 * writes; a title is the end of a full name, "what > title". Empty: every promise was tested.
 */
export const guaranteesThatDidNotRun = (root, report) => {
  const passed = report.files.flatMap((file) =>
    file.tests.filter(({ state }) => state === 'passed').map(({ title }) => ` > ${title}`),
  )
  const document = readFileSync(join(root, 'docs/guarantees.md'), 'utf8')
  return [...document.matchAll(/^- `[^`]+`: (.+?)\s*$/gm)]
    .map(([, title]) => title)
    .filter((title) => !passed.some((name) => name.endsWith(` > ${title}`)))
}
