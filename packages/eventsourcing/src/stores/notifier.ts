/** Tells whoever listens that there is news: how the subscriptions of one process hear of an append. */
export interface Notifier {
  readonly notify: () => void
  /** Calls back at every `notify` until the function that it returns is called. */
  readonly listen: (onNews: () => void) => () => void
}

/** A notifier without listeners. `onListeners` hears how many there are whenever that changes. */
export const createNotifier = (
  onListeners: (count: number) => void = () => undefined,
): Notifier => {
  const listeners = new Set<() => void>()
  return {
    notify: () => {
      for (const listener of [...listeners]) listener()
    },
    listen: (onNews) => {
      const listener = (): void => onNews()
      listeners.add(listener)
      onListeners(listeners.size)
      return () => {
        if (listeners.delete(listener)) onListeners(listeners.size)
      }
    },
  }
}
