// Makes online-retail-sample.csv.gz out of the whole UCI Online Retail file:
//   node examples/data/make-sample.mjs <online-retail.csv.gz or .csv>
// Whole customers, and whole invoices that name none, drawn by a hash of their number: the same file
// gives the same sample on every machine. Lines are copied byte for byte, in the order of the file.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import Papa from 'papaparse'

// Of 541,909 lines this leaves about 50,000.
const SHARE = 0.08

// Rare things that a sample of this size would miss.
const ALWAYS = new Set([
  'customer 12836.0', // invoice 542806, the only one that stands around another one
  'customer 14606.0', // return C542805, the one in its middle
  'customer 13405.0', // a price of a tenth of a penny
  'customer 13952.0', // another one
  'invoice 573585', // 1,114 lines, the longest
  'invoice A563185', // bad debt: all three that there are
  'invoice A563186',
  'invoice A563187',
])

const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error('usage: node examples/data/make-sample.mjs <the whole file, .csv or .csv.gz>')
  process.exit(2)
}

const isDrawn = (unit) => {
  if (ALWAYS.has(unit)) return true
  const hash = createHash('sha256').update(unit).digest().readUInt32BE(0)
  return hash / 2 ** 32 < SHARE
}

const unitOf = (line) => {
  const [invoice, , , , , , customer] = Papa.parse(line, { delimiter: ',' }).data[0]
  return customer === '' ? `invoice ${invoice}` : `customer ${customer}`
}

const bytes = readFileSync(source)
const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString()
const [header, ...lines] = text.trimEnd().split('\n')
const sample = [header, ...lines.filter((line) => isDrawn(unitOf(line)))]

const plain = `${sample.join('\n')}\n`
const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })
const target = fileURLToPath(new URL('online-retail-sample.csv.gz', import.meta.url))
writeFileSync(target, packed)

const sha256 = (content) => createHash('sha256').update(content).digest('hex')
console.log(`${target}
lines below the header: ${sample.length - 1}
packed: ${packed.length} bytes, sha256 ${sha256(packed)}
plain:  ${Buffer.byteLength(plain)} bytes, sha256 ${sha256(plain)}`)
