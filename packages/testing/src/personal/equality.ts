import { isPersonal } from '@patina/privacy'
import { isSamePersonal } from '@patina/privacy/shell'
import { expect } from 'vitest'

/**
 * Lets `expect` tell personal values apart: sealed ones by their envelope, clear ones by what they say. Without it any two
 * are equal, for they have no member to compare, and an assertion on them asserts nothing. For a setup file.
 */
export const comparePersonal = (): void => {
  expect.addEqualityTesters([
    (one: unknown, other: unknown) =>
      isPersonal(one) || isPersonal(other) ? isSamePersonal(one, other) : undefined,
  ])
}
