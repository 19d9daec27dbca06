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

/** What becomes of those who have waited for long. */
export interface Patience<Result> {
  readonly ms: number
  /** Asked each time that one of them has waited so long: why it is in vain, `undefined` while it is not. */
  readonly inVain: (name: string, position: Position) => Promise<Result | undefined>
}

interface Waiting<Result> {
  readonly name: string
  readonly position: Position
  readonly answer: (result: Result) => void
}

/** Nobody waits yet. */
export const createWaiters = <Result>({ ms, inVain }: Patience<Result>): Waiters<Result> => {
  const waiting = new Set<Waiting<Result>>()
  return {
    wait: (name, position) =>
      new Promise((resolve) => {
        const lookAgain = async (): Promise<void> => {
          const result = await inVain(name, position)
          if (result !== undefined) one.answer(result)
        }
        const timer = setInterval(() => void lookAgain(), ms)
        const one: Waiting<Result> = {
          name,
          position,
          answer: (result) => {
            clearInterval(timer)
            waiting.delete(one)
            resolve(result)
          },
        }
        waiting.add(one)
      }),
    check: (settle) => {
      for (const one of [...waiting]) {
        const result = settle(one.name, one.position)
        if (result !== undefined) one.answer(result)
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
