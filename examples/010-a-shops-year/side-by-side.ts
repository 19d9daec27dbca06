/** Work side by side, a limited number of pieces at a time. */
export interface SideBySide {
  /** Begins the piece as soon as there is room for it, and resolves then. One caller at a time. */
  readonly begin: (piece: () => Promise<void>) => Promise<void>
  /** Resolves when nothing is under way. */
  readonly done: () => Promise<void>
}

/** Room for so many pieces. What a piece throws is thrown to the next who begins one, or waits for the end. */
export const sideBySide = (limit: number): SideBySide => {
  let underWay = 0
  let wakeAt = 0
  let wake = (): void => undefined
  const bugs: unknown[] = []

  const untilAtMost = async (count: number): Promise<void> => {
    if (underWay > count) {
      wakeAt = count
      await new Promise<void>((resolve) => (wake = resolve))
    }
    if (bugs.length > 0) throw bugs[0]
  }

  const run = async (piece: () => Promise<void>): Promise<void> => {
    try {
      await piece()
    } catch (bug) {
      bugs.push(bug)
    }
    underWay--
    if (underWay <= wakeAt) wake()
  }

  return {
    begin: async (piece) => {
      await untilAtMost(limit - 1)
      underWay++
      void run(piece)
    },
    done: () => untilAtMost(0),
  }
}
