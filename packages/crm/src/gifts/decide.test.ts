// What people ask of gifts, and what comes of it.
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import { codeOf, reasonCode, staffId } from '../shared/ids.js'
import { currency } from '../shared/money.js'
import {
  correctionOf,
  customer,
  deliveryOf,
  gift,
  grantOf,
  hkd,
  item,
  listedAs,
  programmeId,
  proof,
  requestOf,
  shop,
  told,
  umbrella,
} from './arbitraries.js'
import type { GiftsCommand } from './commands.js'
import type { GiftIssued, GiftsEvent } from './events.js'
import * as Gifts from './index.js'
import type { GiftStage } from './state.js'

const given = storiesAt(Gifts)
const day = civilDate

const list: GiftsCommand = { type: 'ListGiftItem', itemId: item(), terms: umbrella }
const withdraw: GiftsCommand = {
  type: 'WithdrawGiftItem',
  itemId: item(),
  reasonCode: reasonCode('ended'),
}

describe('an item of the catalogue', () => {
  test('is listed with the hash of its terms, and the same terms again are no news', () => {
    const { sha256 } = listedAs()
    given()
      .when(list)
      .expect({ type: 'GiftItemListed', itemId: item(), version: 1, sha256, terms: umbrella })
    given(...told(list))
      .when(list)
      .expectNothing()
  })

  test('has a new version under other terms', () => {
    const terms = { ...umbrella, points: 150 }
    given(...told(list))
      .when({ type: 'ListGiftItem', itemId: item(), terms })
      .expect({
        type: 'GiftItemListed',
        itemId: item(),
        version: 2,
        sha256: listedAs({ points: 150 }).sha256,
        terms,
      })
  })

  test('is not given on days that end before they begin', () => {
    const terms = { ...umbrella, fromDay: day('2024-07-01'), toDay: day('2024-06-30') }
    given()
      .when({ type: 'ListGiftItem', itemId: item(), terms })
      .expectRejection({
        _tag: 'EndsBeforeItBegins',
        fromDay: day('2024-07-01'),
        toDay: day('2024-06-30'),
      })
  })

  test('is withdrawn once, and listed again as a new version', () => {
    given(...told(list, withdraw))
      .when(withdraw)
      .expectNothing()
    const [, , again] = told(list, withdraw, list)
    expect(again).toMatchObject({ type: 'GiftItemListed', version: 2 })
    given().when(withdraw).expectRejection({ _tag: 'ItemNotListed' })
  })

  test('receives a delivery once, and no other one under its id', () => {
    given(...told(list))
      .when(deliveryOf(5))
      .expect({
        type: 'GiftStockReceived',
        itemId: item(),
        storeId: shop,
        deliveryId: idOf('deli', 1),
        count: 5,
      })
    given(...told(list, deliveryOf(5)))
      .when(deliveryOf(5))
      .expectNothing()
    given(...told(list, deliveryOf(5)))
      .when(deliveryOf(6))
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [{ path: '/count', recorded: 5, found: 6 }],
      })
    given().when(deliveryOf(5)).expectRejection({ _tag: 'ItemNotListed' })
  })

  test('has as many pieces as were counted, once for each count, and no other one under its id', () => {
    const stock = told(list, deliveryOf(5))
    const corrected: GiftsEvent = {
      type: 'GiftStockCorrected',
      itemId: item(),
      storeId: shop,
      correctionId: idOf('corr', 1),
      difference: -2,
      reasonCode: reasonCode('counted'),
    }
    given(...stock)
      .when(correctionOf(-2))
      .expect(corrected)
    given(...stock, corrected)
      .when(correctionOf(-2))
      .expectNothing()
    given(...stock, corrected)
      .when(correctionOf(3))
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [{ path: '/difference', recorded: -2, found: 3 }],
      })
    given(...stock)
      .when(correctionOf(0))
      .expectNothing()
    given().when(correctionOf(1)).expectRejection({ _tag: 'ItemNotListed' })
  })

  test("is not counted below what is promised: that piece is somebody's", () => {
    const promised: GiftsEvent = {
      type: 'GiftStockReserved',
      itemId: item(),
      storeId: shop,
      giftId: gift(),
    }
    const stock = [...told(list, deliveryOf(2)), promised]
    given(...stock)
      .when(correctionOf(-1))
      .expect({
        type: 'GiftStockCorrected',
        itemId: item(),
        storeId: shop,
        correctionId: idOf('corr', 1),
        difference: -1,
        reasonCode: reasonCode('counted'),
      })
    given(...stock)
      .when(correctionOf(-2))
      .expectRejection({ _tag: 'StockTooLow', onHand: 2, reserved: 1, difference: -2 })
  })
})

