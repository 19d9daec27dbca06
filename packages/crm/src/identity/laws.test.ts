import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { issuedAt, noon } from '../shared/arbitraries.js'
import type { CustomerId, MergeId } from '../shared/ids.js'
import { lookUp } from '../shared/table.js'
import {
  customer,
  identityCommands,
  identityEvents,
  mergeIt,
  mergeOf,
  type Play,
  played,
  playOf,
  turns,
  unmergeIt,
} from './arbitraries.js'
import type { IdentityEvent } from './events.js'
import { below, representativeOf } from './forest.js'
import * as Identity from './index.js'

const everybody = [0, 1, 2, 3, 4, 5, 6].map(customer)

type Pair = readonly [CustomerId, CustomerId]

// Who is one person, without trees and paths: everybody has a label of their own, and labels spread over every pair until
// nothing changes.
const labelled = (pairs: ReadonlyArray<Pair>): ReadonlyMap<CustomerId, CustomerId> => {
  const labels = new Map(everybody.map((one) => [one, one]))
  for (let isDone = false; !isDone; ) {
    isDone = true
    for (const [a, b] of pairs) {
      const [of, to] = [labels.get(a) as CustomerId, labels.get(b) as CustomerId]
      if (of === to) continue
      const least = of < to ? of : to
      labels.set(a, least).set(b, least)
      isDone = false
    }
  }
  return labels
}

const groupsOf = (label: (one: CustomerId) => unknown): ReadonlyArray<string> => {
  const groups = new Map<unknown, CustomerId[]>()
  for (const one of everybody) {
    groups.set(label(one), [...(groups.get(label(one)) ?? []), one])
  }
  return [...groups.values()].map((members) => members.toSorted().join(' ')).sort()
}

const partitionOf = ({ register }: Play): ReadonlyArray<string> =>
  groupsOf((one) => representativeOf(register.forest, one))

// The pairs that stand, as the log says: merged and not unmerged. Each as it was asked for, and not as it was carried out: the
// two ids of which somebody has said that they are one person.
const standing = (events: ReadonlyArray<IdentityEvent>): ReadonlyArray<Pair> => {
  const undone = events.flatMap((one) => (one.type === 'CustomersUnmerged' ? [one.mergeId] : []))
  const merged = events.flatMap((one) => (one.type === 'CustomersMerged' ? [one.mergeId] : []))
  return events.flatMap((one) =>
    one.type === 'MergeBegun' && merged.includes(one.mergeId) && !undone.includes(one.mergeId)
      ? [[one.asked.survivorId, one.asked.mergedId] as const]
      : [],
  )
}

const isStanding = ({ register }: Play, mergeId: MergeId | undefined): boolean =>
  mergeId !== undefined && lookUp(register.merges, mergeId)?.standing === 'merged'

const empty: Play = { register: Identity.initial, events: [] }

describe('whoever is merged and unmerged, in whatever order', () => {
  test('is one person with exactly those whom standing merges lead to', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const play = playOf(all)
        const labels = labelled(standing(play.events))
        expect(partitionOf(play)).toEqual(groupsOf((one) => labels.get(one)))
      }),
      { numRuns: 500 },
    )
  })

  test('has one representative, who is one of them and represents itself', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const { forest } = playOf(all).register
        for (const one of everybody) {
          const representative = representativeOf(forest, one)
          expect(representativeOf(forest, representative)).toBe(representative)
          expect(below(forest, representative)).toContain(one)
        }
      }),
    )
  })

  test('is about to be one with nobody when all is over, given up or not', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const { register, events } = playOf(all)
        expect(register.underWay).toEqual([])
        const ends = new Map<string, string>()
        for (const event of events) {
          if ('mergeId' in event) ends.set(event.mergeId, event.type)
        }
        for (const end of ends.values()) {
          expect(['CustomersMerged', 'CustomersUnmerged', 'MergeTakenBack']).toContain(end)
        }
        const personsOf = Identity.person.types as ReadonlyArray<string>
        for (const one of everybody) {
          const { joining } = events
            .filter((event) => personsOf.includes(event.type))
            .flatMap((event) => Identity.person.parts({ event, position: '' } as never))
            .filter(([key]) => key === one)
            .reduce(
              (view, [, part]) => Identity.person.evolve(view, part),
              Identity.person.initial(one),
            )
          expect(joining).toEqual([])
        }
      }),
    )
  })

  test('is found under every id that there ever was [I5]', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const play = playOf(all)
        const persons = new Map<CustomerId, ReturnType<typeof Identity.person.initial>>()
        for (const [index, event] of play.events.entries()) {
          if (!(Identity.person.types as ReadonlyArray<string>).includes(event.type)) continue
          const recorded = { event, position: String(index).padStart(8, '0') }
          for (const [key, part] of Identity.person.parts(recorded as never)) {
            const before = persons.get(key) ?? Identity.person.initial(key)
            persons.set(key, Identity.person.evolve(before, part))
          }
        }
        for (const one of everybody) {
          const { representativeId, members } = persons.get(one) ?? Identity.person.initial(one)
          expect(representativeId).toBe(representativeOf(play.register.forest, one))
          expect(members).toEqual(below(play.register.forest, representativeId))
        }
      }),
    )
  })
})

