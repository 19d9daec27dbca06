import { projectionLaws } from '@patina/testing'
import { expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import { memberTermsView } from './terms.codec.js'
import { mustAccept } from './terms.projection.js'

projectionLaws(memberTermsView, shopHistories, { numRuns: 30 })

test('terms are to be accepted until they were, or newer ones, or the membership was closed', () => {
  const termsOf = (version: number) => ({ version, sha256: 'ab'.repeat(32) })
  expect(mustAccept({ isClosed: false }, termsOf(1))).toBe(true)
  for (const [accepted, isMissing] of [
    [1, true],
    [2, false],
    [3, false],
  ] as const) {
    const member = { accepted: termsOf(accepted), isClosed: false }
    expect(mustAccept(member, termsOf(2))).toBe(isMissing)
  }
  expect(mustAccept({ isClosed: true }, termsOf(2))).toBe(false)
})
