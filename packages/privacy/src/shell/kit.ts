// What a test kit needs of closed values: to make sealed ones, and to compare any two.
import type { Envelope } from '../envelope.js'
import { isSameEnvelope } from '../envelope.js'
import { type AnyKind, labelOf } from '../kind.js'
import { contentOf } from '../personal.js'
import {
  encryptingKeyOf,
  keyIdOf,
  randomSecret,
  type SealingPlace,
  sealText,
  secretOf,
} from './cipher.js'

export { kindOfField } from '../about.js'

// Of this process, and in no vault: what is sealed under it never opens.
const lost = secretOf(randomSecret())
const lostKey = { keyId: keyIdOf(lost), key: encryptingKeyOf(lost) }

/** An envelope as it would be stored, of a JSON text that nobody can open again. */
export const sealForTests = (
  kind: AnyKind,
  place: Omit<SealingPlace, 'kind'>,
  text: string,
): Envelope => sealText('tests', lostKey, { ...place, kind: labelOf(kind) }, kind.bucket, text)

/** Whether two values are the same personal value: the same envelope, or the same said of the same person. */
export const isSamePersonal = (one: unknown, other: unknown): boolean => {
  const [a, b] = [contentOf(one), contentOf(other)]
  if (a === undefined || b === undefined) return false
  if (a._tag === 'Sealed' && b._tag === 'Sealed') return isSameEnvelope(a.envelope, b.envelope)
  if (a._tag !== 'Clear' || b._tag !== 'Clear') return false
  return (
    labelOf(a.kind) === labelOf(b.kind) &&
    a.subject === b.subject &&
    a.class === b.class &&
    a.scope === b.scope &&
    JSON.stringify(a.kind.codec.encode(a.value)) === JSON.stringify(b.kind.codec.encode(b.value))
  )
}
