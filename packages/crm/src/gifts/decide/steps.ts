// The steps from asking to issuing. The gift asks for one thing at a time and goes on when it is told what became of it.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { byHand, giftsForGiftsName, giftsForPointsName } from '../../shared/process.js'
import type { ContinueGift, RefuseGift } from '../commands.js'
import type { GiftStep, GiftsEvent } from '../events.js'
import { awaitedBy, type Gift, type Gifts } from '../state.js'
import { type Decision, headOf, nothing } from './decision.js'

const order: ReadonlyArray<GiftStep> = ['points', 'allowance', 'stock', 'capture']

const tellerOf = (step: GiftStep): string =>
  step === 'points' || step === 'capture' ? giftsForPointsName : giftsForGiftsName

/** Goes on when the step that is waited for is done. An answer that comes late, or again, changes nothing. */
export const continueGift = (command: ContinueGift, state: Gifts, issued: Issued): Decision => {
  const { step } = command
  const refusal = byHand(issued, tellerOf(step))
  if (refusal !== undefined) return E.left(refusal)
  if (state._tag !== 'Gift') return E.left({ _tag: 'UnknownGift' })
  const awaited = awaitedBy(state)
  if (awaited === undefined || order.indexOf(step) < order.indexOf(awaited)) return nothing
  return step === awaited
    ? E.right(goneOn(command, state, issued))
    : E.left({ _tag: 'WrongStage', found: state.stage, expected: stageBefore[step] })
}

const stageBefore = {
  points: ['requested'],
  allowance: ['granted', 'pointsHeld'],
  stock: ['allowed'],
  capture: ['reserved'],
} as const

const goneOn = (
  { step, redemptionId }: ContinueGift,
  gift: Gift,
  issued: Issued,
): ReadonlyArray<GiftsEvent> => {
  const { asked } = gift
  const head = headOf(gift, issued)
  switch (step) {
    case 'points':
      return [{ type: 'GiftPointsHeld', ...head, under: asked.under }]
    case 'allowance': {
      const { version, sha256 } = asked.under
      return [{ type: 'GiftAllowed', ...head, version, sha256 }]
    }
    case 'stock':
      // What costs no points has nothing left to wait for.
      return asked.type === 'GiftRequested'
        ? [{ type: 'GiftReserved', ...head, points: asked.points }]
        : [
            { type: 'GiftReserved', ...head },
            { type: 'GiftIssued', ...head },
          ]
    case 'capture':
      return [
        { type: 'GiftIssued', ...head, ...(redemptionId === undefined ? {} : { redemptionId }) },
      ]
  }
}

/** Ends it when the step that is waited for was refused, or when the points that it holds are gone. */
export const refuseGift = (
  { step, reasons }: RefuseGift,
  state: Gifts,
  issued: Issued,
): Decision => {
  const refusal = byHand(issued, tellerOf(step))
  if (refusal !== undefined) return E.left(refusal)
  if (state._tag !== 'Gift') return E.left({ _tag: 'UnknownGift' })
  const awaited = awaitedBy(state)
  const isLost = step === 'capture' && awaited !== undefined && awaited !== 'points'
  return awaited === step || isLost
    ? E.right([{ type: 'GiftRefused', ...headOf(state, issued), step, reasons }])
    : nothing
}
