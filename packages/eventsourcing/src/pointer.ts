/** What a JSON Pointer (RFC 6901) points at; `undefined` when there is nothing. */
export const valueAt = (data: unknown, path: string): unknown => {
  if (path === '') return data
  let value: unknown = data
  for (const step of path.slice(1).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}
