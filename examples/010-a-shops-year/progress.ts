/** Tells how far a long job is: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** From 0 to 1, with a few words about what is done. */
  readonly show: (share: number, words: string) => void
  readonly end: () => void
}

/** Where progress is told. */
export interface ProgressOutput {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

const width = 30
const redrawMs = 100
const lineEvery = 0.25

const bar = (share: number): string => {
  const full = Math.round(share * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`.padStart(5)

/** A bar that is redrawn in its place, at most ten times a second. */
const onTerminal = (output: ProgressOutput): Progress => {
  let drawnAt = 0
  let last = ''
  return {
    show: (share, words) => {
      last = `  ${bar(share)} ${percent(share)}  ${words}`
      const now = performance.now()
      if (now - drawnAt < redrawMs) return
      drawnAt = now
      output.write(`\r${last}\u001b[K`)
    },
    end: () => output.write(`\r${last}\u001b[K\n`),
  }
}

/** A line at every quarter: for logs, and for those who read with their ears. */
const asLines = (output: ProgressOutput): Progress => {
  let next = lineEvery
  return {
    show: (share, words) => {
      if (share < next) return
      output.write(`  ${percent(share)}  ${words}\n`)
      next = (Math.floor(share / lineEvery) + 1) * lineEvery
    },
    end: () => undefined,
  }
}

/** The form that suits the output. */
export const progressOn = (output: ProgressOutput): Progress =>
  output.isTTY === true ? onTerminal(output) : asLines(output)
