// The law that a view declares every type that it reacts to, judged: a view that forgets any one of them is found on the
// histories that the views are tried on.
import { checkProjection, type Histories } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peopleHistories, shopHistories, talkHistories } from './arbitraries.js'
import { marketingUse } from './consent/index.js'
import { interests, profile, relations, timeline } from './customers/index.js'
import { memberCard, memberTerms, referrals, tierMovement } from './membership/index.js'
import { accountHistories } from './points/arbitraries.js'
import { balance, members, statement } from './points/index.js'
import { houseHistories } from './points/ledger/house/arbitraries.js'
import { purchaseDays, revealed } from './preferences/index.js'
import { obligations } from './privacy-requests/index.js'
import {
  productSales,
  purchases,
  returns,
  salesByMonth,
  soldLines,
  storeDays,
  unclaimed,
} from './sales/index.js'

// That it is found is all that is asked: no need of the smallest history.
fc.configureGlobal({ endOnFailure: true })

const law = 'it declares every type that it reacts to'
// Deficits are rare in a shop, and common among the histories of accounts; what goes between accounts is in those of houses.
const trade: Histories = fc.oneof(shopHistories, accountHistories, houseHistories)

const viewsOfTrade = [
  balance,
  memberCard,
  members,
  memberTerms,
  referrals,
  tierMovement,
  productSales,
  profile,
  purchaseDays,
  purchases,
  returns,
  revealed,
  salesByMonth,
  soldLines,
  statement,
  storeDays,
  unclaimed,
]
// A timeline shows what was traded and what was said. What was doubted and then confirmed is rarest of all.
const all: Histories = fc.oneof(
  { weight: 2, arbitrary: trade },
  { weight: 4, arbitrary: talkHistories },
  { weight: 2, arbitrary: peopleHistories },
)

const forgotten = [
  ...viewsOfTrade.map((projection) => [projection, projection === profile ? all : trade] as const),
  ...[marketingUse, obligations].map((projection) => [projection, peopleHistories] as const),
  ...[interests, relations].map((projection) => [projection, talkHistories] as const),
  [timeline, all] as const,
].flatMap(([projection, histories]) =>
  projection.types.map((type) => [projection.name, type, projection, histories] as const),
)

describe('a view is found that forgets to declare a type:', () => {
  test.each(forgotten)('%s without %s', (_name, type, projection, histories) => {
    const types = (projection.types as ReadonlyArray<string>).filter((one) => one !== type)
    const options = { only: [law], numRuns: 3_000 }
    const found = checkProjection({ ...projection, types }, histories, options)
    expect(found.map((broken) => broken.law)).toEqual([law])
  })
})
