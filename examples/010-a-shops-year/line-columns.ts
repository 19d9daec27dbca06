// The lines of a whole file, column by column: as objects half a million of them would take ten times the memory, and the
// collector would look at each of them again and again.

/** As much of a line as an invoice does not say for all of its lines. */
export interface LineValues {
  readonly sku: string
  readonly description: string
  /** Pieces. */
  readonly quantity: number
  readonly unitPriceMinor: number
}

/** Lines by their number, from 0. Each line of an invoice knows the next one: lists of numbers would take twice the memory. */
export interface LineColumns {
  /** Adds a line behind another one, or the first of its invoice, and returns its number. */
  readonly add: (line: LineValues, behind?: number) => number
  /** The lines of the invoice whose first line this is, in their order. */
  readonly from: (first: number) => ReadonlyArray<LineValues>
}

// A column that grows by half when it is full.
const createColumn = () => {
  let values = new Int32Array(1024)
  return {
    put: (index: number, value: number): void => {
      if (index >= values.length) {
        const larger = new Int32Array(Math.ceil(values.length * 1.5))
        larger.set(values)
        values = larger
      }
      values[index] = value
    },
    at: (index: number): number => values[index] ?? 0,
  }
}

// V8 cuts a text of this length or more out of the piece of the file by reference, and the whole piece stays in memory.
const shortestCut = 13

/** A text of its own, which keeps nothing else in memory. */
export const copyOf = (text: string): string =>
  text.length < shortestCut ? text : Buffer.from(text).toString()

/** Texts by their number, from 0. */
export interface Texts {
  readonly numberOf: (text: string) => number
  readonly at: (number: number) => string
}

/** No texts yet. Each is kept once: a shop names the same thing thousands of times. */
export const createTexts = (): Texts => {
  const numbers = new Map<string, number>()
  const texts: string[] = []
  return {
    numberOf: (text: string): number => {
      const known = numbers.get(text)
      if (known !== undefined) return known
      const copy = copyOf(text)
      numbers.set(copy, texts.length)
      return texts.push(copy) - 1
    },
    at: (number: number): string => texts[number] ?? '',
  }
}

/** No lines yet. Quantities and prices must fit into 32 bits. */
export const createLineColumns = (): LineColumns => {
  const skus = createTexts()
  const descriptions = createTexts()
  const sku = createColumn()
  const description = createColumn()
  const quantity = createColumn()
  const unitPriceMinor = createColumn()
  // The number of the next line of the invoice; 0, which is behind nobody, for the last one.
  const next = createColumn()
  let count = 0
  const at = (line: number): LineValues => ({
    sku: skus.at(sku.at(line)),
    description: descriptions.at(description.at(line)),
    quantity: quantity.at(line),
    unitPriceMinor: unitPriceMinor.at(line),
  })
  return {
    add: (line, behind) => {
      if (behind !== undefined) next.put(behind, count)
      sku.put(count, skus.numberOf(line.sku))
      description.put(count, descriptions.numberOf(line.description))
      quantity.put(count, line.quantity)
      unitPriceMinor.put(count, line.unitPriceMinor)
      return count++
    },
    from: (first) => {
      const lines = [at(first)]
      for (let line = next.at(first); line !== 0; line = next.at(line)) lines.push(at(line))
      return lines
    },
  }
}
