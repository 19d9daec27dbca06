// What tells two records of one thing apart.

/** A member that differs: where, what was recorded and what came now; `null` where it is absent. */
export interface Difference {
  /** A JSON Pointer (RFC 6901). */
  readonly path: string
  readonly recorded: Scalar
  readonly found: Scalar
}

type Scalar = string | number | boolean | null

const leaves = (value: unknown, path: string, into: Map<string, Scalar>): Map<string, Scalar> => {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) into.set(path, value as Scalar)
    return into
  }
  for (const [key, member] of Object.entries(value)) {
    leaves(member, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, into)
  }
  return into
}

/** Every member that two plain records do not share, in the order of the first, then of the second. Empty: they are the same. */
export const differencesBetween = (recorded: object, found: object): ReadonlyArray<Difference> => {
  const before = leaves(recorded, '', new Map())
  const after = leaves(found, '', new Map())
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({
      path,
      recorded: before.get(path) ?? null,
      found: after.get(path) ?? null,
    }))
}
