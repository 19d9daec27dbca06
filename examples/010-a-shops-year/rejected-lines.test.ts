import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { rejectedLinesFile } from './rejected-lines.js'
import type { RejectedLine } from './retail-line.js'
import { inFolder } from './test-files.js'

const rejected: RejectedLine = {
  line: 17,
  reason: 'StockAdjustment',
  field: 'Quantity',
  expected: 'a positive quantity in a sale',
  found: '-12',
  text: '536589,21777,"SIGN, ""RED""",-12,2010-12-01 16:50:00,0.0,,EIRE',
}

const begun = async (path: string) => {
  const file = await rejectedLinesFile(path)()
  if (E.isLeft(file)) throw new Error(file.left.found)
  return file.right
}

const cellsOf = (csv: string) => Papa.parse<ReadonlyArray<string>>(csv.trimEnd()).data

describe('the file of rejected lines', () => {
  test('names line, reason, field, expected, found, and has the line as it was', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'rejected.csv')
      const file = await begun(path)
      await file.add([])()
      await file.add([rejected])()
      await file.add([
        { line: 18, reason: 'WrongNumberOfColumns', expected: '8', found: '1', text: '' },
      ])()
      expect(await file.finish()()).toEqual(E.right(undefined))
      expect(cellsOf(await readFile(path, 'utf8'))).toEqual([
        ['line', 'reason', 'field', 'expected', 'found', 'text'],
        ['17', 'StockAdjustment', 'Quantity', rejected.expected, '-12', rejected.text],
        ['18', 'WrongNumberOfColumns', '', '8', '1', ''],
      ])
    })
  })

  test('is a header when nothing was rejected', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'rejected.csv')
      await (await begun(path)).finish()()
      expect(await readFile(path, 'utf8')).toBe(
        '"line","reason","field","expected","found","text"\r\n',
      )
    })
  })

  test.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '＝1+1',
    '=HYPERLINK("http://example.org","pay")',
    '-2+3+cmd|’ /C calc’!A0',
  ])('holds nothing that a spreadsheet would run: %j', async (formula) => {
    await inFolder(async (folder) => {
      const path = join(folder, 'rejected.csv')
      const file = await begun(path)
      await file.add([{ ...rejected, found: formula, text: formula }])()
      await file.finish()()
      const [, cells] = cellsOf(await readFile(path, 'utf8'))
      expect(cells?.slice(4)).toEqual([`'${formula}`, `'${formula}`])
    })
  })

  test('is seen by nobody before it is whole: the older one stays', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'rejected.csv')
      await writeFile(path, 'older')
      const file = await begun(path)
      await file.add([rejected])()
      expect(await readFile(path, 'utf8')).toBe('older')
      await file.finish()()
      expect(await readFile(path, 'utf8')).toContain('StockAdjustment')
      expect(await readdir(folder)).toEqual(['rejected.csv'])
    })
  })

  test('leaves no trace when the job stops', async () => {
    await inFolder(async (folder) => {
      const file = await begun(join(folder, 'rejected.csv'))
      await file.add([rejected])()
      await file.abandon()()
      expect(await readdir(folder)).toEqual([])
    })
  })

  test('leaves no trace when it cannot take its place', async () => {
    await inFolder(async (folder) => {
      const file = await begun(join(folder, 'rejected.csv'))
      await mkdir(join(folder, 'rejected.csv'))
      await writeFile(join(folder, 'rejected.csv', 'a'), '')
      const path = join(folder, 'rejected.csv')
      expect(await file.finish()()).toMatchObject({
        left: { _tag: 'RejectedLinesNotWritten', path },
      })
      expect(await readdir(folder)).toEqual(['rejected.csv'])
    })
  })

  test('is refused where nothing can be written', async () => {
    expect(await rejectedLinesFile('/no/such/folder/rejected.csv')()).toEqual(
      E.left({
        _tag: 'RejectedLinesNotWritten',
        path: '/no/such/folder/rejected.csv',
        found: 'ENOENT',
      }),
    )
  })
})
