/**
 * One thing that is wrong with an input: where, what would be right, what was there.
 *
 * `path` is a JSON Pointer (RFC 6901) into the input, `''` for the whole of it. `found` describes and does not quote
 * text, because any text may be personal; booleans and dates are shown as they are, numbers where one is
 * expected or of up to seven digits, for a longer one may be a telephone number without its quotes.
 */
export interface Problem {
  readonly path: string
  readonly expected: string
  readonly found: string
}

// A month, a day, or what begins like an instant. Other digits may be a telephone or card number.
const dateText = /^\d{4}-\d{2}(?:-\d{2}(?:T[0-9:.+Z-]{0,20})?)?$/

/** What a value is, for the `found` of a problem: kinds and sizes, never the words of a text. */
export const describe = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string') return describeText(value)
  if (typeof value === 'number') return describeNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  return `a ${typeof value}`
}

// From eight digits on it may be a telephone or card number that came without its quotes.
const mostShown = 9_999_999

const describeNumber = (value: number): string =>
  Number.isFinite(value) && Math.abs(value) > mostShown
    ? `a number of ${BigInt(Math.trunc(Math.abs(value))).toString().length} digits`
    : String(value)

const describeText = (text: string): string => {
  if (!text.isWellFormed()) return 'text with a lone surrogate'
  return text === '' ? 'empty text' : `text of ${text.length} characters`
}

/** As {@link describe}, but shows a text that begins like a date: for fields that hold dates and instants. */
export const describeDate = (value: unknown): string =>
  typeof value === 'string' && dateText.test(value) ? value : describe(value)

/** As {@link describe}, but shows every number: for fields that hold figures. */
export const describeFigure = (value: unknown): string =>
  typeof value === 'number' ? String(value) : describe(value)

/** Says whether a name is one that a program gives. Any other may be somebody's, and is described and not told. */
export const isTellable = (name: string): boolean => /^[A-Za-z_$][\w$-]{0,63}$/.test(name)

/** A JSON Pointer to a member below another one. */
export const below = (path: string, key: string | number): string => {
  const name = String(key)
  return escaped.test(name)
    ? `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    : `${path}/${name}`
}

const escaped = /[~/]/
