import { beforeFirst, type Position } from '@patina/eventsourcing'
import type { WirePosition } from './client.js'

const width = 20

/** The place as text: commit and prepare, 20 digits each, so that the order of the texts is the order of the log. */
export const positionOf = ({ commit, prepare }: WirePosition): Position =>
  (String(commit).padStart(width, '0') + String(prepare).padStart(width, '0')) as Position

const pattern = /^\d{40}$/

/** Where to start from for what lies after a position; `undefined` when the text is no position of this store. */
export const wirePositionOf = (position: Position): WirePosition | 'start' | undefined => {
  if (position === beforeFirst) return 'start'
  if (!pattern.test(position)) return undefined
  return { commit: BigInt(position.slice(0, width)), prepare: BigInt(position.slice(width)) }
}

const allOnes = 2n ** 64n - 1n

/** Whether the server says where the event lies: some servers send all ones instead, or nothing. */
export const isKnown = (position: WirePosition | undefined): position is WirePosition =>
  position !== undefined && position.commit !== allOnes
