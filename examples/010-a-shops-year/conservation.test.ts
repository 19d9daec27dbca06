import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shopLines } from './arbitraries.js'
import type { RetailDocument } from './documents.js'
import type { RejectedLine } from './retail-line.js'
import { readLines } from './test-files.js'

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)

// What each line says on its own; no rule of the reader but the numbers that it accepts.
const quantities = (lines: ReadonlyArray<string>, rejected: ReadonlyArray<RejectedLine>) => {
  // A stray quote can make one record of several lines.
  const ofRejected = new Set(
    rejected.flatMap(({ line, text }) => text.split('\n').map((_, more) => line + more)),
  )
  const total = new Map<string, number>()
  for (const [at, line] of lines.entries()) {
    if (ofRejected.has(at + 2)) continue
    const [invoice = '', sku = '', , , pieces = '', , price = ''] = line.split(',')
    const key = `${invoice} ${sku} ${price}`
    total.set(key, (total.get(key) ?? 0) + Math.abs(Number(pieces)))
  }
  return total
}

const returnedLines = (document: RetailDocument) =>
  document.kind === 'return'
    ? [...document.matched.flatMap(({ lines }) => lines), ...document.unmatched]
    : []

describe('whatever the lines of a shop', () => {
  test('each is read once, and accepted or rejected [I10]', async () => {
    await fc.assert(
      fc.asyncProperty(shopLines, async (lines) => {
        const { counts, rejected, documents, failure } = await readLines(...lines)
        // A free text may hold a quote that is never closed.
        if (failure !== undefined) return
        expect(counts.rowsRead).toBe(counts.rowsAccepted + counts.rowsRejected)
        expect(counts.rowsRejected).toBe(rejected.length)
        const inSales = documents.map((d) => (d.kind === 'sale' ? d.lines.length : 0))
        const inReturns = documents.map((d) => new Set(returnedLines(d).map((l) => l.returnLine)))
        expect(counts.rowsAccepted).toBe(sum(inSales) + sum(inReturns.map((set) => set.size)))
      }),
    )
  })

  test('what comes back is what is matched and what is not, and its worth that of its lines', async () => {
    await fc.assert(
      fc.asyncProperty(shopLines, async (lines) => {
        const { documents, rejected, failure } = await readLines(...lines)
        if (failure !== undefined) return
        const expected = quantities(lines, rejected)
        const returned = documents.filter((document) => document.kind === 'return')
        const ofReturns = [...expected].filter(([key]) => key.startsWith('C'))
        const pieces = returned.flatMap(returnedLines).map(({ quantity }) => quantity)
        expect(sum(pieces)).toBe(sum(ofReturns.map(([, quantity]) => quantity)))
        const refunds = returned.flatMap(returnedLines).map(({ refundMinor }) => refundMinor)
        const worth = ofReturns.map(
          ([key, quantity]) => quantity * Math.round(Number(key.split(' ')[2]) * 100),
        )
        expect(sum(refunds)).toBe(sum(worth))
      }),
    )
  })

  test('no more comes back of a line than was sold, and only what was sold before', async () => {
    await fc.assert(
      fc.asyncProperty(shopLines, async (lines) => {
        const { documents } = await readLines(...lines)
        const left = new Map<string, { sku: string; quantity: number; customerId?: string }>()
        for (const document of documents) {
          const { documentNumber, customerId } = document
          if (document.kind === 'sale') {
            for (const { lineNumber, sku, quantity } of document.lines) {
              const buyer = customerId === undefined ? {} : { customerId }
              left.set(`${documentNumber} ${lineNumber}`, { sku, quantity, ...buyer })
            }
          } else {
            for (const { saleDocument, lines: matched } of document.matched) {
              for (const { saleLine, sku, quantity } of matched) {
                const sold = left.get(`${saleDocument} ${saleLine}`)
                expect(sold).toMatchObject({ sku, customerId })
                if (sold !== undefined) sold.quantity -= quantity
                expect(sold?.quantity).toBeGreaterThanOrEqual(0)
              }
            }
          }
        }
      }),
    )
  })

  test('nothing is left unmatched that an earlier sale still has', async () => {
    await fc.assert(
      fc.asyncProperty(shopLines, async (lines) => {
        const { documents } = await readLines(...lines)
        const left = new Map<string, number>()
        for (const document of documents) {
          const { customerId } = document
          const add = (sku: string, quantity: number) => {
            const key = `${customerId} ${sku}`
            left.set(key, (left.get(key) ?? 0) + quantity)
          }
          if (customerId === undefined) continue
          if (document.kind === 'sale') for (const l of document.lines) add(l.sku, l.quantity)
          else {
            for (const l of document.matched.flatMap((m) => m.lines)) add(l.sku, -l.quantity)
            for (const { sku } of document.unmatched) {
              expect(left.get(`${customerId} ${sku}`) ?? 0).toBe(0)
            }
          }
        }
      }),
    )
  })
})
