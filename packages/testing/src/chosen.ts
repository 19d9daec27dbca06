/**
 * Those whose names stand in `only`, or all of them. Throws on a name that nobody has: who asks for what is not there would
 * else be told that nothing is wrong.
 */
export const chosen = <Named extends { readonly name: string }>(
  kind: 'law' | 'check',
  all: ReadonlyArray<Named>,
  only: ReadonlyArray<string> | undefined,
): ReadonlyArray<Named> => {
  if (only === undefined) return all
  const names = new Set(all.map(({ name }) => name))
  const unknown = only.filter((name) => !names.has(name))
  if (unknown.length > 0) {
    const found = unknown.map((name) => JSON.stringify(name)).join(', ')
    const known = [...names].map((name) => `  ${name}`).join('\n')
    throw new Error(`only: expected the name of a ${kind}, found ${found}; there are\n${known}`)
  }
  return all.filter(({ name }) => only.includes(name))
}
