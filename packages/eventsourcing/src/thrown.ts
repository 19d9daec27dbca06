/** What code that was handed in has thrown. Its message may quote data and is left out. */
export interface Thrown {
  /** The kind of the exception. */
  readonly error: string
  /** Where it was thrown, as the stack trace names the place; absent where there is none. */
  readonly at?: string
}

// A stack begins with the message, which may have lines of its own that look like places.
const firstPlace = ({ stack, message }: Error): string | undefined => {
  const end = stack?.indexOf(message) ?? -1
  if (stack === undefined || end < 0) return undefined
  return /^ {4}at (.+)$/m.exec(stack.slice(end + message.length))?.[1]
}

/** Says of an exception what may be told. */
export const thrownBy = (error: unknown): Thrown => {
  if (!(error instanceof Error)) return { error: typeof error }
  const at = firstPlace(error)
  return at === undefined ? { error: error.name } : { error: error.name, at }
}
