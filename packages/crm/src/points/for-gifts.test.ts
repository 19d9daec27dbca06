// What the process of gifts asks of an account: a refusal is an event there.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, issuedAt, noon } from '../shared/arbitraries.js'
import { pointsForGiftsName } from '../shared/process.js'
import { account, awardOf, captureOf, customer, releaseOf, settleIt } from './asking.arbitraries.js'
import type { CaptureForGift, GiveBackForGift, HoldForGift, PointsCommand } from './commands.js'
import type { PointsEvent } from './events.js'
import * as Points from './index.js'

const rules = adopted()
const hold = (points: number, changes: Partial<HoldForGift> = {}): HoldForGift => ({
  type: 'HoldForGift',
  membershipId: account,
  customerId: customer,
  programmeId: rules.programmeId,
  holdId: idOf('hold', 1),
  points,
  rules,
  ...changes,
})
const capture = (points: number): CaptureForGift => ({
  type: 'CaptureForGift',
  membershipId: account,
  holdId: idOf('hold', 1),
  redemptionId: idOf('rede', 1),
  points,
})
const giveBack: GiveBackForGift = {
  type: 'GiveBackForGift',
  membershipId: account,
  holdId: idOf('hold', 1),
  redemptionId: idOf('rede', 1),
  undoId: idOf('undo', 1),
}

const isOfProcess = ({ type }: PointsCommand): boolean => type.endsWith('ForGift')
const issuedTo = (command: PointsCommand, day: string): Issued => ({
  ...issuedAt(noon(day)),
  ...(isOfProcess(command) ? { by: `reaction:${pointsForGiftsName}` } : {}),
})

const outcomeOf = (
  events: ReadonlyArray<PointsEvent>,
  command: PointsCommand,
  day = '2024-06-01',
) => Points.decide(command, events.reduce(Points.evolve, Points.initial), issuedTo(command, day))

const told = (...commands: ReadonlyArray<PointsCommand>): ReadonlyArray<PointsEvent> => {
  const events: PointsEvent[] = []
  for (const command of commands) events.push(...eventsOf(outcomeOf(events, command)))
  return events
}
const earned = awardOf(1, '2024-06-01', [[100]])

const moved = (events: ReadonlyArray<PointsEvent>) => {
  const view = events.reduce(Points.balance.evolve, Points.balance.initial(account))
  return { available: view.available, held: view.held, spent: view.spent }
}

describe('points for a gift', () => {
  test('are held for fourteen days, captured, and given back to the same lots', () => {
    const held = told(earned, hold(60))
    expect(held.at(-1)).toMatchObject({
      type: 'PointsHeld',
      endsAt: noon('2024-06-15'),
      for: 'gift',
    })
    expect(moved(held)).toEqual({ available: 40, held: 60, spent: 0 })
    const spent = told(earned, hold(60), capture(60))
    expect(moved(spent)).toEqual({ available: 40, held: 0, spent: 60 })
    const back = told(earned, hold(60), capture(60), giveBack)
    expect(moved(back)).toEqual({ available: 100, held: 0, spent: 0 })
    expect(back.at(-1)).toMatchObject({
      type: 'RedemptionUndone',
      back: (held.at(-1) as { takes: ReadonlyArray<{ lotId: string; points: number }> }).takes.map(
        ({ lotId, points }) => ({ lotId, points }),
      ),
    })
    const free = told(earned, hold(60), giveBack)
    expect(free.at(-1)).toMatchObject({ type: 'PointsReleased', cause: 'released' })
    expect(moved(free)).toEqual({ available: 100, held: 0, spent: 0 })
  })

  test.each([
    ['InsufficientPoints', [earned], hold(110), 100],
    ['InsufficientPoints', [], hold(50), 0],
    ['NotAMultiple', [earned], hold(25), 100],
    ['NoRulesInForce', [earned], withoutRules(), 100],
    ['NoRulesInForce', [], withoutRules(), 0],
  ] as const)(
    'are refused by an event, %s, and stay refused whatever comes in',
    (reason, before, asked, available) => {
      const events = told(...before)
      const [refused, ...others] = eventsOf(outcomeOf(events, asked))
      expect(others).toEqual([])
      expect(refused).toMatchObject({
        type: 'PointsHoldRefused',
        membershipId: account,
        customerId: customer,
        programmeId: rules.programmeId,
        holdId: asked.holdId,
        reason,
        points: asked.points,
        available,
      })
      const richer = [
        ...events,
        refused as PointsEvent,
        ...eventsOf(
          outcomeOf([...events, refused as PointsEvent], awardOf(2, '2024-06-01', [[500]])),
        ),
      ]
      expect(outcomeOf(richer, asked)).toEqual(E.right([]))
      expect(outcomeOf(richer, giveBack)).toEqual(E.right([]))
      expect(moved(richer)).toEqual({ available: available + 500, held: 0, spent: 0 })
    },
  )

  test('whose hold was let go, or is over, are not captured: once, and by an event', () => {
    for (const [end, cause] of [
      [told(earned, hold(60), releaseOf(1)), 'HoldNotOpen'],
      [
        [
          ...told(earned, hold(60)),
          ...eventsOf(outcomeOf(told(earned, hold(60)), settleIt, '2024-06-15')),
        ],
        'HoldNotOpen',
      ],
    ] as const) {
      const [refused] = eventsOf(outcomeOf(end, capture(60)))
      expect(refused).toMatchObject({ type: 'PointsCaptureRefused', reason: cause, points: 60 })
      const after = [...end, refused as PointsEvent]
      expect(outcomeOf(after, capture(60))).toEqual(E.right([]))
      expect(outcomeOf(after, giveBack)).toEqual(E.right([]))
      expect(moved(after)).toEqual({ available: 100, held: 0, spent: 0 })
    }
  })

  test('that somebody captured for something else are not given back for the gift', () => {
    const elsewhere = told(earned, hold(60), captureOf(7, 1, 60))
    expect(outcomeOf(elsewhere, capture(60))).toMatchObject({
      right: [{ type: 'PointsCaptureRefused' }],
    })
    expect(outcomeOf(elsewhere, giveBack)).toEqual(E.right([]))
  })

  test('take each step once', () => {
    for (const command of [hold(60), capture(60), giveBack]) {
      const events = told(earned, hold(60), capture(60), giveBack)
      expect(outcomeOf(events, command)).toEqual(E.right([]))
    }
    for (const [command, before] of [
      [hold(60), [earned, hold(60)]],
      [capture(60), [earned, hold(60), capture(60)]],
    ] as const) {
      expect(outcomeOf(told(...before), command)).toEqual(E.right([]))
    }
    expect(outcomeOf([], giveBack)).toEqual(E.right([]))
  })

  test('are moved by the process and by nobody else', () => {
    const state = told(earned).reduce(Points.evolve, Points.initial)
    for (const command of [hold(60), capture(60), giveBack]) {
      expect(Points.decide(command, state, issuedAt(noon('2024-06-01')))).toEqual(
        E.left({ _tag: 'OnlyByProcess', reaction: pointsForGiftsName }),
      )
    }
  })
})

function withoutRules(): HoldForGift {
  const { rules: _, ...rest } = hold(60)
  return rest
}
