import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { membershipIdOf } from '../../shared/derived-ids.js'
import type { CardId } from '../../shared/ids.js'
import type { BlockCard, IssueCard, ReplaceCard } from '../commands.js'
import type { CardIssued } from '../events.js'
import type { MembershipRejection } from '../rejections.js'
import { type Membership, type Standing, standingAt } from '../state.js'
import type { Decision } from './decision.js'

// Who may be given a card: a member whose membership neither rests nor is over.
const noNewCardFor = (told: Standing, { at }: Issued): MembershipRejection | undefined => {
  const standing = standingAt(told, at)
  switch (standing._tag) {
    case 'NoMember':
    case 'Applied':
      return { _tag: 'NotAMember' }
    case 'Suspended':
    case 'Lapsed':
      return { _tag: 'NotActive', standing: standing._tag }
    case 'Closed':
      return { _tag: 'MembershipEnded', until: standing.closed.until }
    case 'Active':
      return undefined
  }
}

const issued = (
  { programmeId, customerId, number }: IssueCard | ReplaceCard,
  cardId: CardId,
): CardIssued => ({
  type: 'CardIssued',
  membershipId: membershipIdOf(programmeId, customerId),
  programmeId,
  customerId,
  cardId,
  number,
})

export const issueCard = (
  command: IssueCard,
  { standing, cards }: Membership,
  at: Issued,
): Decision => {
  const { cardId } = command
  const refusal = noNewCardFor(standing, at)
  if (refusal !== undefined) return E.left(refusal)
  return cards.has(cardId)
    ? E.left({ _tag: 'CardTaken', cardId })
    : E.right([issued(command, cardId)])
}

export const replaceCard = (
  command: ReplaceCard,
  { standing, cards }: Membership,
  at: Issued,
): Decision => {
  const { programmeId, customerId, cardId, byCardId, reasonCode } = command
  const refusal = noNewCardFor(standing, at)
  if (refusal !== undefined) return E.left(refusal)
  const card = cards.get(cardId)
  if (card === undefined || card === 'replaced') return E.left({ _tag: 'CardNotActive', cardId })
  if (cards.has(byCardId)) return E.left({ _tag: 'CardTaken', cardId: byCardId })
  const membershipId = membershipIdOf(programmeId, customerId)
  const of = { membershipId, programmeId, customerId }
  return E.right([
    issued(command, byCardId),
    { type: 'CardReplaced', ...of, cardId, byCardId, reasonCode },
  ])
}

export const blockCard = (command: BlockCard, { standing, cards }: Membership): Decision => {
  const { programmeId, customerId, cardId } = command
  if (standing._tag === 'NoMember' || standing._tag === 'Applied') {
    return E.left({ _tag: 'NotAMember' })
  }
  const card = cards.get(cardId)
  if (card === 'blocked') return E.right([])
  const membershipId = membershipIdOf(programmeId, customerId)
  return card === 'active'
    ? E.right([{ ...command, type: 'CardBlocked', membershipId }])
    : E.left({ _tag: 'CardNotActive', cardId })
}
