// Finds every personal field of a command from its codec alone, so that one which is added later cannot be overlooked.
// The codec is asked about a value that has every member there is: whatever it says of a member shows what it wants there.
import type { AnyKind } from '@patina/privacy'
import { kindOfField } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'

/** A personal field: where it stands in the command, with `*` for every entry of a list, and its kind. */
export interface PersonalField {
  readonly path: string
  readonly kind: AnyKind
  /** What the command says of itself for the field to be there: the texts of its discriminants, but for `type`. */
  readonly when: Readonly<Record<string, string>>
}

// What is said at a path: an entry of a list, or one text of a closed list, that of a discriminant.
type Said = { readonly list: true } | { readonly text: string }
type SaidAt = ReadonlyMap<string, Said>

const below = (path: string, key: string): string => (path === '' ? key : `${path}/${key}`)

const probe = (said: SaidAt, path: string): unknown => {
  const here = said.get(path)
  if (here !== undefined && 'text' in here) return here.text
  if (here !== undefined) return [probe(said, below(path, '*'))]
  // Every member is there, and none can be listed: nobody finds an unknown one.
  return new Proxy(
    {},
    {
      get: (_, key) => (typeof key === 'string' ? probe(said, below(path, key)) : undefined),
      has: () => true,
      ownKeys: () => [],
      getOwnPropertyDescriptor: (_, key) => ({
        configurable: true,
        enumerable: true,
        value: probe(said, below(path, String(key))),
      }),
    },
  )
}

const pathOf = (context: t.Context): string =>
  context.slice(1).reduce((path, { key }) => below(path, /^\d+$/.test(key) ? '*' : key), '')

const isList = ({ type }: t.ContextEntry): boolean => type.name.startsWith('a list of ')

// The texts of a closed list, as a literal names itself.
const textsOf = ({ type }: t.ContextEntry): ReadonlyArray<string> =>
  /^"(?:[^"\\]|\\.)*"(?: or "(?:[^"\\]|\\.)*")*$/.test(type.name)
    ? type.name.split(' or ').map((text) => JSON.parse(text) as string)
    : []

const parentOf = ({ context }: t.ValidationError): string => pathOf(context.slice(0, -1))

// Of a union one problem is told, that of its discriminant: nothing else of it can be looked at before that is known.
const isAlone = (error: t.ValidationError, all: t.Errors): boolean =>
  all.every((other) => other === error || parentOf(other) !== parentOf(error))

// Whether a union is asked about within itself, as a rule that contains rules: everything it can be was seen further out.
const isInItself = (context: t.Context): boolean => {
  const union = context.at(-2)?.type.name
  return context.slice(0, -2).some(({ type }) => type.name === union)
}

// The discriminants of the command itself: those of its parts are told apart by the place of the part.
const whenOf = (said: SaidAt): PersonalField['when'] =>
  Object.fromEntries(
    [...said].flatMap(([path, what]) =>
      'text' in what && path !== 'type' && !path.includes('/') ? [[path, what.text]] : [],
    ),
  )

const find = (codec: t.Mixed, said: SaidAt, found: Map<string, PersonalField>): void => {
  const decoded = codec.decode(probe(said, ''))
  if (E.isRight(decoded)) return
  const next = new Map(said)
  const choices: { readonly path: string; readonly texts: ReadonlyArray<string> }[] = []
  for (const error of decoded.left) {
    const { context } = error
    const at = context.findIndex(({ type }) => kindOfField(type) !== undefined)
    const field = context[at]
    if (field !== undefined) {
      const path = pathOf(context.slice(0, at + 1))
      const kind = kindOfField(field.type) as AnyKind
      found.set(`${path} ${kind.name}`, { path, kind, when: whenOf(said) })
      continue
    }
    const last = context.at(-1)
    const path = pathOf(context)
    if (last === undefined || said.has(path) || isInItself(context)) continue
    if (isList(last)) next.set(path, { list: true })
    else if (last.key === 'type' || isAlone(error, decoded.left)) {
      const texts = textsOf(last)
      if (texts.length > 0) choices.push({ path, texts })
    }
  }
  const [choice] = choices
  if (choice !== undefined) {
    for (const text of choice.texts) find(codec, new Map(next).set(choice.path, { text }), found)
  } else if (next.size > said.size) find(codec, next, found)
}

/** Every personal field of a command, by its codec. */
export const personalFieldsOf = (codec: t.Mixed): ReadonlyArray<PersonalField> => {
  const found = new Map<string, PersonalField>()
  find(codec, new Map(), found)
  return [...found.values()]
}
