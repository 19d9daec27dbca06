// The forms in which a text can lie in the bytes of a file, each cut so that it stands for itself wherever it lies.

/** Some bytes to be looked for: what they are of, and in which form. */
export interface Needle {
  readonly of: string
  readonly form: string
  readonly bytes: Buffer
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

// The first and the last characters mix with their neighbours: what lies between stands for itself.
const base64At = (bytes: Buffer, offset: number): string => {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
}

const escaped = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

const percent = (text: string): string =>
  [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

const digitsInUpperCase = (text: string): string =>
  text.replaceAll(
    /(%|\\u)([0-9a-f]+)/g,
    (_, mark: string, digits: string) => mark + digits.toUpperCase(),
  )

type Form = readonly [string, Buffer]

const ofBytes = (name: string, bytes: Buffer): ReadonlyArray<Form> => {
  const hex = bytes.toString('hex')
  return [
    [name, bytes],
    [`${name}, hex`, Buffer.from(hex)],
    [`${name}, HEX`, Buffer.from(hex.toUpperCase())],
    ...[0, 1, 2].flatMap((offset): ReadonlyArray<Form> => {
      const text = base64At(bytes, offset)
      const url = text.replaceAll('+', '-').replaceAll('/', '_')
      return [
        [`${name}, base64 at ${offset}`, Buffer.from(text)],
        [`${name}, base64url at ${offset}`, Buffer.from(url)],
      ]
    }),
  ]
}

const ofText = (text: string): ReadonlyArray<Form> => [
  ...ofBytes('UTF-8', Buffer.from(text, 'utf8')),
  ...ofBytes('UTF-16LE', Buffer.from(text, 'utf16le')),
  ...ofBytes('UTF-16BE', utf16be(text)),
  ...[encodeURIComponent(text), percent(text), escaped(text)].flatMap(
    (one): ReadonlyArray<Form> => [
      ['escapes', Buffer.from(one)],
      ['ESCAPES', Buffer.from(digitsInUpperCase(one))],
    ],
  ),
]

const isHan = (text: string): boolean => /^\p{Script=Han}+$/u.test(text)
const isNumber = (text: string): boolean => /^\d+$/.test(text)

// How many consecutive characters of a text give it away: no fewer are looked for, or chance would find them.
const fragmentLength = (text: string): number => (isHan(text) ? 4 : isNumber(text) ? 11 : 8)

/** Every fragment of a text of that length: a store that leaves out what a neighbour begins with keeps one whole. */
export const fragmentsOf = (text: string): ReadonlyArray<string> => {
  const length = fragmentLength(text)
  if (text.length < length) throw new TypeError(`too short to be looked for: ${length} at least`)
  return Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length))
}

// The first form of the same bytes gives them their name.
const once = (needles: ReadonlyArray<Needle>): ReadonlyArray<Needle> => [
  ...new Map(
    needles.toReversed().map((needle) => [needle.bytes.toString('latin1'), needle]),
  ).values(),
]

/** What is looked for of a text: every fragment, in either case, in every form. */
export const needlesOfText = (of: string, text: string): ReadonlyArray<Needle> =>
  once(
    fragmentsOf(text).flatMap((fragment) =>
      [fragment, fragment.toLowerCase(), fragment.toUpperCase()].flatMap((variant) =>
        ofText(variant).map(([form, bytes]) => ({ of, form, bytes })),
      ),
    ),
  )

const fragmentBytes = 12

/** What is looked for of a key: every 12 bytes in a row, as they are, in hex and in base64. */
export const needlesOfKey = (of: string, key: Uint8Array): ReadonlyArray<Needle> => {
  const bytes = Buffer.from(key)
  if (bytes.length < fragmentBytes) throw new TypeError('a key has 12 bytes at least')
  return once(
    Array.from({ length: bytes.length - fragmentBytes + 1 }, (_, at) =>
      ofBytes('bytes', bytes.subarray(at, at + fragmentBytes)),
    )
      .flat()
      .map(([form, part]) => ({ of, form, bytes: part })),
  )
}
