// How one stream comes to answer for several customers who turned out to be one person, and for fewer again.
import * as E from 'fp-ts/lib/Either.js'
import type { CustomerId } from '../../shared/ids.js'
import type { ConsentCommand, MoveStep } from '../commands.js'
import type { ConsentMove } from '../events.js'
import type { AlreadyMoved, MoveUnderWay } from '../rejections.js'
import { type Consent, stepOf } from '../state.js'
import type { Decision } from './entry.js'

const steps: ReadonlySet<string> = new Set<MoveStep['type']>([
  'ExpectConsent',
  'MoveConsent',
  'AdoptConsent',
  'ReturnConsent',
  'ReopenConsent',
])

/** Says whether a command is a step of a merge. */
export const isStep = (command: ConsentCommand): command is MoveStep => steps.has(command.type)

const isDone = ({ moves }: Consent, event: Pick<ConsentMove, 'type' | 'mergeId'>): boolean =>
  moves.includes(stepOf(event))

const alreadyMoved = ({ moved }: Consent): AlreadyMoved | undefined =>
  moved === undefined ? undefined : { _tag: 'AlreadyMoved', ...moved }

const eventOf = (command: MoveStep, { members, entries }: Consent): ConsentMove => {
  switch (command.type) {
    case 'ExpectConsent':
      return { ...command, type: 'ConsentExpected' }
    case 'MoveConsent': {
      const all = members.length === 0 ? [command.customerId] : members
      return { ...command, type: 'ConsentMoved', members: all, entries }
    }
    case 'AdoptConsent':
      return { ...command, type: 'ConsentAdopted' }
    case 'ReturnConsent': {
      const theirs = entries.filter((one) => command.members.includes(one.customerId))
      return { ...command, type: 'ConsentReturned', entries: theirs }
    }
    case 'ReopenConsent':
      return { ...command, type: 'ConsentReopened' }
  }
}

/** One step of a merge, or of its undoing: each is taken once. */
export const move = (command: MoveStep, consent: Consent): Decision => {
  const event = eventOf(command, consent)
  if (isDone(consent, event)) return E.right([])
  if (command.type === 'ReopenConsent') {
    return consent.moved?.mergeId === command.mergeId ? E.right([event]) : E.right([])
  }
  const elsewhere = alreadyMoved(consent)
  return elsewhere === undefined ? E.right([event]) : E.left(elsewhere)
}

/** Why a stream does not answer for a customer: another one does, or will in a moment. */
export const notHere = (
  command: Exclude<ConsentCommand, MoveStep> & { readonly customerId: CustomerId },
  consent: Consent,
): AlreadyMoved | MoveUnderWay | undefined => {
  const { customerId } = command
  const isKnown = consent.members.length === 0 || consent.members.includes(customerId)
  return alreadyMoved(consent) ?? (isKnown ? undefined : { _tag: 'MoveUnderWay', customerId })
}
