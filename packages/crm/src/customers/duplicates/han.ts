// Han characters in one form, so that a name in traditional characters finds the same name in simplified ones.
import pairs from 'opencc-js/dict/TSCharacters'

const table: ReadonlyMap<string, string> = new Map(
  pairs.split('|').map((pair): [string, string] => {
    const [from = '', to = ''] = pair.split(' ')
    return [from, to]
  }),
)

// A simplified form may stand in the table again, with a simpler one.
const simplest = (character: string): string => {
  const next = table.get(character)
  return next === undefined || next === character ? character : simplest(next)
}

const folded: ReadonlyMap<string, string> = new Map(
  [...table.keys()].map((character) => [character, simplest(character)]),
)

/**
 * Each traditional character as its simplified one, all else as it is. Several traditional characters may have one simplified
 * form, so two different names can become one: this is for finding, and never for writing.
 *
 * Source: the table TSCharacters of OpenCC (Apache-2.0), as the package `opencc-js` brings it.
 */
export const foldHan = (text: string): string =>
  Array.from(text, (character) => folded.get(character) ?? character).join('')
