// The tests of the guards, judged: the source is edited in one place, and a test must notice.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consentEdits } from './consent-edits.js'
import { judge, occurrences } from './judge.js'
import { openingEdits } from './opening-edits.js'

// That it is noticed is all that is asked: no need of the smallest case.
fc.configureGlobal({ endOnFailure: true })

const edits = [...consentEdits, ...openingEdits]
const shortly = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 60)

describe('the tests of a guard', () => {
  // Files that are guarded by the same tests need them to pass once.
  const suites = new Map(edits.map(([guarded]) => [guarded.suites.join(), guarded] as const))
  test.each([...suites])('pass where nothing is edited: %s', async (_, guarded) => {
    const verdict = await judge(guarded, { find: 'import', replace: 'import' })
    expect(verdict.noticedBy).toBeUndefined()
    expect(verdict.tried).toBeGreaterThan(15)
  })

  test.each(
    edits.map(
      ([guarded, edit]) =>
        [
          guarded.file.split('/').at(-1),
          shortly(edit.find),
          shortly(edit.replace),
          guarded,
          edit,
        ] as const,
    ),
  )('of %s notice "%s" as "%s"', async (_file, _find, _replace, guarded, edit) => {
    expect(occurrences(guarded, edit)).toBe(1)
    expect((await judge(guarded, edit)).noticedBy).toBeDefined()
  })
})
