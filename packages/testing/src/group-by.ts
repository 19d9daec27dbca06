/** Groups in the order of their first members. (`Map.groupBy` needs Node 21.) */
export const groupBy = <A, Key>(
  members: ReadonlyArray<A>,
  keyOf: (member: A) => Key,
): ReadonlyMap<Key, ReadonlyArray<A>> => {
  const groups = new Map<Key, A[]>()
  for (const member of members) {
    const key = keyOf(member)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [member])
    else group.push(member)
  }
  return groups
}
