import { hash } from 'node:crypto'
import { v4 } from 'uuid'
import { isUuid } from './stream-name.js'

/** A new random id (UUID v4). Only shells draw one; what decides is handed its ids. */
export const newId = (): string => v4()

const namespaceBytes = (namespace: string): Buffer => {
  if (!isUuid(namespace)) throw new TypeError('the namespace of a derived id is a UUID in lower case')
  return Buffer.from(namespace.replaceAll('-', ''), 'hex')
}

/**
 * The id that follows from a namespace and a name (UUID v5, RFC 9562 section 5.5), in lower case: the same parts give
 * the same id in every process. The one-shot hash makes it cheap enough to derive one for each line of an invoice.
 */
export const uuidV5 = (namespace: string, name: string): string => {
  const hex = hash('sha1', Buffer.concat([namespaceBytes(namespace), Buffer.from(name, 'utf8')]), 'hex')
  // biome-ignore lint/style/useTemplate: the layout of the five groups is easier to check in a column
  return (
    hex.slice(0, 8) +
    '-' +
    hex.slice(8, 12) +
    '-5' +
    hex.slice(13, 16) +
    '-' +
    ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16) +
    hex.slice(17, 20) +
    '-' +
    hex.slice(20, 32)
  )
}
