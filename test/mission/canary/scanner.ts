// Looks for many needles in one pass over the bytes of files, however many needles there are.
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Needle } from './needles.js'

/** One place where something was found. */
export interface Found {
  readonly file: string
  readonly offset: number
  readonly of: string
  readonly form: string
}

const headBytes = 4
const tableBits = 20

// Where the first four bytes of any needle lead to in a table of bits: almost every place of a file is passed over by it.
const slotOf = (head: number): number => (Math.imul(head, 0x9e3779b1) >>> (32 - tableBits)) >>> 0

/** Needles, made ready. */
export interface Scanner {
  /** The length of the longest needle, in bytes. */
  readonly longest: number
  /** Every needle in these bytes, at the place where it begins. */
  readonly inBytes: (
    bytes: Buffer,
  ) => ReadonlyArray<{ readonly at: number; readonly needle: Needle }>
}

/** Makes needles ready. Throws a `TypeError` for one of fewer than four bytes. */
export const scannerFor = (needles: ReadonlyArray<Needle>): Scanner => {
  const slots = new Uint8Array(2 ** tableBits)
  const byHead = new Map<number, Needle[]>()
  for (const needle of needles) {
    if (needle.bytes.length < headBytes) throw new TypeError('a needle has four bytes at least')
    const head = needle.bytes.readInt32BE(0)
    slots[slotOf(head)] = 1
    const others = byHead.get(head)
    if (others === undefined) byHead.set(head, [needle])
    else others.push(needle)
  }
  return {
    longest: needles.reduce((most, { bytes }) => Math.max(most, bytes.length), 0),
    inBytes: (bytes) => {
      const found: { at: number; needle: Needle }[] = []
      let head = 0
      for (let end = 0; end < bytes.length; end++) {
        head = (head << 8) | (bytes[end] as number)
        const at = end + 1 - headBytes
        if (at < 0 || slots[slotOf(head)] !== 1) continue
        for (const needle of byHead.get(head) ?? []) {
          const { length } = needle.bytes
          const isWhole = at + length <= bytes.length
          if (isWhole && needle.bytes.compare(bytes, at, at + length) === 0) {
            found.push({ at, needle })
          }
        }
      }
      return found
    },
  }
}

const mebibyte = 1024 * 1024

/** Looks through a file, so many bytes at a time and no needle cut in two. */
export const scanFile = (
  scanner: Scanner,
  path: string,
  chunkBytes = mebibyte,
): ReadonlyArray<Omit<Found, 'file'>> => {
  const overlap = Math.max(0, scanner.longest - 1)
  const chunk = Buffer.alloc(overlap + chunkBytes)
  const file = openSync(path, 'r')
  const found = new Map<string, Omit<Found, 'file'>>()
  try {
    let kept = 0
    let start = 0
    for (;;) {
      const read = readSync(file, chunk, kept, chunkBytes, null)
      if (read === 0) return [...found.values()]
      const bytes = chunk.subarray(0, kept + read)
      for (const { at, needle } of scanner.inBytes(bytes)) {
        const { of, form } = needle
        // What lies in the overlap is seen twice.
        found.set(`${start + at} ${form} ${of} ${needle.bytes.length}`, {
          offset: start + at,
          of,
          form,
        })
      }
      const next = Math.min(overlap, bytes.length)
      start += bytes.length - next
      bytes.copy(chunk, 0, bytes.length - next)
      kept = next
    }
  } finally {
    closeSync(file)
  }
}

/** The files of a folder and the folders in it. */
export const filesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })

/** Looks through every file of a folder, and through the names of the files. */
export const scanFolder = (
  needles: ReadonlyArray<Needle>,
  folder: string,
): ReadonlyArray<Found> => {
  const scanner = scannerFor(needles)
  return filesIn(folder).flatMap((path) => {
    const file = relative(folder, path)
    const named = scanner.inBytes(Buffer.from(file)).map(({ at, needle: { of, form } }) => ({
      file: `the name of ${file}`,
      offset: at,
      of,
      form,
    }))
    return [...named, ...scanFile(scanner, path).map((one) => ({ file, ...one }))]
  })
}
