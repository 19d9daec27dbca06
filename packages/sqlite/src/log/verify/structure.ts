import type { Database } from '../../file/database.js'
import { damaged, type Findings, readOr } from './report.js'

/** SQLite's check of every page and every index, which cannot be cut into pieces: about a second for each 400 MB. */
export const checkStructure = (database: Database, findings: Findings): void => {
  const check = database.query<readonly [string]>('PRAGMA integrity_check(100)')
  const rows = readOr(() => check.all())
  const lines =
    rows === damaged ? ['the file cannot be read'] : rows.flatMap(([text]) => text.split('\n'))
  for (const detail of lines) {
    // A heading names the database; the lines below it say what is wrong.
    if (detail === 'ok' || detail.startsWith('***')) continue
    findings.add({ _tag: 'BrokenStructure', detail })
  }
}