const limits = { perGiftMinor: 50_000, perYearMinor: 200_000 }

describe('somebody who wants a gift for points', () => {
  test('has asked for it, under the terms and the limits of the day', () => {
    given()
      .when(requestOf())
      .expect({
        type: 'GiftRequested',
        giftId: gift(),
        customerId: customer,
        itemId: item(),
        storeId: shop,
        membershipId: membershipIdOf(programmeId, customer),
        programmeId,
        points: 100,
        under: { version: 1, sha256: listedAs().sha256, worth: umbrella.worth, limits },
        onDay: day('2024-06-01'),
      })
  })

  test('need not ask twice, on whatever day, and cannot ask for something else under the same id', () => {
    given(...told(requestOf()))
      .when(requestOf(), noon('2024-08-01'))
      .expectNothing()
    given(...told(requestOf()))
      .when(requestOf(1, { item: listedAs({ points: 120 }) }))
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [
          { path: '/points', recorded: 100, found: 120 },
          {
            path: '/under/sha256',
            recorded: listedAs().sha256,
            found: listedAs({ points: 120 }).sha256,
          },
        ],
      })
  })

  test('is told of everything at once that stands against it', () => {
    const terms = {
      fromDay: day('2024-06-02'),
      tiers: [codeOf('gold')],
      categories: [codeOf('collectors')],
      worth: { currency: hkd, minor: 50_001 },
    }
    const { points: _, ...unpriced } = { ...umbrella, ...terms }
    const priceless = { ...listedAs(), terms: unpriced }
    const outcome = given()
      .when(requestOf(1, { item: { ...priceless, sha256: listedOf(unpriced) } }))
      .outcome()
    expect(outcome).toEqual(
      E.left({
        _tag: 'NotEligible',
        because: [
          { type: 'NotForPoints' },
          { type: 'OutsideWindow', day: '2024-06-01', fromDay: '2024-06-02' },
          { type: 'TierNeeded', tiers: ['gold'] },
          { type: 'CategoryNeeded', categories: ['collectors'], found: [] },
          {
            type: 'WorthAboveLimit',
            per: 'gift',
            currency: 'HKD',
            limitMinor: 50_000,
            takenMinor: 0,
            askedMinor: 50_001,
          },
        ],
      }),
    )
  })

  test.each(['2024-06-01', '2024-06-30'])(
    'gets it on its first and on its last day: %s',
    (onDay) => {
      const bounded = listedAs({ fromDay: day('2024-06-01'), toDay: day('2024-06-30') })
      // In Hong Kong the day is eight hours ahead of UTC at both of its ends.
      for (const at of [`${onDay}T15:59:59.999Z`, `${before(onDay)}T16:00:00.000Z`]) {
        expect(
          given()
            .when(requestOf(1, { item: bounded }), at)
            .outcome(),
        ).toMatchObject({
          right: [{ onDay }],
        })
      }
    },
  )

  test('in the tier and one of the categories that it is for gets it', () => {
    const facts = { tier: codeOf('gold'), categories: [codeOf('guests'), codeOf('collectors')] }
    const exclusive = listedAs({ tiers: [codeOf('gold')], categories: [codeOf('collectors')] })
    expect(
      given()
        .when(requestOf(1, { item: exclusive, facts }))
        .outcome()._tag,
    ).toBe('Right')
    expect(
      given()
        .when(requestOf(1, { item: exclusive, facts: { ...facts, tier: codeOf('silver') } }))
        .outcome(),
    ).toMatchObject({ left: { because: [{ type: 'TierNeeded', found: 'silver' }] } })
  })

  test('gets no terms that were changed on the way', () => {
    const forged = { ...listedAs(), terms: { ...umbrella, points: 1 } }
    given()
      .when(requestOf(1, { item: forged }))
      .expectRejection({
        _tag: 'TermsDoNotMatch',
        expected: listedAs({ points: 1 }).sha256,
        found: listedAs().sha256,
      })
  })
})

const listedOf = (terms: typeof umbrella | Omit<typeof umbrella, 'points'>): string => {
  const [listed] = told({ type: 'ListGiftItem', itemId: item(), terms })
  return listed?.type === 'GiftItemListed' ? listed.sha256 : ''
}
const before = (onDay: string): string =>
  new Date(Date.parse(onDay) - 86_400_000).toISOString().slice(0, 10)

