// Personal values for histories: really sealed, under a key of this process that nobody keeps, and with their text known to
// the laws alone.
import { newId, streamName } from '@patina/eventsourcing'
import { type Kind, type Personal, personal } from '@patina/privacy'
import { sealForTests } from '@patina/privacy/shell'
import type { Arbitrary } from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { fail } from '../judgement.js'

// By envelope, not by object: a view that was printed and read again holds other objects with the same envelopes.
const texts = new WeakMap<object, string>()

/**
 * Sealed values of a kind, as events carry them, from values in the clear. A view folded from them may carry them on; if
 * what they say can be read out of it, the laws find that.
 */
export const sealedPersonal = <A>(kind: Kind<A>, values: Arbitrary<A>): Arbitrary<Personal<A>> =>
  values.map((value) => {
    const text = JSON.stringify(kind.codec.encode(value))
    const place = { stream: streamName('test', newId()), event: newId(), path: '/value' }
    const decoded = personal(kind).decode(sealForTests(kind, place, text))
    if (E.isLeft(decoded)) return fail('a sealed value does not read')
    texts.set(decoded.right, text)
    return decoded.right
  })

/** What a generated value says, as JSON text; `undefined` for one that no generator of ours made. */
export const textWithin = (value: object): string | undefined => texts.get(value)
