/** Runs tasks of one key one after the other, in the order in which they were asked for; keys do not wait for each other. */
export type TakeTurn = <A>(key: string, task: () => Promise<A>) => Promise<A>

/** Turns that nobody waits for yet. A key is forgotten as soon as its last task has ended. */
export const createTurns = (): TakeTurn => {
  const last = new Map<string, Promise<unknown>>()
  return (key, task) => {
    const before = last.get(key)
    const mine = before === undefined ? task() : before.then(task, task)
    last.set(key, mine)
    const forget = (): void => {
      if (last.get(key) === mine) last.delete(key)
    }
    mine.then(forget, forget)
    return mine
  }
}

/** A task that never runs twice at a time: who asks while it is under way is given a run of its own, after it. */
export const oneAtATime = <A>(task: () => Promise<A>): (() => Promise<A>) => {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const mine = last.then(task, task)
    last = mine
    return mine
  }
}
