import type { ErasureEvent } from './events.js'

/** Whose receipts are still missing, and whether the erasure is closed. `undefined`: nobody was asked yet. */
export type Receipts =
  | {
      readonly asked: Asked
      readonly missing: Asked
      readonly isCompleted: boolean
    }
  | undefined

interface Asked {
  readonly places: ReadonlyArray<string>
  readonly processors: ReadonlyArray<string>
}

export const initial: Receipts = undefined

const without = (names: ReadonlyArray<string>, name: string): ReadonlyArray<string> =>
  names.filter((one) => one !== name)

export const evolve = (receipts: Receipts, event: ErasureEvent): Receipts => {
  if (event.type === 'PurgeOrdered') {
    const { places, processors } = event
    const asked = { places, processors }
    return { asked, missing: asked, isCompleted: false }
  }
  if (receipts === undefined) return undefined
  const { missing } = receipts
  switch (event.type) {
    case 'DerivedDataPurged':
      return {
        ...receipts,
        missing: { ...missing, places: without(missing.places, event.place) },
      }
    case 'ProcessorConfirmedErasure':
      return {
        ...receipts,
        missing: { ...missing, processors: without(missing.processors, event.processor) },
      }
    case 'ErasureCompleted':
      return { ...receipts, isCompleted: true }
  }
}
