import { describe, expect, test } from 'vitest'
import { jars, kept, trailCodec } from '../arbitraries.js'
import { type ColumnOf, tableOf, view } from '../index.js'

const coins: ColumnOf<{ readonly coins: number }> = { kind: 'integer', of: (one) => one.coins }

describe('a view', () => {
  test.each(['jars', 'a', 'points_by_member', 'lots2', 'x'.repeat(63)])(
    'may be named %s',
    (name) => {
      expect(view({ ...jars, name }, { codec: trailCodec, columns: {} }).name).toBe(name)
    },
  )

  const bad = [
    '',
    'Jars',
    'point-lots',
    '2lots',
    '_lots',
    'lots"; drop table',
    'läden',
    'x'.repeat(64),
  ]
  // Names that SQL takes, of tables that are there already or may be.
  const ofTables = ['sqlite_stat1', 'jars_v1_g1', 'a_v12_g345']

  test.each(bad)('is not named "%s", for its name is a table in SQL', (name) => {
    expect(() => view({ ...jars, name }, { codec: trailCodec, columns: {} })).toThrow(TypeError)
  })

  test.each(ofTables)('is not named "%s", for a table is', (name) => {
    expect(() => view({ ...jars, name }, { codec: trailCodec, columns: {} })).toThrow(TypeError)
  })

  test.each([...bad, 'key', 'view'])('has no column named "%s"', (name) => {
    const spec = { codec: trailCodec, columns: { [name]: coins } }
    expect(() => view(jars, spec)).toThrow(TypeError)
  })

  test('is kept as its text, with its columns beside it in their order', () => {
    const one = view(jars, {
      codec: trailCodec,
      columns: {
        trail: { kind: 'integer', of: ({ trail }) => trail },
        coins: { kind: 'integer', isIndexed: true, of: (trail) => trail.coins },
        nothing: { kind: 'text', of: () => null },
      },
    })
    expect(one.encode('a jar', { coins: 5, events: 1, trail: 7 })).toEqual({
      key: 'a jar',
      view: '{"coins":5,"events":1,"trail":7}',
      columns: [7, 5, null],
    })
    expect(tableOf(one, 3)).toEqual({
      name: 'jars',
      version: 1,
      generation: 3,
      columns: [
        { name: 'trail', kind: 'integer', isIndexed: false },
        { name: 'coins', kind: 'integer', isIndexed: true },
        { name: 'nothing', kind: 'text', isIndexed: false },
      ],
    })
  })

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('has no version %s', (version) => {
    expect(() => kept({ ...jars, version })).toThrow(
      `the version of jars is a whole number from 1 on, found ${version}`,
    )
  })

  test('is read back by its codec, which refuses what is no such view', () => {
    const one = kept(jars)
    const trail = { coins: 5, events: 1, trail: 7 }
    expect(one.decode(one.encode('a jar', trail).view)).toEqual({ _tag: 'Right', right: trail })
    for (const text of ['{"coins":5}', '[]', 'null', '', '{"coins":', '{"coins":"secret"}']) {
      const decoded = one.decode(text)
      expect(decoded).toMatchObject({ _tag: 'Left' })
      expect(JSON.stringify(decoded)).not.toContain('secret')
    }
  })
})
