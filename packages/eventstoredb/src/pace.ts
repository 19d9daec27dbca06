// How long to wait for what.

/** The times of an adapter, in milliseconds. */
export interface Pace {
  /** What the server is told: it gives an append up after this. */
  readonly appendDeadlineMs: number
  /** When we give it up ourselves: a server may be silent for ever. */
  readonly appendTimeoutMs: number
  /** How long a read, or a subscription that is behind, may bring nothing. */
  readonly idleMs: number
  /** How long one call may be retried; no attempt begins later. */
  readonly patienceMs: number
  readonly attempts: number
  /** Waits between attempts grow from the first to the second, each shortened by chance. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** From 0 up to 1: spreads retries. */
  readonly random: () => number
}

const appendDeadlineMs = 10_000
const appendTimeoutMs = 11_000
const idleMs = 10_000
const patienceMs = 30_000
const attempts = 5
const firstWaitMs = 50
const longestWaitMs = 2_000

/** The times that suit a server in reach. */
export const usualPace: Pace = {
  appendDeadlineMs,
  appendTimeoutMs,
  idleMs,
  patienceMs,
  attempts,
  firstWaitMs,
  longestWaitMs,
  random: Math.random,
}

/** How long to wait before an attempt; the first one that is repeated is number 1. Full jitter. */
export const waitBefore = (attempt: number, { firstWaitMs, longestWaitMs, random }: Pace): number =>
  random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1))

/** A pause. It keeps the process alive, but for the part of a race that nobody waits for. */
export const pause = (ms: number, keepsAlive = true): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    if (!keepsAlive) timer.unref()
  })
