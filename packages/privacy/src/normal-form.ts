// One way of writing each telephone number and e-mail address, so that every spelling of one finds one person.

const fullWidthZero = 0xff10

const withAsciiDigits = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - fullWidthZero))
    .replaceAll('＋', '+')
    // Marks of direction and the like come with what is pasted, and are not seen.
    .replace(/\p{Cf}/gu, '')

const extension = /\s*(?:ext\.?|extension|x|#|內線|内线)\s*\d{1,6}$/i
const separators = /[\s().\-‐‑‒–—／/\u00a0\u3000（）－]/g
// A number of Hong Kong has eight digits.
const international = /^\+(?:852\d{8}|(?!852)[1-9]\d{6,14})$/
const hongKong = /^852\d{8}$/
// Of the North American plan: 001 before it is 00 and its own 1.
const northAmerican = /^1[2-9]\d{2}[2-9]\d{6}$/

// Behind what stands for a call abroad: 00, and in Hong Kong 001, the carrier's own.
const afterPrefix = (digits: string, country: string): string => {
  const rest = digits.slice(2)
  return country === '852' && rest.startsWith('1') && !northAmerican.test(rest)
    ? rest.slice(1)
    : rest
}

/**
 * A telephone number as E.164: `+85200000000`. Digits may be full-width; blanks, brackets, hyphens and an extension do not
 * count. A number without its country gets `country`, by default that of Hong Kong, whose own code may stand there without its
 * sign. What stands for calls abroad is `+` or `00`, in Hong Kong also `001` (numbering plan of Hong Kong, OFCA), unless what
 * follows `00` is a whole number of North America. `undefined` when it is no number.
 */
export const normalPhone = (text: string, country = '852'): string | undefined => {
  if (!text.isWellFormed()) return undefined
  const digits = withAsciiDigits(text).trim().replace(extension, '').replace(separators, '')
  const number = digits.startsWith('+')
    ? digits
    : digits.startsWith('00')
      ? `+${afterPrefix(digits, country)}`
      : country === '852' && hongKong.test(digits)
        ? `+${digits}`
        : `+${country}${digits.replace(/^0/, '')}`
  return international.test(number) ? number : undefined
}

const email = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/

/** An e-mail address without blanks around it, in lower case and NFC, its domain in NFKC; `undefined` when it is none. */
export const normalEmail = (text: string): string | undefined => {
  if (!text.isWellFormed()) return undefined
  const written = text.normalize('NFC').trim()
  const at = written.lastIndexOf('@') + 1
  // Full-width letters of a domain are what an input method leaves, and mean the same.
  const address = `${written.slice(0, at)}${written.slice(at).normalize('NFKC')}`.toLowerCase()
  return email.test(address) ? address : undefined
}
