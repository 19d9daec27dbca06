/**
 * A text that two values share if and only if they say the same: members in the order of their names, absent and
 * `undefined` members alike, -0 as 0. Maps, sets, dates and numbers that JSON cannot say stay apart from what JSON makes of
 * them, so that a codec that loses them is seen.
 */
export const canonical = (value: unknown): string => write(value, 0)

const deepest = 500

const write = (value: unknown, depth: number): string => {
  if (depth > deepest)
    throw new Error('a value refers to itself, or is nested deeper than 500 levels')
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Object.is(value, -0) ? '0' : String(value)
    case 'boolean':
      return String(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      return value === null ? 'null' : writeObject(value, depth + 1)
    default:
      return typeof value
  }
}

const writeObject = (value: object, depth: number): string => {
  const next = (member: unknown): string => write(member, depth)
  if (Array.isArray(value)) return `[${value.map(next).join(',')}]`
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype) {
    if (value instanceof Map) {
      const entries = [...value].map(([key, member]) => `${next(key)}=>${next(member)}`)
      return `Map{${entries.sort().join(',')}}`
    }
    if (value instanceof Set) return `Set{${[...value].map(next).sort().join(',')}}`
    if (value instanceof Date) return `Date(${value.getTime()})`
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return `${value.constructor.name}(${next(value.toJSON())})`
    }
  }
  const members: string[] = []
  for (const name of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[name]
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${next(member)}`)
  }
  return `{${members.join(',')}}`
}