describe('a gift above the limit', () => {
  const dear = { item: listedAs({ worth: { currency: hkd, minor: 50_001 } }) }

  test('of exactly the limit needs nobody', () => {
    const atLimit = listedAs({ worth: { currency: hkd, minor: 50_000 } })
    expect(
      given()
        .when(grantOf(1, { item: atLimit }))
        .outcome()._tag,
    ).toBe('Right')
    expect(given().when(grantOf(1, dear)).outcome()._tag).toBe('Left')
  })

  test('is given with an approver, who is not the one who gives it', () => {
    const [granted] = told(grantOf(1, { ...dear, approver: staffId('staff-9') }))
    expect(granted).toMatchObject({ type: 'GiftGranted', under: { approver: 'staff-9' } })
    given()
      .when(grantOf(1, { ...dear, approver: staffId('staff-7') }))
      .expectRejection({ _tag: 'NotEligible', because: [{ type: 'ApproverIsActor' }] })
  })

  test('has limits that the shop has set itself, and must have where the usual ones are in another currency', () => {
    const pounds = { currency: currency('GBP'), minor: 100 }
    const foreign = { item: listedAs({ worth: pounds }) }
    given()
      .when(grantOf(1, foreign))
      .expectRejection({ _tag: 'LimitsNeeded', currency: currency('GBP') })
    const own = { perGiftMinor: 99, perYearMinor: 1000 }
    expect(
      given()
        .when(grantOf(1, { ...foreign, limits: own }))
        .outcome(),
    ).toMatchObject({
      left: { because: [{ type: 'WorthAboveLimit', limitMinor: 99, askedMinor: 100 }] },
    })
  })
})

const issued: GiftIssued = {
  type: 'GiftIssued',
  giftId: gift(),
  customerId: customer,
  itemId: item(),
  storeId: shop,
  onDay: day('2024-06-01'),
}
const { type: _, ...head } = issued
const asked = told(grantOf())
const atStage: Readonly<Record<string, ReadonlyArray<GiftsEvent>>> = {
  granted: asked,
  issued: [...asked, issued],
  ready: [
    ...asked,
    issued,
    { type: 'GiftReadyForCollection', ...head, collectByDay: day('2024-06-10') },
  ],
  collected: [...asked, issued, { type: 'GiftCollected', ...head, proof }],
  shipped: [...asked, issued, { type: 'GiftShipped', ...head, carrier: codeOf('post') }],
  delivered: [
    ...asked,
    issued,
    { type: 'GiftShipped', ...head, carrier: codeOf('post') },
    { type: 'GiftDelivered', ...head },
  ],
  cancelled: [...asked, { type: 'GiftCancelled', ...head, reasonCode: reasonCode('asked') }],
}
const at = (stage: string) => given(...(atStage[stage] ?? []))

const offer: GiftsCommand = { type: 'OfferForCollection', giftId: gift() }
const collect: GiftsCommand = { type: 'CollectGift', giftId: gift(), proof }
const ship: GiftsCommand = {
  type: 'ShipGift',
  giftId: gift(),
  customerId: customer,
  carrier: codeOf('post'),
}
const deliver: GiftsCommand = { type: 'DeliverGift', giftId: gift() }
const cancel: GiftsCommand = {
  type: 'CancelGift',
  giftId: gift(),
  reasonCode: reasonCode('asked'),
}
const giveBack: GiftsCommand = {
  type: 'ReturnGift',
  giftId: gift(),
  condition: 'asNew',
  reasonCode: reasonCode('faulty'),
}
const lapse: GiftsCommand = { type: 'LapseGift', giftId: gift() }

