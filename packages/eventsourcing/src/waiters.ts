import type { Position } from './ports.js'

/** Those who wait until something by a name has reached a position. */
export interface Waiters<Result> {
  readonly wait: (name: string, position: Position) => Promise<Result>
  /** Answers everybody whose result is known by now. */
  readonly check: (settle: (name: string, position: Position) => Result | undefined) => void
  readonly count: () => number
  /** The names by which somebody waits for a position that satisfies this. */
  readonly names: (isReached: (name: string, position: Position) => boolean) => ReadonlySet<string>
}

export const createWaiters = <Result>(): Waiters<Result> => {
  const waiting = new Set<{ name: string; position: Position; resolve: (result: Result) => void }>()
  return {
    wait: (name, position) =>
      new Promise((resolve) => {
        waiting.add({ name, position, resolve })
      }),
    check: (settle) => {
      for (const one of [...waiting]) {
        const result = settle(one.name, one.position)
        if (result === undefined) continue
        waiting.delete(one)
        one.resolve(result)
      }
    },
    count: () => waiting.size,
    names: (isReached) =>
      new Set(
        [...waiting]
          .filter(({ name, position }) => isReached(name, position))
          .map(({ name }) => name),
      ),
  }
}
