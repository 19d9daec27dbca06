// Single edits to the order in which an opening looks for what is wrong, and to what is recorded of it.
import type { Edit, Guarded } from './judge.js'

const opening: Guarded = {
  file: 'packages/privacy/src/shell/open.ts',
  suites: ['packages/privacy/src/shell/open.test.ts', 'packages/privacy/src/shell/sealing.test.ts'],
  packages: ['privacy', 'testing'],
}

const all: ReadonlyArray<readonly [string, string]> = [
  ['purpose === undefined || !purpose.roles.includes(asking.role)', 'purpose === undefined'],
  ['if (!purpose.kinds.includes(kind.name))', 'if (false)'],
  ['if (rule !== undefined) rules.set(index, rule)', ''],
  ['if (rules.right.size > 0)', 'if (false)'],
  ['if (people.length > mostPeople)', 'if (false)'],
  ['found.unit === undefined || subjects.includes(found.unit.subject)', 'true'],
  ['!isTheirs || codecOf(kind, envelope.kind) === undefined', '!isTheirs'],
  ['if (!isTheirs || ', "if ((found._tag === 'UsableKey' && !isTheirs) || "],
  ['isEnvelope(found) && isSameEnvelope(found, envelope)', 'isEnvelope(found)'],
  ['return stands.right ? ', 'return true ? '],
  ['if (E.isLeft(stands)) return stands', 'if (E.isLeft(stands)) return E.left(tampered)'],
  ['decoded.left.map(withoutWords)', 'decoded.left'],
  ['if (rule !== undefined) continue', ''],
  ["if (E.isLeft(recorded)) return E.left({ _tag: 'NotRecorded', error: recorded.left })", ''],
  [
    'if (text === undefined) return E.left(tampered)',
    'if (text === undefined) return E.left(misplaced)',
  ],
]

export const openingEdits: ReadonlyArray<readonly [Guarded, Edit]> = all.map(([find, replace]) => [
  opening,
  { find, replace },
])
