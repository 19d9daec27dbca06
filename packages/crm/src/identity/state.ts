import type { CustomerId, ErasureId, MatchingId, MergeId } from '../shared/ids.js'
import { emptyTable, lookUp, put, type Table } from '../shared/table.js'
import type {
  AdverseActionNoticeReceived,
  IdentityEvent,
  MatchingAuthorised,
  MergeBegun,
  MergeGivenUp,
  UnmergeBegun,
} from './events.js'
import { type Forest, joined, noMerges, parted } from './forest.js'

/** The register of who is one person: all merges of a house, for they are few and one stream decides them exactly. */
export interface Register {
  readonly forest: Forest
  /** Every merge that there ever was. */
  readonly merges: Table<Merge>
  /** What has begun and not been completed. */
  readonly underWay: ReadonlyArray<MergeBegun | MergeGivenUp | UnmergeBegun>
  /** By {@link pairOf}. */
  readonly dismissed: ReadonlySet<string>
  /** What was decided about each customer and came to something. */
  readonly erasures: Table<ReadonlyArray<ErasureId>>
  readonly matchings: ReadonlyMap<MatchingId, MatchingAuthorised>
  readonly notices: ReadonlyArray<AdverseActionNoticeReceived>
}

export interface Merge {
  readonly begun: MergeBegun
  readonly standing: 'begun' | 'merged' | 'parting' | 'undone' | 'givenUp' | 'takenBack'
  /** For whose erasure it was given up. */
  readonly erased?: ReadonlyArray<CustomerId>
}

/** Nobody was ever merged. */
export const initial: Register = {
  forest: noMerges,
  merges: emptyTable,
  underWay: [],
  dismissed: new Set(),
  erasures: emptyTable,
  matchings: new Map(),
  notices: [],
}

/** What two customers who were looked at are kept by, whichever is named first. */
export const pairOf = (a: CustomerId, b: CustomerId): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

const withStanding = (
  { merges }: Register,
  mergeId: MergeId,
  standing: Merge['standing'],
): Register['merges'] => {
  const merge = lookUp(merges, mergeId)
  return merge === undefined ? merges : put(merges, mergeId, { ...merge, standing })
}

const without = (underWay: Register['underWay'], mergeId: MergeId): Register['underWay'] =>
  underWay.filter((one) => one.mergeId !== mergeId)

const withErasure = (
  { erasures }: Register,
  { customerId, erasureId, standing }: Extract<IdentityEvent, { type: 'ErasureNoted' }>,
): Register['erasures'] => {
  const others = (lookUp(erasures, customerId) ?? []).filter((one) => one !== erasureId)
  return put(erasures, customerId, standing === 'decided' ? [...others, erasureId] : others)
}

/** The register after an event. Total: an event that makes no sense leaves every path with an end. */
export const evolve = (register: Register, event: IdentityEvent): Register => {
  const { forest, merges, underWay } = register
  switch (event.type) {
    case 'MergeBegun':
      return {
        ...register,
        merges: put(merges, event.mergeId, { begun: event, standing: 'begun' }),
        underWay: [...without(underWay, event.mergeId), event],
      }
    case 'CustomersMerged':
      return {
        ...register,
        forest: joined(forest, event.mergeId, event.mergedId, event.survivorId),
        merges: withStanding(register, event.mergeId, 'merged'),
        underWay: without(underWay, event.mergeId),
      }
    case 'MergeGivenUp': {
      const { mergeId, erased } = event
      const merge = lookUp(merges, mergeId)
      return {
        ...register,
        merges:
          merge === undefined
            ? merges
            : put(merges, mergeId, { ...merge, standing: 'givenUp', erased }),
        underWay: [...without(underWay, mergeId), event],
      }
    }
    case 'MergeTakenBack':
      return {
        ...register,
        merges: withStanding(register, event.mergeId, 'takenBack'),
        underWay: without(underWay, event.mergeId),
      }
    case 'UnmergeBegun':
      return {
        ...register,
        merges: withStanding(register, event.mergeId, 'parting'),
        underWay: [...without(underWay, event.mergeId), event],
      }
    case 'CustomersUnmerged':
      return {
        ...register,
        forest: parted(forest, event.mergeId, event.mergedId),
        merges: withStanding(register, event.mergeId, 'undone'),
        underWay: without(underWay, event.mergeId),
      }
    case 'DuplicateDismissed':
      return { ...register, dismissed: new Set(register.dismissed).add(pairOf(event.a, event.b)) }
    case 'MatchingAuthorised':
      return { ...register, matchings: new Map(register.matchings).set(event.matchingId, event) }
    case 'AdverseActionNoticeReceived':
      return { ...register, notices: [...register.notices, event] }
    case 'ErasureNoted':
      return { ...register, erasures: withErasure(register, event) }
  }
}
