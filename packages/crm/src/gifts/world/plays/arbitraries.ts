// What happens in the shop of the model: what people do, in what order, and how the runner gets on meanwhile.
import type { Instant, StreamName } from '@patina/eventsourcing'
import fc from 'fast-check'
import { awardOf } from '../../../points/asking.arbitraries.js'
import { idOf } from '../../../shared/arbitraries.js'
import { membershipIdOf } from '../../../shared/derived-ids.js'
import { dayInHongKong } from '../../../shared/hong-kong.js'
import { type CustomerId, codeOf, type MembershipId, reasonCode } from '../../../shared/ids.js'
import {
  correctionOf,
  deliveryOf,
  gift,
  grantOf,
  hkd,
  item,
  listedAs,
  programmeId,
  proof,
  requestOf,
  sealedNotes,
  sealedOccasions,
  sealedTrackings,
  umbrella,
} from '../../arbitraries.js'
import { eventCodecs } from '../../codec.js'
import type { GiftEntry, GiftsEvent } from '../../events.js'
import { stageAfter } from '../../gifts.projection.js'
import type { GiftStage } from '../../state.js'
import type { GiftTerms } from '../../terms.js'
import { openWorld, rules, type World, type WorldCommand, type WorldEvent } from '../arbitraries.js'

/** Two people, each with an account. */
export const people: ReadonlyArray<CustomerId> = [idOf('cust', 1), idOf('cust', 2)]
export const accountOf = (person: CustomerId): MembershipId => membershipIdOf(programmeId, person)

/** The item of these plays: three for each person, worth HK$450 each. */
export const terms: GiftTerms = {
  ...umbrella,
  worth: { currency: hkd, minor: 45_000 },
  capPerPerson: 3,
}
const listed = { ...listedAs(terms), terms }

const asking = ['request', 'grant'] as const
const handing = ['cancel', 'offer', 'collect', 'ship', 'return', 'returnDamaged', 'lapse'] as const
const others = [
  'award',
  'deliver',
  'count',
  'redeem',
  'release',
  'wait',
  'withdraw',
  'list',
] as const

export type Deed = (typeof asking)[number] | (typeof handing)[number] | (typeof others)[number]

/** One thing that is done: to which gift or by whom, and how much. Then the runner gets some turns. */
export interface Turn {
  readonly deed: Deed
  readonly which: number
  readonly who: number
  readonly amount: number
  readonly turns: ReadonlyArray<readonly [which: number, isAgain: boolean]>
  /** Whether everything comes to rest before the next thing is done. */
  readonly isCalm: boolean
}

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Deed>('request') },
  { weight: 3, arbitrary: fc.constant<Deed>('grant') },
  { weight: 4, arbitrary: fc.constantFrom<Deed>('award', 'deliver') },
  { weight: 6, arbitrary: fc.constantFrom<Deed>(...handing) },
  { weight: 3, arbitrary: fc.constantFrom<Deed>(...others) },
)

/** What is done in a shop, up to so much. */
export const playsOf = (most: number): fc.Arbitrary<ReadonlyArray<Turn>> =>
  fc.array(
    fc.record({
      deed: deeds,
      which: fc.nat(5),
      who: fc.nat(1),
      amount: fc.integer({ min: 1, max: 3 }),
      turns: fc.array(fc.tuple(fc.nat(20), fc.boolean()), { maxLength: 8 }),
      isCalm: fc.boolean(),
    }),
    { minLength: 1, maxLength: most, size: 'max' },
  )

const dayMs = 86_400_000

const stageOf = (world: World, number: number): GiftStage | undefined => {
  const entry = world.log().findLast(({ event }) => {
    return event.type in stageAfter && (event as GiftEntry).giftId === gift(number)
  })
  return entry === undefined ? undefined : stageAfter[entry.event.type as GiftEntry['type']]
}

// Most of what is asked can be done, so that gifts come to every end; some of it cannot.
const isFitting = (deed: Deed, stage: GiftStage | undefined): boolean => {
  switch (deed) {
    case 'offer':
    case 'collect':
    case 'ship':
      return stage === 'issued' || stage === 'ready'
    case 'return':
    case 'returnDamaged':
      return stage === 'collected' || stage === 'shipped'
    case 'lapse':
      return stage === 'ready'
    default:
      return true
  }
}

