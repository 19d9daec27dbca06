import { newId, streamName } from '@patina/eventsourcing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { buyer, guestName, phone, words } from '../arbitraries.js'
import type { Kind } from '../kind.js'
import { type AnyPersonal, close } from '../personal.js'
import { personal } from '../personal-codec.js'
import { isSamePersonal, sealForTests } from './index.js'

const anyKind = fc.constantFrom<Kind<string>>(guestName, phone, buyer)
const place = { stream: streamName('guest', newId()), event: newId(), path: '/name' }

const sealed = (kind: Kind<string>, value: string): AnyPersonal => {
  const decoded = personal(kind).decode(sealForTests(kind, place, JSON.stringify(value)))
  if (E.isLeft(decoded)) throw new Error('what was sealed does not decode')
  return decoded.right
}

test('two personal values in the clear are the same if all that was said of them is', () => {
  const anySaid = fc.record({
    kind: anyKind,
    value: fc.constantFrom('Example', 'Muster'),
    subject: fc.constantFrom('one', 'other'),
    scope: fc.constantFrom(undefined, 'SHOP-1'),
  })
  fc.assert(
    fc.property(anySaid, anySaid, (a, b) => {
      const [one, other] = [a, b].map(({ kind, ...said }) =>
        close<string>({ _tag: 'Clear', kind, class: kind.class, ...said }),
      )
      expect(isSamePersonal(one, one)).toBe(true)
      const { kind, ...said } = a
      const again = close<string>({ _tag: 'Clear', kind, class: kind.class, ...said })
      expect(isSamePersonal(one, again)).toBe(true)
      const isSame =
        a.kind === b.kind && a.value === b.value && a.subject === b.subject && a.scope === b.scope
      expect(isSamePersonal(one, other)).toBe(isSame)
    }),
  )
})

test('sealed ones are the same by their envelope, and never the same as one in the clear or as something else', () => {
  fc.assert(
    fc.property(anyKind, words(2), (kind, value) => {
      const envelope = sealForTests(kind, place, JSON.stringify(value))
      const read = () => E.getOrElseW(() => undefined)(personal(kind).decode(envelope))
      expect(isSamePersonal(read(), read())).toBe(true)
      const [one, other] = [sealed(kind, value), sealed(kind, value)]
      expect(isSamePersonal(one, other)).toBe(false)
      const subject = newId()
      const clear = close<string>({
        _tag: 'Clear',
        kind,
        value,
        subject,
        class: kind.class,
        scope: undefined,
      })
      for (const stranger of [clear, value, undefined, {}]) {
        expect(isSamePersonal(one, stranger)).toBe(false)
        expect(isSamePersonal(stranger, one)).toBe(false)
      }
    }),
  )
})
