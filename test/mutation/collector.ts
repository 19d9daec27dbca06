// Stands in for the test framework in a mutant: tests are collected, and run when somebody asks.
export { expect, expectTypeOf } from 'vitest'

/** A test as it was written: its whole title, and what it does. */
export interface Collected {
  readonly title: string
  readonly run: () => unknown
}

const titles: string[] = []

/** What was collected in this mutant, in the order of the files. */
export const collected: Collected[] = []

export const describe = (title: string, define: () => void): void => {
  titles.push(title)
  define()
  titles.pop()
}

export const test = (title: string, run: () => unknown): void => {
  collected.push({ title: [...titles, title].join(' > '), run })
}
