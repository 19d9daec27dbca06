// What one customer has said about one kind of data, for one use: the last of it that counts.
import type { Instant } from '@patina/eventsourcing'
import type { DataKind, EventId, SubjectClass } from '../shared/ids.js'
import { laterOf } from '../shared/moments.js'
import type { ClearConsentEntry, MarketingConsentGiven, MarketingOptedOut } from './events.js'
import { type Lack, lackOf } from './lack.js'
import type { MarketingUse, ProvisionUse } from './use.js'

/** Says whether an opt-out covers a kind of data for a class, of use or of provision. */
export const isCoveredBy = (
  { scope, of }: MarketingOptedOut,
  kind: DataKind,
  subject: SubjectClass,
  basis: 'use' | 'provision',
): boolean =>
  (of === 'both' || of === basis) &&
  (scope.type === 'all' || (scope.kinds.includes(kind) && scope.classes.includes(subject)))

const basisOf = (use: MarketingUse | ProvisionUse): 'use' | 'provision' =>
  use._tag === 'MarketingUse' ? 'use' : 'provision'

const namesUse = (
  given: MarketingConsentGiven,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
): boolean => {
  if (!given.kinds.includes(kind) || !given.classes.includes(use.class)) return false
  if (use._tag === 'MarketingUse') return given.basis === 'use'
  return (
    given.basis === 'provide' &&
    given.medium !== 'oral' &&
    given.recipients?.includes(use.recipientClass) === true &&
    (!use.forGain || given.forGain === true)
  )
}

// What stands for one kind after all entries: the last one that counts.
type Standing =
  | { readonly _tag: 'Silent' }
  | { readonly _tag: 'Granted'; readonly eventId: EventId }
  | { readonly _tag: 'OptedOut'; readonly eventId: EventId }

export interface ForKind {
  readonly standing: Standing
  // Consents that name the use and do not count.
  readonly lacking: ReadonlyArray<{ readonly eventId: EventId; readonly lack: Lack }>
}

export const silent: ForKind = { standing: { _tag: 'Silent' }, lacking: [] }

/** A consent that is entered late, and was given before the customer opted out, does not undo that. */
export const isAfter = (given: Instant, optedOut: Instant | undefined): boolean =>
  optedOut === undefined || given > optedOut

export const forKind = (
  entries: ReadonlyArray<ClearConsentEntry>,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
  at: Instant,
): ForKind => {
  let standing: Standing = { _tag: 'Silent' }
  let lacking: ForKind['lacking'] = []
  let optedOutAt: Instant | undefined
  for (const entry of entries) {
    if (
      entry.type === 'MarketingConsentGiven' &&
      namesUse(entry, kind, use) &&
      isAfter(entry.receivedAt, optedOutAt)
    ) {
      const lack = lackOf(entry, entries, at)
      if (lack === undefined) {
        standing = { _tag: 'Granted', eventId: entry.eventId }
        lacking = []
      } else {
        lacking = [...lacking, { eventId: entry.eventId, lack }]
      }
    }
    // What somebody else states never undoes an opt-out: only the customer does.
    if (
      entry.type === 'SourceNoticeReceived' &&
      use._tag === 'MarketingUse' &&
      standing._tag !== 'OptedOut' &&
      entry.kinds.includes(kind) &&
      entry.classes.includes(use.class)
    ) {
      standing = { _tag: 'Granted', eventId: entry.eventId }
    }
    if (entry.type === 'MarketingOptedOut' && isCoveredBy(entry, kind, use.class, basisOf(use))) {
      standing = { _tag: 'OptedOut', eventId: entry.eventId }
      lacking = []
      optedOutAt = laterOf(entry.receivedAt, optedOutAt)
    }
  }
  return { standing, lacking }
}
