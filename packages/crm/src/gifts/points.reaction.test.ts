import type { FactsOf, LogEvent, Position } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../shared/ids.js'
import { gift } from './arbitraries.js'
import { giftStandings } from './gifts.projection.js'
import { giftsForPoints } from './points.reaction.js'

const giftId = gift(1)
const holdId = giftId
const standing = { ...giftStandings.initial(giftId), points: 100 }
const refusal = (step: string, reason: object) => ({
  type: 'RefuseGift',
  giftId,
  step,
  reasons: [reason],
})

const answers = (event: object): unknown => {
  const recorded = { event } as LogEvent<never>
  if (giftsForPoints.facts(recorded) === undefined) return 'not looked up'
  return giftsForPoints.react(recorded, {
    gift: { value: standing, asOf: '' as Position },
  } as FactsOf<never>)
}

describe('of the points of a gift', () => {
  test.each<[what: string, event: object, answer: unknown]>([
    [
      'that they are held, so it goes on',
      { type: 'PointsHeld', holdId },
      [{ type: 'ContinueGift', giftId, step: 'points' }],
    ],
    [
      'that they are refused, and why',
      {
        type: 'PointsHoldRefused',
        holdId,
        reason: codeOf('InsufficientPoints'),
        points: 100,
        available: 3,
      },
      [
        refusal('points', {
          type: 'PointsRefused',
          reason: 'InsufficientPoints',
          asked: 100,
          available: 3,
        }),
      ],
    ],
    [
      'that they are spent on it, so it goes on',
      { type: 'PointsRedeemed', holdId, redemptionId: giftId },
      [{ type: 'ContinueGift', giftId, step: 'capture', redemptionId: giftId }],
    ],
    [
      'that they could not be captured, so it is refused',
      { type: 'PointsCaptureRefused', holdId, reason: codeOf('HoldUnknown') },
      [refusal('capture', { type: 'PointsLost', reason: 'HoldUnknown' })],
    ],
    [
      'that their hold has ended, so it is refused',
      { type: 'PointsReleased', holdId, cause: 'ended' },
      [refusal('capture', { type: 'PointsLost', reason: 'ended' })],
    ],
    [
      'nothing when somebody spends them on something else: the capture will be refused',
      { type: 'PointsRedeemed', holdId, redemptionId: gift(2) },
      [],
    ],
    [
      'nothing of what a capture leaves',
      { type: 'PointsReleased', holdId, cause: 'captured' },
      'not looked up',
    ],
    [
      'nothing of points that were spent without a hold',
      { type: 'PointsRedeemed', redemptionId: giftId },
      'not looked up',
    ],
  ])('it is heard %s', (_, event, answer) => {
    expect(answers(event)).toEqual(answer)
  })

  test('it is heard nothing where a hold is for something else', () => {
    const recorded = { event: { type: 'PointsHeld', holdId } } as unknown as LogEvent<never>
    const gone = { gift: { value: undefined, asOf: '' as Position } } as FactsOf<never>
    expect(giftsForPoints.react(recorded, gone)).toEqual([])
  })
})
