import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { csvBlocks } from './csv.js'
import type { Pieces } from './file-bytes.js'
import { type ReadProgress, readRetail } from './read-retail.js'
import { header, inFolder, readAll, readContent, retailText } from './test-files.js'
import { wholeLines } from './whole-lines.js'

const text = retailText(
  '536365,85123A,"HEART, ""WHITE""",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
  '539492,gift_0001_40,"Voucher £40.00\nfor ""two""",1,2010-12-20 10:14:00,34.04,,EIRE',
  '',
  '536365,7"1053,LANTERN,x,2010-12-01 08:26:00,3.39,17850.0,United Kingdom',
  '536365,71053,"LAN"TERN",6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom',
  'C536379,85123A,HEART,-1,2010-12-01 09:41:00,2.55,17850.0,"United Kingdom"',
)

describe('it makes no difference to the documents', () => {
  test.each([
    ['whether lines end with \\n or \\r\\n', text.replaceAll('\n', '\r\n')],
    ['whether the last line ends', text.slice(0, -1)],
    ['whether the last line ends half, with \\r', text.replaceAll('\n', '\r\n').slice(0, -1)],
    ['whether the file begins with a byte order mark', `\uFEFF${text}`],
    ['whether all fields are in quotes in the header', text.replace('InvoiceNo', '"InvoiceNo"')],
    ['whether the file is packed, whatever its name', gzipSync(text)],
    [
      'whether it is packed in one go or in two',
      Buffer.concat([gzipSync(text.slice(0, 200)), gzipSync(text.slice(200))]),
    ],
  ])('%s', async (_, content) => {
    const plain = await readContent(text)
    expect(await readContent(content)).toEqual(plain)
    expect(plain.failure).toBeUndefined()
    expect(plain.counts).toEqual({ rowsRead: 6, rowsAccepted: 3, rowsRejected: 3 })
  })
})

const recordsIn = async (pieces: ReadonlyArray<Buffer>) => {
  async function* given(): Pieces {
    for (const bytes of pieces) yield E.right({ bytes, bytesRead: 0 })
  }
  const found: Array<unknown> = []
  for await (const block of csvBlocks(wholeLines(given()))) {
    if (E.isLeft(block)) found.push(block.left)
    else found.push(...block.right.records.map((r) => ({ ...r, text: block.right.textOf(r) })))
  }
  return found
}

describe('it makes no difference to the records', () => {
  const bytes = Buffer.from(text.replace('\n\n', '\r\n\n'))

  test('at which byte a piece of the file ends', async () => {
    const whole = await recordsIn([bytes])
    expect(whole).toHaveLength(7)
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(await recordsIn([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole)
    }
  })

  test('that pieces of the file are of one byte', async () => {
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
    expect(await recordsIn(single)).toEqual(await recordsIn([bytes]))
  })

  test('at which byte a piece ends when the file fails', async () => {
    const open = Buffer.concat([bytes, Buffer.from('536365,"open,\nto the\n end')])
    for (const failing of [open, Buffer.concat([bytes, Buffer.from([0xa3, 0x0a]), bytes])]) {
      const whole = await recordsIn([failing])
      expect(whole.at(-1)).toHaveProperty('_tag')
      for (let cut = 0; cut <= failing.length; cut += 1) {
        const last = (await recordsIn([failing.subarray(0, cut), failing.subarray(cut)])).at(-1)
        expect(last).toEqual(whole.at(-1))
      }
    }
  })
})

describe('a file of a header only', () => {
  test.each([
    ['with a line end', `${header}\n`],
    ['without one', header],
    ['with a byte order mark and no line end', `\uFEFF${header}`],
  ])('%s has no documents', async (_, content) => {
    expect(await readContent(content)).toEqual({
      documents: [],
      rejected: [],
      counts: { rowsRead: 0, rowsAccepted: 0, rowsRejected: 0 },
      failure: undefined,
    })
  })
})

describe('whoever waits', () => {
  test('hears of every byte on disk', async () => {
    const heard: Array<ReadProgress> = []
    const packed = gzipSync(text.repeat(3_000))
    await inFolder(async (folder) => {
      const path = join(folder, 'retail')
      await writeFile(path, packed)
      await readAll(path, (progress) => heard.push(progress))
    })
    const bytes = heard.map((p) => p.bytesRead)
    expect(bytes.length).toBeGreaterThan(10)
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
    expect(bytes.at(-1)).toBe(packed.length)
    expect(new Set(heard.map((p) => p.bytesTotal))).toEqual(new Set([packed.length]))
  })

  test('may leave early', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'retail')
      await writeFile(path, gzipSync(text.repeat(5_000)))
      for await (const step of readRetail(path)) {
        expect(step._tag).toBe('Right')
        break
      }
    })
  })
})
