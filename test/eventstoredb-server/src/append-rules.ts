// The server's judgement of an append: the EventStoreDB column of the table in docs/guide/stores.md, its weak rows too.

/** What a client expects of the stream. */
export type Expected = bigint | 'none' | 'any' | 'exists'

/** What is known of the stream. */
export interface StreamFacts {
  readonly last: bigint | 'deleted'
  readonly isSoftDeleted: boolean
  readonly hasMetadata: boolean
  readonly idAt: (revision: bigint) => string | undefined
  /** Where an id stands in this stream, as far as the bounded memory for ids goes. */
  readonly remembered: (id: string) => bigint | undefined
}

/** Write; or it was written, up to a revision; or it was not, for the stream is elsewhere or gone. */
export type Decision =
  | { readonly _tag: 'Write' }
  | { readonly _tag: 'Already'; readonly revision: bigint }
  | { readonly _tag: 'Wrong'; readonly actual: bigint }
  | { readonly _tag: 'Deleted' }

const write: Decision = { _tag: 'Write' }
const deleted: Decision = { _tag: 'Deleted' }

const judgeWithoutRevision = (
  ids: ReadonlyArray<string>,
  last: bigint,
  { remembered }: StreamFacts,
): Decision => {
  let revision = -1n
  for (const [at, id] of ids.entries()) {
    const found = remembered(id)
    if (found === undefined) return at === 0 ? write : { _tag: 'Wrong', actual: last } // rows 10 and 11
    revision = found
  }
  return { _tag: 'Already', revision } // row 9
}

/** Judges an append. */
export const decide = (
  expected: Expected,
  ids: ReadonlyArray<string>,
  facts: StreamFacts,
): Decision => {
  const { last, isSoftDeleted } = facts
  if (last === 'deleted') return deleted // row 13
  const wrong: Decision = { _tag: 'Wrong', actual: last }
  if (expected === 'exists') {
    if (isSoftDeleted) return deleted // row 13
    if (last < 0n && !facts.hasMetadata) return wrong // row 8
  }
  if (expected === 'any' || expected === 'exists') return judgeWithoutRevision(ids, last, facts)
  const after = expected === 'none' ? -1n : expected
  if (after > last) return wrong // row 3
  if (after === last) return write // rows 1, 2 and 7
  for (const [at, id] of ids.entries()) {
    if (facts.idAt(after + 1n + BigInt(at)) === id) continue
    if (at === 0 && expected === 'none' && isSoftDeleted) return write // row 12
    return wrong // rows 5 and 6
  }
  return { _tag: 'Already', revision: after + BigInt(ids.length) } // row 4
}
