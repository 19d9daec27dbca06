// The forms in which a text can lie in bytes or in another text without being there as it is.

const base64At = (text: string, offset: number): string => {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, 'utf8')])
  // The first and last characters mix with their neighbours: what lies between stands for itself.
  const encoded = bytes.toString('base64')
  const start = Math.ceil((offset * 8) / 6)
  const whole = Math.floor((bytes.length * 8) / 6)
  return encoded.slice(start, whole)
}

const escaped = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

const percent = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
    .join('')

const wellFormed = (text: string): string => text.toWellFormed()

/**
 * Every form in which a text is looked for: as it is, in either case, escaped for JSON or as a URL, in base64 at each of
 * three offsets and both alphabets, and as hexadecimal digits.
 */
export const tracesOf = (text: string): ReadonlyArray<string> => {
  const json = JSON.stringify(text).slice(1, -1)
  const base64 = [0, 1, 2].map((offset) => base64At(text, offset))
  const hex = Buffer.from(text, 'utf8').toString('hex')
  const utf16 = Buffer.from(text, 'utf16le').toString('hex')
  return [
    ...new Set([
      text,
      text.toLowerCase(),
      text.toUpperCase(),
      [...text].reverse().join(''),
      json,
      escaped(text),
      encodeURIComponent(wellFormed(text)),
      percent(text),
      percent(text).toLowerCase(),
      ...base64,
      ...base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
      hex,
      hex.toUpperCase(),
      utf16,
    ]),
  ]
}
