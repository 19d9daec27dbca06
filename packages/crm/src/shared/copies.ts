// How states and views are copied that live long and are many. What is usual costs more than it looks:
// - A literal that begins with a spread and adds a member has, in the V8 of Node 20, a hidden class of its own for each
//   object: 250 bytes and up to four microseconds more, and whatever looks at such objects later is slow. Node 24 has mended it.
// - A list of a spread list and one more has room for 16 others, which is kept: 128 bytes.

type Optional<A> = { [K in keyof A]-?: undefined extends A[K] ? K : never }[keyof A]

/** The same, with members that may be `undefined` absent instead. */
export type Present<A> = Omit<A, Optional<A>> & {
  readonly [K in Optional<A>]?: Exclude<A[K], undefined>
}

/** These members without those that are `undefined`, in their order. */
export const present = <A extends object>(members: A): Present<A> => {
  const found: Partial<A> = {}
  for (const key in members) if (members[key] !== undefined) found[key] = members[key]
  return found as Present<A>
}

/** `{ ...base, ...more }`. What stands in both has the type that it has in the first. */
export const withMembers = <A extends object, B extends Fitting<A, B>>(base: A, more: B): A & B =>
  Object.assign({}, base, more)

type Fitting<A, B> = { readonly [K in keyof B]: K extends keyof A ? A[K] : unknown }

/** `[...list, one]`. */
export const appended = <A>(list: ReadonlyArray<A>, one: A): A[] => list.concat([one])
