import { beforeFirst, type EventStore } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { isEnvelope } from '@patina/privacy'

/** What a log says of an erasure to somebody who has no key, no vault and no application. */
export interface Proof {
  /** When it began, and when its keys were destroyed. */
  readonly begunAt: string | undefined
  readonly destroyedAt: string | undefined
  readonly destroyedKeys: number
  readonly receipts: ReadonlyArray<string>
  readonly isCompleted: boolean
  /** Sealed values under those keys, which nobody opens any more. */
  readonly unreadable: number
  /** Those of them that were stored behind the point of no return: sealed just before it, and lost. */
  readonly storedTooLate: number
}

// The names of the keys of all sealed values inside of a value.
const keysIn = (value: unknown): ReadonlyArray<string> => {
  if (isEnvelope(value)) return [value.key]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(keysIn) : []
}

export const prove = async (store: EventStore, erasureId: string): Promise<Proof> => {
  const sealed: { readonly key: string; readonly isLate: boolean }[] = []
  const destroyed = new Set<string>()
  const receipts: string[] = []
  const times: { begunAt?: string; destroyedAt?: string } = {}
  let isCompleted = false
  for (let after = beforeFirst; ; ) {
    const page = await orThrow(store.readAll(after, 500))
    for (const { type, data } of page.events) {
      const said = JSON.parse(data) as { erasureId?: string; at?: string } & Record<string, unknown>
      for (const key of keysIn(said)) sealed.push({ key, isLate: times.begunAt !== undefined })
      if (said.erasureId !== erasureId) continue
      if (type === 'ErasureBegun') times.begunAt = String(said.at)
      if (type === 'DerivedDataPurged') receipts.push(`${said['place']}: ${said['count']}`)
      if (type === 'ErasureCompleted') isCompleted = true
      if (type === 'SubjectKeyDestroyed') {
        times.destroyedAt = String(said.at)
        for (const key of said['keyIds'] as ReadonlyArray<string>) destroyed.add(key)
      }
    }
    if (page.isEnd) break
    after = page.next
  }
  const lost = sealed.filter(({ key }) => destroyed.has(key))
  return {
    begunAt: times.begunAt,
    destroyedAt: times.destroyedAt,
    destroyedKeys: destroyed.size,
    receipts,
    isCompleted,
    unreadable: lost.length,
    storedTooLate: lost.filter(({ isLate }) => isLate).length,
  }
}
