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

// Characters match that are the same and stand at most `reach` places apart, each with one other.
const jaro = (a: string, b: string): number => {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Uint8Array(b.length)
  const inA: number[] = []
  for (let i = 0; i < a.length; i++) {
    const character = a.charCodeAt(i)
    const last = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (taken[j] === 1 || b.charCodeAt(j) !== character) continue
      taken[j] = 1
      inA.push(character)
      break
    }
  }
  const matches = inA.length
  if (matches === 0) return 0
  let outOfOrder = 0
  let next = 0
  for (let j = 0; j < b.length; j++) {
    if (taken[j] === 1 && b.charCodeAt(j) !== inA[next++]) outOfOrder++
  }
  const transpositions = Math.floor(outOfOrder / 2)
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
