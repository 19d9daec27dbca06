import { list, record, refined, text, view } from '@patina/eventsourcing'
import { kind, type Personal, personal } from '@patina/privacy'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { historiesOf } from '../history.js'
import { sealedPersonal } from '../personal/sealed-values.js'
import { tracesOf } from '../personal/traces.js'
import { checkProjection } from './check-projection.js'
import { nothingPersonalIsReadable } from './laws-of-privacy.js'

const guestName = kind('guestName', 'identity', text(200))

interface GuestSeen {
  readonly type: 'GuestSeen'
  readonly guestId: string
  readonly name: Personal<string>
  /** What no event may carry: the same in the clear. */
  readonly hint: string
}

interface Seen {
  readonly name: Personal<string> | null
  readonly hint: string
}

const names = fc
  .array(fc.constantFrom('Ann', 'Example', '陳', '大文', 'ö', ' ', '/', '"'), {
    minLength: 4,
    maxLength: 8,
  })
  .map((parts) => `guest ${parts.join('')}`.normalize('NFC'))

const seen = (guestId: string) =>
  names.chain((name) =>
    sealedPersonal(guestName, fc.constant(name)).map(
      (sealed): GuestSeen => ({ type: 'GuestSeen', guestId, name: sealed, hint: name }),
    ),
  )
const histories = historiesOf('guest', (id) => seen(id))

const sealedOrNull = refined(
  'a sealed value or null',
  (value): value is Personal<string> | null => value === null,
)
const listOfNames = list(personal(guestName))
const codec = record<Seen>('Seen', { name: sealedOrNull, hint: text(400, 0) })

/** A view of guests that keeps of each hint what it is told to. */
const guests = (
  hintOf: (event: GuestSeen) => string,
  keyOf = ({ guestId }: GuestSeen) => guestId,
) =>
  view(
    {
      name: 'guests',
      version: 1,
      types: ['GuestSeen'],
      parts: ({ event }: { readonly event: GuestSeen }) => [[keyOf(event), event] as const],
      initial: (): Seen => ({ name: null, hint: '' }),
      evolve: (_: Seen, event: GuestSeen): Seen => ({ name: null, hint: hintOf(event) }),
    },
    { codec, columns: {} },
  )

const broken = (judged: Parameters<typeof checkProjection>[0]) =>
  checkProjection(judged, histories, { only: [nothingPersonalIsReadable.name], numRuns: 50 })

describe('the law that nothing personal can be read out of a view', () => {
  test('accuses no view that carries values as they are, prints them or counts them', () => {
    expect(broken(guests(() => ''))).toEqual([])
    expect(broken(guests(({ name }) => `${String(name)} ${JSON.stringify(name).length}`))).toEqual(
      [],
    )
    const carrying = view(
      {
        name: 'carrying',
        version: 1,
        types: ['GuestSeen'],
        parts: ({ event }: { readonly event: GuestSeen }) => [[event.guestId, event] as const],
        initial: (): { readonly names: ReadonlyArray<Personal<string>> } => ({ names: [] }),
        evolve: (before, { name }: GuestSeen) => ({ names: [...before.names, name] }),
      },
      {
        codec: record<{ readonly names: ReadonlyArray<Personal<string>> }>('Carrying', {
          names: listOfNames,
        }),
        columns: {},
      },
    )
    expect(broken(carrying)).toEqual([])
  })

  test('catches a view that shows what was said beside a sealed value, in whatever form', () => {
    const leaks: ReadonlyArray<(event: GuestSeen) => string> = [
      ({ hint }) => hint,
      ({ hint }) => `seen: ${hint.toUpperCase()}!`,
      ({ hint }) => Buffer.from(`x${hint}yz`).toString('base64'),
      ({ hint }) => Buffer.from(hint).toString('hex'),
      ({ hint }) => encodeURIComponent(hint),
    ]
    for (const leak of leaks) expect(broken(guests(leak))).toHaveLength(1)
    expect(
      broken(
        guests(
          () => '',
          ({ hint }) => hint,
        ),
      ),
    ).toHaveLength(1)
  })

  test('says where without saying what', () => {
    const [found] = broken(guests(({ hint }) => hint))
    const [said = ''] = found?.failure.split('\n') ?? []
    expect(said).toMatch(/^the view shows \d+ characters of a personal value$/)
  })
})

test('a text is found in every form that it was put into', () => {
  const bytes = (value: string) => Buffer.from(value, 'utf8')
  fc.assert(
    fc.property(names, fc.string({ maxLength: 7 }), fc.string({ maxLength: 7 }), (name, a, b) => {
      const forms = [
        `${a}${name}${b}`,
        bytes(`${a}${name}${b}`).toString('base64'),
        bytes(`${a}${name}${b}`).toString('base64url'),
        bytes(name).toString('hex'),
        JSON.stringify({ [a]: name }),
        encodeURIComponent(name),
      ]
      for (const form of forms) {
        expect(tracesOf(name).some((trace) => form.includes(trace))).toBe(true)
      }
    }),
  )
})
