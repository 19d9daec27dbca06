import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt, noon, plainRules, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { cardId, customerId, programmeId, reasonCode } from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { sha256Of } from '../shared/sha256.js'
import { zone } from '../shared/zone.js'
import { membershipCommands, membershipEvents, sealedNumbers } from './arbitraries.js'
import type { AdoptRules, IssueCard } from './commands.js'
import type {
  MembershipActivated,
  MembershipClosed,
  ProgrammeRules,
  ProgrammeRulesAdopted,
} from './index.js'
import * as Membership from './index.js'

comparePersonal()

const programme = programmeId(idOf('prog', 1))
const customer = customerId(idOf('cust', 1))
const given = storiesAt(Membership, noon('2024-01-01'))

const adopt = (changes: Partial<ProgrammeRules> = {}): AdoptRules => ({
  type: 'AdoptRules',
  programmeId: programme,
  rules: { ...plainRules, ...changes },
})
const adopted = (changes: Partial<ProgrammeRules> = {}): ProgrammeRulesAdopted => ({
  type: 'ProgrammeRulesAdopted',
  programmeId: programme,
  rules: { ...plainRules, ...changes },
  sha256: sha256Of({ ...plainRules, ...changes }),
})

describe('the rules of a programme', () => {
  test('are adopted from a day on, with a hash that names them', () => {
    given().when(adopt()).expect(adopted())
    expect(adopted().sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('are adopted once', () => {
    given(adopted()).when(adopt()).expectNothing()
  })

  test('of a version never change: new ones are a new version', () => {
    given(adopted())
      .when(adopt({ deficit: 'forgive' }))
      .expectRejection({
        _tag: 'VersionAlreadyAdopted',
        version: 1,
        differences: [{ path: '/deficit', recorded: 'carry', found: 'forgive' }],
      })
    given(adopted())
      .when(adopt({ version: 2, deficit: 'forgive' }))
      .expect(adopted({ version: 2, deficit: 'forgive' }))
  })

  test('are counted without gaps', () => {
    given()
      .when(adopt({ version: 2 }))
      .expectRejection({ _tag: 'VersionNotNext', expected: 1, found: 2 })
    given(adopted())
      .when(adopt({ version: 3 }))
      .expectRejection({ _tag: 'VersionNotNext', expected: 2, found: 3 })
  })

  test('never change the past: today in the zone of the programme is the earliest', () => {
    given().when(adopt(), '2024-01-01T15:59:59.999Z').expect(adopted())
    given()
      .when(adopt(), '2024-01-01T16:00:00.000Z')
      .expectRejection({
        _tag: 'RulesRefused',
        reasons: [
          {
            _tag: 'EffectiveInPast',
            effectiveOn: civilDate('2024-01-01'),
            today: civilDate('2024-01-02'),
          },
        ],
      })
  })

  test('that cannot be are refused, with everything that is wrong', () => {
    const redemption = { step: 5, minimum: 10, minorPerPoint: [1, 10], graceDays: 30 } as const
    given(adopted())
      .when(
        adopt({
          version: 2,
          zone: zone('UTC'),
          currency: currency('GBP'),
          redemption,
          effectiveOn: civilDate('2023-12-31'),
        }),
      )
      .expectRejection({
        _tag: 'RulesRefused',
        reasons: [
          {
            _tag: 'EffectiveInPast',
            effectiveOn: civilDate('2023-12-31'),
            today: civilDate('2024-01-01'),
          },
          { _tag: 'StepNotExact', step: 5, minorPerPoint: [1, 10] },
          { _tag: 'FixedByFirstRules', field: 'zone', fixed: 'Asia/Hong_Kong', found: 'UTC' },
          { _tag: 'FixedByFirstRules', field: 'currency', fixed: 'HKD', found: 'GBP' },
        ],
      })
  })

  test('may let points buy things and no money', () => {
    const { minorPerPoint: _, ...redemption } = plainRules.redemption
    given().when(adopt({ redemption })).expect(adopted({ redemption }))
  })
})

const admit = {
  type: 'Admit',
  programmeId: programme,
  customerId: customer,
  since: civilDate('2024-06-01'),
} as const
const activated: MembershipActivated = {
  type: 'MembershipActivated',
  membershipId: Membership.membershipIdOf(programme, customer),
  programmeId: programme,
  customerId: customer,
  since: civilDate('2024-06-01'),
}
const close = {
  type: 'Close',
  programmeId: programme,
  customerId: customer,
  until: civilDate('2025-05-31'),
  by: 'member',
  reasonCode: reasonCode('moved'),
} as const
const closed: MembershipClosed = {
  ...activated,
  type: 'MembershipClosed',
  until: civilDate('2025-05-31'),
  by: 'member',
  reasonCode: reasonCode('moved'),
}

describe('a membership', () => {
  test('begins on a day', () => {
    given().when(admit).expect(activated)
  })

  test('is one for each customer and programme: the second time is no news', () => {
    given(activated).when(admit).expectNothing()
    given(activated)
      .when({ ...admit, since: civilDate('2024-06-02') })
      .expectRejection({
        _tag: 'AlreadyMember',
        differences: [{ path: '/since', recorded: '2024-06-01', found: '2024-06-02' }],
      })
    expect(Membership.streamOf(admit)).toBe(Membership.streamOf(close))
    expect(Membership.streamOf(admit)).not.toBe(
      Membership.streamOf({ ...admit, programmeId: programmeId(idOf('prog', 2)) }),
    )
  })

  test('ends on a day, once', () => {
    given(activated).when(close).expect(closed)
    given(activated, closed).when(close).expectNothing()
    given(activated, closed)
      .when({ ...close, by: 'shop' })
      .expectRejection({ _tag: 'MembershipEnded', until: civilDate('2025-05-31') })
    given(activated, closed)
      .when(admit)
      .expectRejection({ _tag: 'MembershipEnded', until: civilDate('2025-05-31') })
  })

  test('does not end before it begins, and nobody leaves who never came', () => {
    given(activated)
      .when({ ...close, until: civilDate('2024-05-31') })
      .expectRejection({
        _tag: 'EndsBeforeItBegins',
        since: civilDate('2024-06-01'),
        until: civilDate('2024-05-31'),
      })
    given(activated)
      .when({ ...close, until: civilDate('2024-06-01') })
      .expect({ ...closed, until: civilDate('2024-06-01') })
    given().when(close).expectRejection({ _tag: 'NotAMember' })
  })
})

const [number, another] = fc.sample(sealedNumbers, 2) as [IssueCard['number'], IssueCard['number']]
const [old, fresh] = [cardId(idOf('card', 1)), cardId(idOf('card', 2))]
const party = { programmeId: programme, customerId: customer }
const member: MembershipActivated = {
  type: 'MembershipActivated',
  membershipId: Membership.membershipIdOf(programme, customer),
  ...party,
  since: civilDate('2024-01-01'),
}
const { membershipId } = member
const left: MembershipClosed = {
  ...member,
  type: 'MembershipClosed',
  until: civilDate('2024-02-01'),
  by: 'member',
  reasonCode: reasonCode('moved'),
}
const issue: IssueCard = { type: 'IssueCard', ...party, cardId: old, number }
const issuedCard = (id = old, of = number) =>
  ({ type: 'CardIssued', membershipId, ...party, cardId: id, number: of }) as const
const lost = reasonCode('lost')
const replace = {
  type: 'ReplaceCard',
  ...party,
  cardId: old,
  byCardId: fresh,
  number: another,
  reasonCode: lost,
} as const
const replaced = {
  type: 'CardReplaced',
  membershipId,
  ...party,
  cardId: old,
  byCardId: fresh,
  reasonCode: lost,
} as const
const block = { type: 'BlockCard', ...party, cardId: old, reasonCode: lost } as const
const blocked = { ...block, type: 'CardBlocked', membershipId } as const

describe('a card', () => {
  test('is issued to a member, and to nobody else', () => {
    given(member).when(issue).expect(issuedCard())
    given().when(issue).expectRejection({ _tag: 'NotAMember' })
    given(member, left).when(issue, noon('2024-02-01')).expect(issuedCard())
    given(member, left)
      .when(issue, noon('2024-02-02'))
      .expectRejection({ _tag: 'MembershipEnded', until: left.until })
  })

  test('under an id that is taken is refused: sealed numbers cannot be compared', () => {
    for (const command of [issue, { ...issue, number: another }]) {
      given(member, issuedCard()).when(command).expectRejection({ _tag: 'CardTaken', cardId: old })
    }
    given(member, issuedCard(), issuedCard(fresh, another))
      .when(replace)
      .expectRejection({ _tag: 'CardTaken', cardId: fresh })
  })

  test('is replaced by a new one, also when it was blocked', () => {
    for (const history of [[issuedCard()], [issuedCard(), blocked]]) {
      given(member, ...history)
        .when(replace)
        .expect(issuedCard(fresh, another), replaced)
    }
  })

  test('that was replaced, or never issued, is not active', () => {
    const gone = [member, issuedCard(), issuedCard(fresh, another), replaced]
    for (const command of [{ ...replace, byCardId: cardId(idOf('card', 3)) }, block]) {
      given(...gone)
        .when(command)
        .expectRejection({ _tag: 'CardNotActive', cardId: old })
      given(member).when(command).expectRejection({ _tag: 'CardNotActive', cardId: old })
    }
  })

  test('is blocked once, also after the membership has ended', () => {
    given(member, issuedCard()).when(block).expect(blocked)
    given(member, issuedCard(), blocked).when(block).expectNothing()
    given(member, issuedCard(), left).when(block).expect(blocked)
    given().when(block).expectRejection({ _tag: 'NotAMember' })
  })

  test('of somebody who has left is not replaced', () => {
    given(member, issuedCard(), left)
      .when(replace, noon('2024-02-02'))
      .expectRejection({ _tag: 'MembershipEnded', until: left.until })
    given().when(replace).expectRejection({ _tag: 'NotAMember' })
  })
})

describe('laws of membership', () => {
  const histories = fc.array(membershipEvents, { maxLength: 8 })

  test('any history folds, whatever it says', () => {
    fc.assert(
      fc.property(histories, (events) => {
        expect(() => events.reduce(Membership.evolve, Membership.initial)).not.toThrow()
      }),
    )
  })

  test('a command obeyed twice adds nothing', () => {
    fc.assert(
      fc.property(
        fc.array(membershipEvents, { maxLength: 2 }),
        membershipCommands,
        (events, command) => {
          const issued = issuedAt(noon('2000-01-01'))
          const state = events.reduce(Membership.evolve, Membership.initial)
          const first = Membership.decide(command, state, issued)
          if (E.isLeft(first)) return
          const after = first.right.reduce(Membership.evolve, state)
          expect(Membership.decide(command, after, issued)).toEqual(E.right([]))
        },
      ),
    )
  })
})
