// A text that was cut out of a piece of the file keeps the whole piece in memory. Who stores one
// stores a copy.

// V8 cuts by reference from this length on; what is shorter it copies by itself.
const SHORTEST_CUT = 13

export const copyOf = (text: string): string =>
  text.length < SHORTEST_CUT ? text : Buffer.from(text).toString()

// Many times the texts of a shop; a file in which every text is new must not fill the memory.
const MOST_KEPT = 20_000

/** One copy for all texts that are equal: a shop names the same thing thousands of times. */
export const textCopies = (): ((text: string) => string) => {
  const copies = new Map<string, string>()
  return (text) => {
    if (text.length < SHORTEST_CUT) return text
    const known = copies.get(text)
    if (known !== undefined) return known
    if (copies.size >= MOST_KEPT) copies.clear()
    const copy = copyOf(text)
    copies.set(copy, copy)
    return copy
  }
}
