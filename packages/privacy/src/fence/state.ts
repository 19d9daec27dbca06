import type { RetentionClass } from '../retention.js'
import type { ErasureBegun, FenceEvent, WithdrawnFor } from './events.js'
import { type IndexOfUnits, noUnits, unitAt, withUnit } from './index-of-units.js'

/** A hold that is in force. */
export interface Hold {
  readonly subject: string
  readonly classes: ReadonlyArray<RetentionClass>
}

/** How far a class of a person is erased, in its newest generation. */
export interface Fencing {
  readonly generation: number
  readonly isWhole: boolean
  readonly scopes: ReadonlySet<string>
}

/** What is fenced off, and what is held. */
export interface Fence {
  readonly holds: ReadonlyMap<string, Hold>
  /** By subject and class. */
  readonly fenced: IndexOfUnits<Fencing>
  /** By erasure: the vaults that have destroyed their keys. */
  readonly erasures: IndexOfUnits<ReadonlyArray<string>>
  /** Erasures that never begin any more, and why. */
  readonly withdrawn: IndexOfUnits<'hold' | WithdrawnFor>
  /** By vault: the key encryption key that its keys lie under, since it was rotated. */
  readonly keks: ReadonlyMap<string, string>
}

export const initial: Fence = {
  holds: new Map(),
  fenced: noUnits,
  erasures: noUnits,
  withdrawn: noUnits,
  keks: new Map(),
}

const open: Fencing = { generation: 0, isWhole: false, scopes: new Set() }

const keyOf = (subject: string, of: RetentionClass): string => `${of} ${subject}`

/** How far this class of this person is erased. */
export const fencingOf = ({ fenced }: Fence, subject: string, of: RetentionClass): Fencing =>
  unitAt(fenced, keyOf(subject, of)) ?? open

const begun = (fence: Fence, { erasureId, parts }: ErasureBegun): Fence => {
  let { fenced } = fence
  for (const { subject, class: of, generation, scopes } of parts) {
    const now = fencingOf({ ...fence, fenced }, subject, of)
    // A part of a generation that is over changes nothing any more.
    if (generation < now.generation) continue
    fenced = withUnit(fenced, keyOf(subject, of), {
      generation,
      isWhole: now.isWhole || scopes === undefined,
      scopes: scopes === undefined ? now.scopes : new Set([...now.scopes, ...scopes]),
    })
  }
  return { ...fence, fenced, erasures: withUnit(fence.erasures, erasureId, []) }
}

export const evolve = (fence: Fence, event: FenceEvent): Fence => {
  switch (event.type) {
    case 'ErasureBegun':
      return begun(fence, event)
    case 'SubjectKeyDestroyed': {
      const vaults = unitAt(fence.erasures, event.erasureId) ?? []
      if (vaults.includes(event.vaultId)) return fence
      const all = [...vaults, event.vaultId]
      return { ...fence, erasures: withUnit(fence.erasures, event.erasureId, all) }
    }
    case 'ClassReopened': {
      const { generation } = event
      const key = keyOf(event.subject, event.class)
      return { ...fence, fenced: withUnit(fence.fenced, key, { ...open, generation }) }
    }
    case 'LegalHoldPlaced': {
      const { holdId, subject, classes } = event
      return { ...fence, holds: new Map(fence.holds).set(holdId, { subject, classes }) }
    }
    case 'LegalHoldReleased': {
      const holds = new Map(fence.holds)
      holds.delete(event.holdId)
      return { ...fence, holds }
    }
    case 'ErasureWithdrawn':
      return {
        ...fence,
        withdrawn: withUnit(fence.withdrawn, event.erasureId, event.why ?? 'hold'),
      }
    case 'KeyEncryptionKeyRotated':
      return { ...fence, keks: new Map(fence.keks).set(event.vaultId, event.kekId) }
  }
}
