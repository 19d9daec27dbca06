/** A wait that lets changes gather, and ends early when somebody asks for them. */
export interface Idle {
  readonly wait: () => Promise<void>
  readonly end: () => void
}

/** Waits of so many milliseconds, which do not keep the process alive. */
export const createIdle = (ms: number): Idle => {
  let end = (): void => undefined
  return {
    wait: () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        timer.unref()
        end = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    end: () => end(),
  }
}

/** How long after a fault the same is tried again, in milliseconds. */
export const afterFaultMs = 200

/** A pause after a fault, before the same is tried again. */
export const afterFault = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, afterFaultMs))
