import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { main } from '../../examples/003-your-own-projection/main.js'
import { root, textOf } from './documents.js'

interface Sqlite {
  readonly DatabaseSync: new (
    file: string,
    options: { readonly readOnly: boolean },
  ) => {
    readonly prepare: (sql: string) => { readonly all: () => ReadonlyArray<object> }
    readonly close: () => void
  }
}

// Any program with SQLite would do. This one is there already, as a dependency of the store.
const { DatabaseSync } = createRequire(join(root, 'packages/sqlite/package.json'))(
  '@photostructure/sqlite',
) as Sqlite

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the SQL of the example reads its views without the library', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  const database = new DatabaseSync(join(folder, 'views.db'), { readOnly: true })
  try {
    const rows = database
      .prepare(textOf('examples/003-your-own-projection/tills.sql'))
      .all()
      .map((row) => ({ ...row }))
    expect(rows).toEqual([
      { day: '2025-03-01', net_minor: 47_000 },
      { day: '2025-03-02', net_minor: -30_000 },
    ])
  } finally {
    database.close()
  }
})