/** The command of a turn; the gifts are numbered as they are asked for. */
export const commandOf = (
  { deed, which, who, amount }: Turn,
  index: number,
  world: World,
  askedFor: ReadonlyArray<number>,
): WorldCommand | undefined => {
  const customerId = people[who] as CustomerId
  const fitting = askedFor.filter((number) => isFitting(deed, stageOf(world, number)))
  const chosen = fitting.length > 0 && amount > 1 ? fitting : askedFor
  const number = chosen[which % Math.max(1, chosen.length)] ?? 0
  const giftId = gift(number)
  switch (deed) {
    case 'award':
      return {
        ...awardOf(index, dayInHongKong(world.now()), [[amount * 100]], rules),
        customerId,
      }
    case 'deliver':
      return deliveryOf(amount, index)
    case 'count':
      // Found or missing; often more is missing than there is.
      return correctionOf(which % 3 === 0 ? amount : -amount, index)
    case 'request':
      return requestOf(index, { customerId, item: listed })
    case 'grant':
      return grantOf(index, { customerId, item: listed })
    case 'cancel':
      return { type: 'CancelGift', giftId, reasonCode: reasonCode('asked') }
    case 'offer':
      return { type: 'OfferForCollection', giftId }
    case 'collect':
      return { type: 'CollectGift', giftId, proof }
    case 'ship':
      return { type: 'ShipGift', giftId, customerId, carrier: codeOf('post') }
    case 'return':
    case 'returnDamaged':
      return {
        type: 'ReturnGift',
        giftId,
        condition: deed === 'return' ? 'asNew' : 'damaged',
        reasonCode: reasonCode('faulty'),
      }
    case 'lapse':
      return { type: 'LapseGift', giftId }
    case 'redeem':
      return {
        type: 'RedeemPoints',
        membershipId: accountOf(customerId),
        redemptionId: idOf('rede', index),
        points: amount * 50,
        for: codeOf('voucher'),
        rules,
      }
    case 'release':
      return {
        type: 'ReleasePoints',
        membershipId: accountOf(customerId),
        holdId: giftId as string as never,
      }
    case 'withdraw':
      return { type: 'WithdrawGiftItem', itemId: item(), reasonCode: reasonCode('ended') }
    case 'list':
      return { type: 'ListGiftItem', itemId: item(), terms }
    case 'wait':
      return undefined
  }
}

/** Does a turn; gives the gifts that were asked for so far. */
export const play = (
  world: World,
  turn: Turn,
  index: number,
  askedFor: ReadonlyArray<number>,
): ReadonlyArray<number> => {
  if (turn.deed === 'wait' || turn.deed === 'lapse') world.pass(turn.amount * 20 * dayMs)
  const command = commandOf(turn, index, world, askedFor)
  const outcome = command === undefined ? undefined : world.ask(command)
  const isAsked = command?.type === 'RequestGift' || command?.type === 'GrantGift'
  return isAsked && outcome?._tag === 'Right' ? [...askedFor, index] : askedFor
}

/** A shop with the item in its catalogue, some stock and some points. */
export const openShop = (): World => {
  const world = openWorld()
  world.ask({ type: 'ListGiftItem', itemId: item(), terms })
  world.ask(deliveryOf(2, 900))
  world.ask(awardOf(901, '2024-06-01', [[250]], rules))
  return world
}

/** Lives the turns in a shop, and looks at it after each. */
export const lived = (
  turns: ReadonlyArray<Turn>,
  look: (world: World) => void = () => undefined,
): World => {
  const world = openShop()
  let askedFor: ReadonlyArray<number> = []
  for (const [index, turn] of turns.entries()) {
    askedFor = play(world, turn, index, askedFor)
    look(world)
    for (const [which, isAgain] of turn.turns) {
      if (isAgain) world.again(which)
      else world.step(which)
      look(world)
    }
    if (turn.isCalm) world.settle()
  }
  world.settle()
  look(world)
  return world
}

const said = fc.record({
  occasion: sealedOccasions,
  note: sealedNotes,
  tracking: sealedTrackings,
})

type Words = typeof said extends fc.Arbitrary<infer A> ? A : never

// The shop of the model has no vault: what is said of gifts is sealed already.
const withWords = (event: WorldEvent, { occasion, note, tracking }: Words): WorldEvent => {
  if (event.type === 'GiftGranted') return { ...event, occasion, note }
  return event.type === 'GiftShipped' ? { ...event, tracking } : event
}

/** Histories of shops that give gifts, with what was said of them. */
export const giftHistories: fc.Arbitrary<
  ReadonlyArray<{ stream: StreamName; event: GiftsEvent; occurredAt: Instant }>
> = fc.tuple(playsOf(8), fc.array(said, { minLength: 1, maxLength: 3 })).map(([turns, words]) =>
  lived(turns)
    .log()
    .filter(({ event }) => event.type in eventCodecs)
    .map(({ stream, event, occurredAt }, index) => ({
      stream,
      event: withWords(event, words[index % words.length] as Words) as GiftsEvent,
      occurredAt,
    })),
)
