import * as t from 'io-ts'
import { type Envelope, isEnvelope, problemsOfEnvelope } from './envelope.js'
import { codecOf, type Kind, labelOf } from './kind.js'
import { close, contentOf, type Personal } from './personal.js'

const failures = (value: unknown, context: t.Context): t.Validation<never> =>
  t.failures(
    problemsOfEnvelope('', value).map(({ path, expected, found }) => {
      const key = path.slice(1)
      const type = new t.Type<never>(expected, (_): _ is never => false, t.failure, t.identity)
      const at = key === '' ? context : t.appendContext(context, key, type)
      return { value: undefined, context: at, message: found }
    }),
  )

/**
 * The codec of a personal field in events and views: it decodes a sealed value of this kind, of any of its versions, and
 * encodes only what is sealed. Encoding a clear value throws a `TypeError`: that is a bug, and better than a leak.
 */
export const personal = <A>(kind: Kind<A>): t.Type<Personal<A>, unknown> => {
  const label = labelOf(kind)
  const isOurs = (envelope: Envelope): boolean =>
    envelope.kind === label || codecOf(kind, envelope.kind) !== undefined
  return new t.Type<Personal<A>, unknown>(
    `a sealed value of the kind ${kind.name}`,
    (value): value is Personal<A> => contentOf(value)?.kind.name === kind.name,
    (value, context) => {
      if (!isEnvelope(value)) return failures(value, context)
      return isOurs(value)
        ? t.success(close({ _tag: 'Sealed', kind, envelope: value }))
        : t.failure(undefined, context, `a sealed value of another kind or version`)
    },
    (value) => {
      const content = contentOf(value)
      if (content?._tag === 'Sealed') {
        const { sealedAs = kind.class } = content
        if (sealedAs === kind.class) return content.envelope
        throw new TypeError(
          `a field of the class ${kind.class} cannot take a value that is kept as ${sealedAs}`,
        )
      }
      throw new TypeError(`a value of the kind ${kind.name} was not sealed, and is not stored`)
    },
  )
}
