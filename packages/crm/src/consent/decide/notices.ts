// Notices: adopted by the shop, presented to customers; what was collected under them.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusMonths } from '../../shared/civil-date.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type { SubjectClass } from '../../shared/ids.js'
import { sha256Of } from '../../shared/sha256.js'
import type {
  AdoptNotice,
  PresentNotice,
  RecordCollection,
  RecordSourceNotice,
} from '../commands.js'
import type { ConsentEntry, NoticePresented } from '../events.js'
import type { CollectionTerms } from '../notice.js'
import { purposes } from '../purposes.js'
import type { NoticeRepeatDue } from '../rejections.js'
import type { Consent } from '../state.js'
import { type Decision, entryOf, inFuture, isEntered, nowIn } from './entry.js'

// Words that name no class of goods or services: a customer could not tell what is meant.
const unspecific = new Set(
  'all any anything etc everything general goods misc miscellaneous other others products services various'.split(
    ' ',
  ),
)

/** The classes of marketing subjects that say nothing. */
export const unspecificIn = (classes: ReadonlyArray<SubjectClass>): ReadonlyArray<SubjectClass> =>
  classes.filter((one) => unspecific.has(one.toLowerCase()))

export const adoptNotice = ({ terms }: AdoptNotice, { adopted }: Consent): Decision => {
  const { version } = terms
  const before = adopted.find((one) => one.terms.version === version)
  if (before !== undefined) {
    const differences = differencesBetween(before.terms, terms)
    return differences.length === 0
      ? E.right([])
      : E.left({ _tag: 'NoticeVersionTaken', version, differences })
  }
  const expected = adopted.length + 1
  if (version !== expected) {
    return E.left({ _tag: 'NoticeVersionNotNext', expected, found: version })
  }
  const classes = terms.type === 'marketing' ? unspecificIn(terms.classes) : []
  if (classes.length > 0) return E.left({ _tag: 'UnspecificClass', classes })
  return E.right([{ type: 'NoticeAdopted', terms, sha256: sha256Of(terms) }])
}

export const presentNotice = (
  command: PresentNotice,
  consent: Consent,
  issued: Issued,
): Decision => {
  if (isEntered(consent, issued)) return E.right([])
  const { notice, lang, medium, presentedAt } = command
  if (sha256Of(notice.terms) !== notice.sha256) {
    return E.left({ _tag: 'NoticeNotAdopted', differs: 'sha256' })
  }
  const text = notice.terms.texts.find((one) => one.lang === lang)
  if (text === undefined) return E.left({ _tag: 'NoticeNotAdopted', differs: 'lang' })
  const late = inFuture(presentedAt, nowIn(consent, issued))
  if (late !== undefined) return E.left(late)
  const entry = entryOf(command, consent, issued)
  const textSha256 = text.sha256
  return E.right([
    { type: 'NoticePresented', ...entry, notice, lang, textSha256, medium, presentedAt },
  ])
}

export const recordSourceNotice = (
  command: RecordSourceNotice,
  consent: Consent,
  issued: Issued,
): Decision => {
  if (isEntered(consent, issued)) return E.right([])
  const vague = unspecificIn(command.classes)
  if (vague.length > 0) return E.left({ _tag: 'UnspecificClass', classes: vague })
  const late = inFuture(command.receivedAt, nowIn(consent, issued))
  if (late !== undefined) return E.left(late)
  const { sourceId, kinds, classes, documentSha256, receivedAt } = command
  const entry = entryOf(command, consent, issued)
  return E.right([
    {
      type: 'SourceNoticeReceived',
      ...entry,
      sourceId,
      kinds,
      classes,
      documentSha256,
      receivedAt,
    },
  ])
}

const covers = (terms: CollectionTerms, { purpose, kinds }: RecordCollection): boolean =>
  terms.purposes.includes(purpose) &&
  kinds.every((kind) => terms.obligatory.includes(kind) || terms.voluntary.includes(kind))

// Within 12 months of the first collection under a notice it need not be repeated (PDPO s.35). The months are those of
// the calendar in Hong Kong, and the day itself is still within.
const repeatDue = (
  entries: ReadonlyArray<ConsentEntry>,
  { eventId }: NoticePresented,
  now: string,
): NoticeRepeatDue | undefined => {
  const first = entries.find((one) => one.type === 'DataCollected' && one.noticeEventId === eventId)
  if (first === undefined) return undefined
  const lastDay = plusMonths(dayInHongKong(first.decidedAt), 12)
  return now > lastDay ? { _tag: 'NoticeRepeatDue', lastDay } : undefined
}

export const recordCollection = (
  command: RecordCollection,
  consent: Consent,
  issued: Issued,
): Decision => {
  if (isEntered(consent, issued)) return E.right([])
  const { purpose, kinds } = command
  const list = purposes.find(({ code }) => code === purpose)?.kinds ?? []
  const beyond = kinds.filter((kind) => !list.includes(kind))
  if (beyond.length > 0) return E.left({ _tag: 'FieldNotAllowed', purpose, kinds: beyond })
  const notice = consent.entries.findLast(
    (one): one is NoticePresented =>
      one.type === 'NoticePresented' &&
      one.notice.terms.type === 'collection' &&
      covers(one.notice.terms, command),
  )
  if (notice === undefined) return E.left({ _tag: 'NoticeNotPresented', purpose, kinds })
  const today = dayInHongKong(nowIn(consent, issued))
  const due = repeatDue(consent.entries, notice, today)
  if (due !== undefined) return E.left(due)
  const entry = entryOf(command, consent, issued)
  return E.right([
    { type: 'DataCollected', ...entry, purpose, kinds, noticeEventId: notice.eventId },
  ])
}
