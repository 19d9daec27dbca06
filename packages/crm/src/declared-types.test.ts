// The law that a view declares every type that it reacts to, judged: a view that forgets any one of them is found on the
// histories that the views are tried on.
import { streamName } from '@patina/eventsourcing'
import { checkProjection, type Histories } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counterHistories, peopleHistories, shopHistories, talkHistories } from './arbitraries.js'
import { customerFacts } from './categories/index.js'
import { marketingUse } from './consent/index.js'
import { customers, interests, profile, relations, timeline } from './customers/index.js'
import { giftsEvents } from './gifts/arbitraries.js'
import { gifts } from './gifts/index.js'
import { identityHistories } from './identity/arbitraries.js'
import { identity } from './identity/index.js'
import { memberCard, membership, memberTerms, referrals, tierMovement } from './membership/index.js'
import { balance, members, points, statement } from './points/index.js'
import { houseHistories } from './points/ledger/house/arbitraries.js'
import { accountHistories } from './points/plays.arbitraries.js'
import { purchaseDays, revealed } from './preferences/index.js'
import { obligations } from './privacy-requests/index.js'
import { salesEvents } from './sales/arbitraries.js'
import {
  productSales,
  purchases,
  returns,
  sales,
  salesByMonth,
  soldLines,
  storeDays,
  unclaimed,
} from './sales/index.js'
import { idOf } from './shared/arbitraries.js'
import type { SaleId } from './shared/ids.js'

// That it is found is all that is asked: no need of the smallest history.
fc.configureGlobal({ endOnFailure: true })

const law = 'it declares every type that it reacts to'

// An event is looked for where such events happen, so that every row is found many times over: of what goes between accounts
// a shop has nothing, and in it deficits are rare.
const inAccounts: Histories = fc.oneof(accountHistories, {
  weight: 3,
  arbitrary: houseHistories,
})
const inShops: Histories = shopHistories
// What nobody knows whose it is, and is voided all the same, is rare where most customers are known.
const atCounters: Histories = fc.oneof(shopHistories, counterHistories)
// Of gifts one by one: few come as far as to the one who asked, and fewer come back.
const ofGifts: Histories = fc.array(
  giftsEvents.map((event) => ({ stream: streamName('gift', idOf('gift', 1)), event })),
  { maxLength: 16, size: 'max' },
)
// Of one sale: no shop of the histories writes sizes down, and none lives to see that the record of a sale falls due.
const saleId = idOf<SaleId>('sale', 1)
const ofOneSale: Histories = fc.array(
  salesEvents.map((event) => ({
    stream: streamName('sale', saleId),
    event: 'saleId' in event ? { ...event, saleId } : event,
  })),
  { maxLength: 16, size: 'max' },
)
const onlyOfOneSale = ['SizesRecorded', 'SaleErasureDecided', 'SaleErasureConcluded']
const inTalk: Histories = fc.oneof(shopHistories, { weight: 2, arbitrary: talkHistories })
const historiesOf = (type: string): Histories => {
  if (type in points.events) return inAccounts
  if (type in customers.events) return inTalk
  if (type in gifts.events) return ofGifts
  if (type in identity.events) return identityHistories
  if (onlyOfOneSale.includes(type)) return ofOneSale
  if (type in sales.events) return atCounters
  return type in membership.events ? inShops : peopleHistories
}

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

const views = [
  ...viewsOfTrade,
  customerFacts,
  marketingUse,
  obligations,
  interests,
  relations,
  timeline,
]

const forgotten = views.flatMap((projection) =>
  projection.types.map((type) => [projection.name, type, projection, historiesOf(type)] as const),
)

describe('a view is found that forgets to declare a type:', () => {
  test.each(forgotten)('%s without %s', (_name, type, projection, histories) => {
    const types = (projection.types as ReadonlyArray<string>).filter((one) => one !== type)
    const options = { only: [law], numRuns: 3_000 }
    const found = checkProjection({ ...projection, types }, histories, options)
    expect(found.map((broken) => broken.law)).toEqual([law])
  })
})
