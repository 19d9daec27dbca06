// How alike two short texts are.

const longestPrefix = 4
const prefixScale = 0.1

// How many characters from the start are the same, four at most.
const prefixOf = (a: string, b: string): number => {
  const end = Math.min(longestPrefix, a.length, b.length)
  let length = 0
  while (length < end && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

// What matches in each of the two, used again by every call: millions of pairs would leave millions of arrays behind.
let inA = new Uint8Array(64)
let inB = new Uint8Array(64)

const clear = (a: string, b: string): void => {
  const length = Math.max(a.length, b.length)
  if (length > inA.length) {
    inA = new Uint8Array(2 * length)
    inB = new Uint8Array(2 * length)
  }
  inA.fill(0, 0, a.length)
  inB.fill(0, 0, b.length)
}

// Marks characters that are the same and stand at most `reach` places apart, each with one other. Says how many.
const match = (a: string, b: string, reach: number): number => {
  clear(a, b)
  let matches = 0
  for (let i = 0; i < a.length; i++) {
    const character = a.charCodeAt(i)
    const last = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (inB[j] === 1 || b.charCodeAt(j) !== character) continue
      inA[i] = 1
      inB[j] = 1
      matches++
      break
    }
  }
  return matches
}

// How many of the marked characters stand in another order.
const outOfOrder = (a: string, b: string): number => {
  let count = 0
  let j = 0
  for (let i = 0; i < a.length; i++) {
    if (inA[i] === 0) continue
    while (inB[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j++)) count++
  }
  return count
}

const jaro = (a: string, b: string): number => {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const matches = match(a, b, reach)
  if (matches === 0) return 0
  const transpositions = Math.floor(outOfOrder(a, b) / 2)
  return (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3
}

/**
 * The similarity of Jaro and Winkler: 1 for the same text and for no other, 0 when nothing matches. The order of the two does
 * not matter. A common prefix counts for 0.1 a character, four at most, whatever the similarity without it. Characters are
 * UTF-16 units.
 *
 * Source: W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage",
 * 1990.
 */
export const jaroWinkler = (a: string, b: string): number => {
  if (a === b) return 1
  const similarity = jaro(a, b)
  return similarity + prefixOf(a, b) * prefixScale * (1 - similarity)
}
