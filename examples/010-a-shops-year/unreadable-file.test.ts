import { appendFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { header, inFolder, readAll, readContent, retailText } from './test-files.js'

const good = '536365,A,A,1,2010-12-01 08:26:00,1.00,1.0,EIRE'
const text = retailText(...Array.from({ length: 3_000 }, () => good))
const packed = gzipSync(text)

const openQuote = '536365,A,"A,1,2010-12-01 08:26:00,1.00,1.0,EIRE'
const noColumnBehind = header.replace(',Country', '')

const damaged = Uint8Array.from(packed)
damaged.fill(0, -8, -4)

describe('a file is refused before any document, with path, line, field, expected and found', () => {
  test.each([
    [
      'when it is empty',
      '',
      { _tag: 'EmptyFile', expected: 'a header and lines', found: 'nothing' },
    ],
    ['when it is gzip of nothing', gzipSync(''), { _tag: 'EmptyFile' }],
    [
      'when a column has another name',
      retailText(good).replace('CustomerID', 'Customer ID'),
      {
        _tag: 'UnknownHeader',
        line: 1,
        field: 'CustomerID',
        expected: 'CustomerID',
        found: 'Customer ID',
      },
    ],
    [
      'when a column is missing',
      `${noColumnBehind}\n`,
      { _tag: 'UnknownHeader', line: 1, field: 'Country', found: 'no such column' },
    ],
    [
      'when there is a column more',
      `${header},Note\n`,
      { _tag: 'UnknownHeader', line: 1, expected: '8 columns', found: '9 columns' },
    ],
    ['when it has no header', good, { _tag: 'UnknownHeader', field: 'InvoiceNo', found: '536365' }],
    ['when it is no CSV', '{ "a": 1 }', { _tag: 'UnknownHeader', field: 'InvoiceNo' }],
    [
      'when it is an Excel workbook',
      'PK\x03\x04 and more',
      { _tag: 'NotText', found: 'a ZIP archive (an Excel workbook is one)' },
    ],
    [
      'when it is not UTF-8, at the line where that shows',
      Buffer.from(retailText(good, good.replace('A,A', 'A,£'), good), 'latin1'),
      { _tag: 'NotText', line: 3, expected: 'text in UTF-8', found: 'bytes that are not UTF-8' },
    ],
    ['when it is UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le'), { _tag: 'NotText', line: 1 }],
    [
      'when it ends in the middle of a character',
      Buffer.from([0xc3]),
      { _tag: 'NotText', line: 1 },
    ],
    [
      'when it is noise',
      Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251),
      { _tag: 'NotText' },
    ],
    ['when it is zeros', new Uint8Array(1_000_000), { _tag: 'RecordTooLong', line: 1 }],
    [
      'when its gzip was cut short',
      packed.subarray(0, packed.length / 2),
      { _tag: 'DamagedGzip', found: 'the end in the middle of it' },
    ],
    ['when its gzip is damaged', damaged, { _tag: 'DamagedGzip' }],
    [
      'when a quote is never closed',
      retailText(good, openQuote, good),
      { _tag: 'UnclosedQuote', line: 3, expected: 'a closing quote', found: 'the end of the file' },
    ],
    ['when its header is never closed', `"${text}`, { _tag: 'RecordTooLong', line: 1 }],
    [
      'when a quote is not closed for long',
      `${retailText(good, openQuote)}${text}`,
      { _tag: 'RecordTooLong', line: 3 },
    ],
    [
      'when a line is too long',
      `${retailText(good)}${good.replace('A,A', `A,${'A'.repeat(200_000)}`)}\n`,
      { _tag: 'RecordTooLong', line: 3 },
    ],
  ])('%s', async (_, content, failure) => {
    const { documents, rejected, failure: found } = await readContent(content)
    expect(found).toMatchObject({ ...failure, path: expect.stringContaining('retail.csv') })
    expect({ documents, rejected }).toEqual({ documents: [], rejected: [] })
  })

  test('when it does not exist', async () => {
    const { failure } = await readAll('/no/such/file.csv')
    expect(failure).toEqual({
      _tag: 'UnreadableFile',
      path: '/no/such/file.csv',
      expected: 'a file that can be read',
      found: 'ENOENT',
    })
  })

  test('when it is a folder', async () => {
    const failure = await inFolder(async (folder) => (await readAll(folder)).failure)
    expect(failure).toMatchObject({ _tag: 'NotAFile', found: 'a folder, a pipe or a device' })
  })

  test('when its name has a character that no name may have', async () => {
    const { failure } = await readAll('retail\0.csv')
    expect(failure).toMatchObject({ _tag: 'UnreadableFile', found: 'ERR_INVALID_ARG_VALUE' })
  })
})

describe('a file that is written to while it is read', () => {
  test.each([
    ['a line of a document', good],
    ['a line of none', 'bad'],
  ])('is refused at its end: %s was added', async (_, line) => {
    const failure = await inFolder(async (folder) => {
      const path = join(folder, 'retail.csv')
      await writeFile(path, text)
      let isTouched = false
      const whole = await readAll(path, () => {
        if (!isTouched) appendFileSync(path, `${line}\n`)
        isTouched = true
      })
      expect(whole.documents).toEqual([])
      return whole.failure
    })
    expect(failure).toMatchObject({ _tag: 'FileChanged' })
  })
})
