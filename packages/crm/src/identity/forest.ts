// Who is one person, as a forest: every merge that stands is an edge from a customer to the one who represents it. Any edge
// can go, in any order: what hung below it is a tree of its own again, and its root represents it.
import type { CustomerId, MergeId } from '../shared/ids.js'
import { emptyTable, lookUp, put, type Table } from '../shared/table.js'

/** The merges that stand. */
export interface Forest {
  /** By who is represented. `undefined` where an edge was and is no more. */
  readonly edges: Table<Edge | undefined>
  /** Those who are represented by a customer without anybody between. */
  readonly children: Table<ReadonlyArray<CustomerId>>
}

export interface Edge {
  readonly mergeId: MergeId
  readonly to: CustomerId
}

/** Everybody is a person of their own. */
export const noMerges: Forest = { edges: emptyTable, children: emptyTable }

/** Who represents a customer: the end of the path, and the customer itself when there is no edge. */
export const representativeOf = ({ edges }: Forest, customer: CustomerId): CustomerId => {
  let at = customer
  for (;;) {
    const edge = lookUp(edges, at)
    if (edge === undefined) return at
    at = edge.to
  }
}

/** Everybody in the tree below a customer, itself included, in the order of their ids. */
export const below = ({ children }: Forest, customer: CustomerId): ReadonlyArray<CustomerId> => {
  const found: CustomerId[] = [customer]
  // The list grows while it is walked.
  for (const one of found) found.push(...(lookUp(children, one) ?? []))
  return found.sort()
}

/**
 * The forest with one more edge. What would make a circle, or give somebody two representatives, changes nothing: so every
 * path has an end, whatever history says.
 */
export const joined = (
  forest: Forest,
  mergeId: MergeId,
  from: CustomerId,
  to: CustomerId,
): Forest => {
  if (lookUp(forest.edges, from) !== undefined || representativeOf(forest, to) === from) {
    return forest
  }
  const { edges, children } = forest
  return {
    edges: put(edges, from, { mergeId, to }),
    children: put(children, to, [...(lookUp(children, to) ?? []), from]),
  }
}

/** The forest without the edge that a merge made from a customer. */
export const parted = (forest: Forest, mergeId: MergeId, from: CustomerId): Forest => {
  const { edges, children } = forest
  const edge = lookUp(edges, from)
  if (edge?.mergeId !== mergeId) return forest
  return {
    edges: put(edges, from, undefined),
    children: put(
      children,
      edge.to,
      (lookUp(children, edge.to) ?? []).filter((one) => one !== from),
    ),
  }
}
