// How customers stop direct marketing, and who must then be told.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { OptOut, TellRecipient } from '../commands.js'
import type { DataProvided, MarketingOptedOut, Owed } from '../events.js'
import { isCoveredBy } from '../standing.js'
import type { Consent } from '../state.js'
import { type Decision, entryOf, inFuture, isEntered, nowIn } from './entry.js'

const isCovered = (opted: MarketingOptedOut, { kinds, class: subject }: DataProvided): boolean =>
  kinds.some((kind) => isCoveredBy(opted, kind, subject, 'provision'))

// What each opt-out before has made the shop owe: a recipient who was told need not be told of the same provision again.
const toldIn = ({ entries }: Consent): ReadonlySet<string> =>
  new Set(entries.flatMap((one) => (one.type === 'RecipientToldToCease' ? one.provisionIds : [])))

const owedBy = (opted: MarketingOptedOut, consent: Consent): ReadonlyArray<Owed> => {
  const told = toldIn(consent)
  return consent.entries.flatMap((one) =>
    one.type === 'DataProvided' && isCovered(opted, one) && !told.has(one.provisionId)
      ? [{ provisionId: one.provisionId, recipientId: one.recipientId }]
      : [],
  )
}

export const optOut = (command: OptOut, consent: Consent, issued: Issued): Decision => {
  if (isEntered(consent, issued)) return E.right([])
  const { scope, of, channel, receivedAt, raw } = command
  const entry = entryOf(command, consent, issued)
  const opted: MarketingOptedOut = {
    type: 'MarketingOptedOut',
    ...entry,
    scope,
    of,
    channel,
    // Never refused, so a moment that lies ahead is taken as now.
    receivedAt: inFuture(receivedAt, entry.decidedAt)?.now ?? receivedAt,
    owed: [],
    ...(raw === undefined ? {} : { raw }),
  }
  return E.right([{ ...opted, owed: owedBy(opted, consent) }])
}

export const tellRecipient = (
  command: TellRecipient,
  consent: Consent,
  issued: Issued,
): Decision => {
  const { recipientId, writtenAt } = command
  const late = inFuture(writtenAt, nowIn(consent, issued))
  if (late !== undefined) return E.left(late)
  const told = toldIn(consent)
  // A letter that is older than the opt-out does not tell of it.
  const owed = consent.entries.flatMap((one) =>
    one.type === 'MarketingOptedOut' && one.receivedAt <= writtenAt ? one.owed : [],
  )
  const provisionIds = owed
    .filter((one) => one.recipientId === recipientId && !told.has(one.provisionId))
    .map(({ provisionId }) => provisionId)
  if (provisionIds.length === 0) return E.right([])
  const entry = entryOf(command, consent, issued)
  return E.right([
    {
      type: 'RecipientToldToCease',
      ...entry,
      recipientId,
      writtenAt,
      provisionIds: [...new Set(provisionIds)],
    },
  ])
}