describe('the same merges', () => {
  test('lead to the same people in whatever order they are made', () => {
    const pairs = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 8 })
    const shuffled = pairs.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
        fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([all, order, isTurned]) => {
        const merged = (indices: ReadonlyArray<number>, isAsIs: boolean): Play =>
          indices.reduce((play, index) => {
            const [a, b] = (all[index] as [number, number]).map(customer) as [
              CustomerId,
              CustomerId,
            ]
            // Who survives changes who represents, and not who is one person.
            const [survivor, other] = isAsIs || isTurned[index] === true ? [a, b] : [b, a]
            return played(play, mergeIt(index, survivor, other))
          }, empty)
        const labels = labelled(all.map(([a, b]) => [customer(a), customer(b)]))
        const expected = groupsOf((one) => labels.get(one))
        expect(partitionOf(merged([...all.keys()], true))).toEqual(expected)
        expect(partitionOf(merged(order, false))).toEqual(expected)
      }),
    )
  })

  test('undone one after the other, each as soon as no later one stands in its way, leave everybody alone, and an undone one leaves things as they were [I1]', () => {
    fc.assert(
      fc.property(turns, fc.nat(6), fc.nat(6), fc.infiniteStream(fc.nat()), (all, a, b, picks) => {
        const before = playOf(all)
        const joined = played(
          before,
          mergeIt(99, customer(a), customer(b), { overridesDismissal: true }),
        )
        expect(partitionOf(played(joined, unmergeIt(99)))).toEqual(partitionOf(before))
        let play = joined
        const left = play.events.flatMap((one) =>
          one.type === 'CustomersMerged' ? [one.mergeId] : [],
        )
        let inVain = 0
        while (left.length > 0) {
          const at = (picks.next().value as number) % left.length
          const [mergeId] = left.splice(at, 1)
          const after = played(play, unmergeIt(Number(mergeId?.slice(-12))))
          // One that is undone already changes nothing, either. What is refused is tried again later, and one is always free.
          const isNothing = after.events.length === play.events.length
          if (isNothing && isStanding(play, mergeId)) left.push(mergeId as MergeId)
          inVain = isNothing ? inVain + 1 : 0
          if (inVain > 1000) throw new Error('no merge can be undone any more')
          play = after
        }
        expect(partitionOf(play)).toEqual(everybody)
      }),
    )
  })
})

describe('the register', () => {
  test('obeys a command once: asked again, it has nothing to add', () => {
    fc.assert(
      fc.property(turns, identityCommands, (all, command) => {
        const { register } = playOf(all)
        const issued = issuedAt(noon('2032-06-01'))
        const decision = Identity.decide(command, register, issued)
        if (E.isLeft(decision)) return
        const after = decision.right.reduce(Identity.evolve, register)
        expect(Identity.decide(command, after, issued)).toEqual(E.right([]))
      }),
    )
  })

  test('has an end for every path, whatever history says', () => {
    const few = fc.array(
      identityEvents.map((event) =>
        'survivorId' in event
          ? {
              ...event,
              mergeId: mergeOf(event.mergeId.charCodeAt(0) % 4),
              survivorId: customer(event.survivorId.charCodeAt(1) % 4),
              mergedId: customer(event.mergedId.charCodeAt(2) % 4),
            }
          : event,
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(few, (events) => {
        const { forest } = events.reduce(Identity.evolve, Identity.initial)
        for (const one of everybody) {
          expect(below(forest, representativeOf(forest, one))).toContain(one)
        }
      }),
    )
  })
})