describe('a gift that is the person’s', () => {
  test('waits for thirty days unless another day is named, and may wait longer', () => {
    at('issued')
      .when(offer)
      .expect({ type: 'GiftReadyForCollection', ...head, collectByDay: day('2024-07-01') })
    at('ready').when(offer).expectNothing()
    const later = { ...offer, collectByDay: day('2024-06-20') } as GiftsCommand
    at('ready')
      .when(later)
      .expect({ type: 'GiftReadyForCollection', ...head, collectByDay: day('2024-06-20') })
    at('issued')
      .when({ ...offer, collectByDay: day('2024-05-31') } as GiftsCommand)
      .expectRejection({
        _tag: 'DayPassed',
        collectByDay: day('2024-05-31'),
        today: day('2024-06-01'),
      })
  })

  test('waits again for thirty days when it is offered again after its last day', () => {
    at('ready').when(offer, noon('2024-06-10')).expectNothing()
    const again = {
      type: 'GiftReadyForCollection',
      ...head,
      onDay: day('2024-06-11'),
      collectByDay: day('2024-07-11'),
    } as const
    at('ready').when(offer, noon('2024-06-11')).expect(again)
    given(...(atStage['ready'] ?? []), again)
      .when(collect, noon('2024-06-12'))
      .expect({ type: 'GiftCollected', ...head, onDay: day('2024-06-12'), proof })
  })

  test('is collected through the whole of its last day, and not after it [V4]', () => {
    const lastMoment = '2024-06-10T15:59:59.999Z'
    const next = '2024-06-10T16:00:00.000Z'
    at('ready')
      .when(collect, lastMoment)
      .expect({ type: 'GiftCollected', ...head, onDay: day('2024-06-10'), proof })
    at('ready')
      .when(collect, next)
      .expectRejection({
        _tag: 'CollectionOver',
        collectByDay: day('2024-06-10'),
        today: day('2024-06-11'),
      })
    at('ready')
      .when(lapse, lastMoment)
      .expectRejection({
        _tag: 'NotDueYet',
        collectByDay: day('2024-06-10'),
        today: day('2024-06-10'),
      })
    at('ready')
      .when(lapse, next)
      .expect({
        type: 'GiftLapsed',
        ...head,
        onDay: day('2024-06-11'),
        collectByDay: day('2024-06-10'),
      })
  })

  test('is collected once, and by one proof', () => {
    at('collected').when(collect).expectNothing()
    at('collected')
      .when({ ...collect, proof: codeOf('letter') } as GiftsCommand)
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [{ path: '/proof', recorded: 'card', found: 'letter' }],
      })
  })

  test('is sent to its own customer only', () => {
    at('issued')
      .when(ship)
      .expect({ type: 'GiftShipped', ...head, carrier: codeOf('post') })
    at('shipped').when(ship).expectNothing()
    at('shipped')
      .when(deliver)
      .expect({ type: 'GiftDelivered', ...head })
    at('issued')
      .when({ ...ship, customerId: idOf('cust', 2) } as GiftsCommand)
      .expectRejection({ _tag: 'AnotherCustomer', expected: customer, found: idOf('cust', 2) })
  })

  test('comes back with its condition, once', () => {
    const back = { type: 'GiftReturned', ...head } as const
    const why = { condition: 'asNew', reasonCode: reasonCode('faulty') } as const
    for (const stage of ['collected', 'shipped', 'delivered']) {
      at(stage)
        .when(giveBack)
        .expect({ ...back, ...why })
    }
    const returned = [...(atStage['collected'] ?? []), { ...back, ...why }]
    given(...returned)
      .when(giveBack)
      .expectNothing()
    given(...returned)
      .when({ ...giveBack, condition: 'damaged' } as GiftsCommand)
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [{ path: '/condition', recorded: 'asNew', found: 'damaged' }],
      })
  })

  test.each(['collected', 'shipped', 'delivered'])(
    'is not called off, nor does it lapse, once it is %s',
    (stage) => {
      const rejection = { _tag: 'AlreadyCollected', stage: stage as GiftStage } as const
      at(stage).when(cancel).expectRejection(rejection)
      at(stage).when(lapse).expectRejection(rejection)
    },
  )
})

describe('a gift at the wrong stage', () => {
  const wrong: ReadonlyArray<readonly [GiftsCommand, string, GiftStage, ReadonlyArray<GiftStage>]> =
    [
      [offer, 'granted', 'granted', ['issued', 'ready']],
      [collect, 'granted', 'granted', ['issued', 'ready']],
      [ship, 'cancelled', 'cancelled', ['issued', 'ready']],
      [deliver, 'issued', 'issued', ['shipped']],
      [giveBack, 'ready', 'ready', ['collected', 'shipped', 'delivered']],
      [lapse, 'issued', 'issued', ['ready']],
    ]
  test.each(wrong)('%j is refused, and said from which stages it is done', (...row) => {
    const [command, stage, found, expected] = row
    at(stage).when(command).expectRejection({ _tag: 'WrongStage', found, expected })
  })

  test('is cancelled once, and stays cancelled', () => {
    at('cancelled').when(cancel).expectNothing()
    at('ready')
      .when(cancel)
      .expect({ type: 'GiftCancelled', ...head, reasonCode: reasonCode('asked') })
  })

  test('is not there where nobody asked for it', () => {
    for (const command of [offer, collect, ship, deliver, cancel, giveBack, lapse]) {
      given().when(command).expectRejection({ _tag: 'UnknownGift' })
    }
  })
})
