// Single edits to the guards of consent. Each makes something lawful that is not, or the other way round.
import type { Edit, Guarded } from './judge.js'

const consent = 'packages/crm/src/consent'
const guardedIn = (file: string): Guarded => ({
  file: `${consent}/${file}`,
  suites: [
    `${consent}/permission.test.ts`,
    `${consent}/decide.test.ts`,
    `${consent}/clock-attacks.test.ts`,
    `${consent}/days.test.ts`,
    `${consent}/merged.test.ts`,
  ],
  packages: ['crm'],
})
const edits = (
  file: string,
  ...all: ReadonlyArray<readonly [string, string]>
): ReadonlyArray<readonly [Guarded, Edit]> =>
  all.map(([find, replace]) => [guardedIn(file), { find, replace }])

export const consentEdits: ReadonlyArray<readonly [Guarded, Edit]> = [
  ...edits(
    'lack.ts',
    ['dayInHongKong(at) > plusDays(', 'dayInHongKong(at) >= plusDays('],
    ['at >= from && ', ''],
    ["? 'confirmationMissed' : 'notConfirmed'", "? 'notConfirmed' : 'confirmationMissed'"],
    ['at >= given.expiresAt', 'at > given.expiresAt'],
    ['isWithin(one.sentAt, receivedAt, oralConfirmationDays)', 'true'],
    ['isWithin(one.confirmedAt, receivedAt, linkDays)', 'true'],
  ),
  ...edits(
    'standing.ts',
    ["of === 'both' || of === basis", 'of === basis'],
    ["of === 'both' || of === basis", 'true'],
    ["scope.type === 'all' || (", '('],
    ['scope.kinds.includes(kind) && scope.classes', 'scope.classes'],
    ['scope.kinds.includes(kind) && scope.classes.includes(subject)', 'scope.kinds.includes(kind)'],
    ['!given.kinds.includes(kind) || !given', '!given'],
    [' || !given.classes.includes(use.class)', ''],
    ["return given.basis === 'use'", 'return true'],
    ["given.basis === 'provide' &&", ''],
    ["given.medium !== 'oral' &&", ''],
    ['given.recipients?.includes(use.recipientClass) === true &&', ''],
    ['(!use.forGain || given.forGain === true)', 'true'],
    ['given > optedOut', 'given >= optedOut'],
    ['isAfter(entry.receivedAt, optedOutAt)', 'true'],
    ["standing._tag !== 'OptedOut' &&", ''],
    ['laterOf(entry.receivedAt, optedOutAt)', 'entry.receivedAt'],
  ),
  ...edits(
    'for-marketing.ts',
    ['if (answers.length === 0)', 'if (false)'],
    ['if (reasons.length > 0)', 'if (reasons.length > 1)'],
    ['if (refusing.length > 0)', 'if (refusing.length > 1)'],
    ['members.filter((one) => one.customerId === of)', 'members'],
    ['{ ...member, ...silent }', 'member'],
    ['!answered.has(eventId)', 'answered.has(eventId)'],
  ),
  ...edits(
    'permission.ts',
    ['isAfter(entry.receivedAt, withdrawnAt)', 'true'],
    ["entryOf.basis === 'notice' ? [purpose, ...entryOf.relatedTo] : []", '[purpose]'],
    ["if (entryOf.basis === 'marketing')", 'if (false)'],
    ["said.find((one) => one?.type === 'PrescribedConsentWithdrawn') ??", ''],
  ),
  ...edits(
    'decide/using.ts',
    ['kinds.includes(kindOfChannel[channel])', 'true'],
    ['...hindrances.map((reason) => ({ reason, section: sectionOf[reason] })),', ''],
    [' || (issued.at < decidedAt && eventId !== eventIdOf(issued))', ''],
    [' && eventId !== eventIdOf(issued)', ''],
    ['nowIn(consent, issued) > validUntil || ', ''],
    ["isAnyCovered(one, authorised.by, authorised.class, 'use')", 'false'],
  ),
  ...edits(
    'decide/moving.ts',
    ['alreadyMoved(consent) ?? (', '('],
    ['isKnown ? undefined : ', 'true ? undefined : '],
    ['if (isDone(consent, event))', 'if (false)'],
    ['consent.moved?.mergeId === command.mergeId', 'true'],
  ),
  ...edits('decide/stopping.ts', [' && one.receivedAt <= writtenAt', '']),
  ...edits(
    'decide/giving.ts',
    [" || form === 'preTicked'", ''],
    ['receivedAt < presentedAt', 'receivedAt <= presentedAt'],
    ["if (shown.medium === 'oral')", 'if (false)'],
    ['forGain && provision?.forGain !== true', 'false'],
    ["if (form !== 'explicit')", "if (form === 'silence')"],
  ),
]
