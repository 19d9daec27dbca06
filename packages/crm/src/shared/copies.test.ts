import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appended, present, withMembers } from './copies.js'

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const members = fc.dictionary(names, fc.option(fc.nat(), { nil: undefined }))

// Members in their order, for that is the order in which they are printed.
const listed = (object: object): ReadonlyArray<readonly [string, unknown]> => Object.entries(object)

describe('copies', () => {
  test('present members are those that are not undefined, in their order', () => {
    fc.assert(
      fc.property(members, (all) => {
        const kept = listed(all).filter(([, value]) => value !== undefined)
        expect(listed(present(all))).toEqual(kept)
      }),
    )
  })

  test('more members come where a spread would put them, and change nothing of what was', () => {
    fc.assert(
      fc.property(members, members, (base, more) => {
        const before = listed(base)
        expect(listed(withMembers(base, more))).toEqual(listed({ ...base, ...more }))
        expect(listed(base)).toEqual(before)
      }),
    )
  })

  test('one more comes last, also when it is a list itself', () => {
    const entry = fc.oneof(fc.nat(), fc.array(fc.nat()))
    fc.assert(
      fc.property(fc.array(entry), entry, (list, one) => {
        const before = [...list]
        expect(appended(list, one)).toEqual([...list, one])
        expect(list).toEqual(before)
      }),
    )
  })
})
