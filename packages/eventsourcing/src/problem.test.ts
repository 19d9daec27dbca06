import { describe, expect, test } from 'vitest'
import * as Patina from './index.js'

describe('what was found', () => {
  test.each([
    ['undefined', undefined, 'nothing'],
    ['null', null, 'null'],
    ['an empty text', '', 'empty text'],
    ['a text', 'Chan Tai Man', 'text of 12 characters'],
    ['a text cut inside a character', '\ud83d', 'text with a lone surrogate'],
    ['a number', -1.5, '-1.5'],
    ['a number of seven digits', -9_999_999, '-9999999'],
    ['what may be a telephone number without its quotes', 91_234_567, 'a number of 8 digits'],
    ['a very large number', -1e21, 'a number of 22 digits'],
    ['no finite number', Number.POSITIVE_INFINITY, 'Infinity'],
    ['no number', Number.NaN, 'NaN'],
    ['a boolean', true, 'true'],
    ['a list', ['Chan', 'Wong'], 'a list of 2'],
    ['an object', { name: 'Chan' }, 'an object'],
    ['a function', () => 'Chan', 'a function'],
    ['a big integer', 7n, 'a bigint'],
  ])('is described without the words of %s', (_, value, found) => {
    expect(Patina.describe(value)).toBe(found)
  })
})

describe('the path of a problem', () => {
  test.each([
    ['a plain name', 'coins', '/coins'],
    ['an index', 3, '/3'],
    ['an empty name', '', '/'],
    ['a name with a slash', 'a/b', '/a~1b'],
    ['a name with a tilde', 'm~n', '/m~0n'],
    ['a name that looks escaped', '~1', '/~01'],
  ])('escapes %s as RFC 6901 says', (_, key, path) => {
    expect(Patina.below('', key)).toBe(path)
  })

  test('leads from the whole of the input to the member', () => {
    expect(Patina.below(Patina.below('/lots', 2), 'lastDay')).toBe('/lots/2/lastDay')
  })
})
