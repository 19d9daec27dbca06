// One customer asks to be forgotten: what opens before and after, and that nothing else has changed.
import { createHash } from 'node:crypto'
import { erasureId as asErasureId, type CustomerId, crm } from '@patina/crm'
import { profileView } from '@patina/crm/customers'
import { balanceView } from '@patina/crm/points'
import { type DecideErasure, privacyRequests } from '@patina/crm/privacy-requests'
import {
  type AnyView,
  beforeFirst,
  type EventStore,
  type Instant,
  leafOf,
} from '@patina/eventsourcing'
import { type ErasureCertificate, orThrow, type PrivateSide } from '@patina/patina'
import type { Said } from '@patina/privacy'
import { everyView, type Shop } from './capabilities.js'
import { commandIdOf, membershipOf } from './shop.js'

/** What a field says to the desk: its value, or the day that it was erased on. */
export type Shown =
  | { readonly _tag: 'Value'; readonly value: string }
  | { readonly _tag: 'Erased'; readonly on: string }

/** A customer as the desk sees them. */
export interface Seen {
  readonly name: Shown | undefined
  readonly phone: Shown | undefined
  readonly email: Shown | undefined
  readonly sales: number
  readonly points: number
}

/** What an erasure must not change. */
interface Fingerprint {
  readonly views: string
  readonly log: string
  readonly events: number
}

/** What the demonstration has found. */
export interface Forgotten {
  readonly customerId: CustomerId
  readonly certificate: ErasureCertificate
  /** Absent when an earlier run has done it. */
  readonly before?: Seen
  readonly after: Seen
  /** Of a log of so many events: all views folded anew, and the log, are as they were. */
  readonly unchanged?: { readonly views: boolean; readonly log: boolean; readonly events: number }
}

const asking = { purpose: 'service', actor: 'desk-1', role: 'desk' } as const
// One erasure in a log: a second run finds it.
const erasureId = asErasureId(commandIdOf('erasure', 'demonstration'))
const page = 1000

// Of an erasure that an earlier run began, whatever became of that run: opening the application has gone on with it.
const earlierErasure = async (privacy: PrivateSide): Promise<ErasureCertificate | undefined> => {
  const standing = await orThrow(privacy.erasures.of(erasureId))
  if (standing === undefined) return undefined
  await orThrow(privacy.erasures.resume)
  return orThrow(privacy.erasures.certificate(erasureId))
}

/**
 * Decides to erase who the customer is, and waits until that is carried out. What they bought is another matter: no name
 * stands in it.
 */
const erase = async (
  application: Shop,
  privacy: PrivateSide,
  customerId: CustomerId,
): Promise<ErasureCertificate> => {
  const decision: Said<DecideErasure> = {
    type: 'DecideErasure',
    customerId,
    erasureId,
    why: 'request',
    classes: ['identity', 'contact'],
    exceptions: [],
  }
  const context = { commandId: commandIdOf('erase', customerId), actor: 'privacy-officer-1' }
  await orThrow(application.send(decision, context))
  // It follows by itself; asking for it is waiting for it.
  await orThrow(privacy.erasures.resume)
  return orThrow(privacy.erasures.certificate(erasureId))
}

const look = async (
  application: Shop,
  privacy: PrivateSide,
  customerId: CustomerId,
  at: Instant | undefined,
): Promise<Seen> => {
  const profile = await orThrow(application.read(profileView, customerId))
  const fields = {
    name: profile?.names.find(({ role }) => role === 'legal')?.name,
    phone: profile?.identifiers.find((one) => one.kind === 'phone')?.value,
    email: profile?.identifiers.find((one) => one.kind === 'email')?.value,
  }
  const opened = await orThrow(privacy.open(asking, { subjects: [customerId], fields }))
  const shown = (field: keyof typeof fields): Shown | undefined => {
    const opening = opened[field]
    if (opening === undefined) return undefined
    if (opening._tag === 'Left') throw new Error(`${field} does not open: ${opening.left._tag}`)
    const found = opening.right
    return found._tag === 'Erased' ? { _tag: 'Erased', on: found.at.slice(0, 10) } : found
  }
  const moment = at === undefined ? {} : { at }
  const balance = await orThrow(application.read(balanceView, membershipOf(customerId), moment))
  return {
    name: shown('name'),
    phone: shown('phone'),
    email: shown('email'),
    sales: profile?.sales ?? 0,
    points: balance?.available ?? 0,
  }
}

/** A hash over the leaf hash of every event, of the first `limit` of them. */
const hashOfLog = async (
  log: EventStore,
  limit: number,
): Promise<{ readonly log: string; readonly events: number }> => {
  const hash = createHash('sha256')
  let events = 0
  let after = beforeFirst
  for (;;) {
    const read = await orThrow(log.readAll(after, Math.min(page, limit - events)))
    for (const event of read.events) hash.update(leafOf(log.logId, event))
    events += read.events.length
    if (read.isEnd || events >= limit) return { log: hash.digest('hex'), events }
    after = read.next
  }
}

// What the shop knows of its business. What was asked about whose data is told by views of their own, and those do change.
const views = crm.filter(({ name }) => name !== privacyRequests.name).flatMap((one) => one.views)

const hashOfViews = async (application: Shop): Promise<string> => {
  const hash = createHash('sha256')
  for (const view of views as ReadonlyArray<AnyView>) {
    hash.update(`${view.name}\n`)
    for await (const { key, view: value } of everyView(application, view as never)) {
      hash.update(`${JSON.stringify(view.encode(key, value))}\n`)
    }
  }
  return hash.digest('hex')
}

const fingerprint = async (
  application: Shop,
  log: EventStore,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<Fingerprint> => {
  await orThrow(application.settled)
  return { views: await hashOfViews(application), ...(await hashOfLog(log, limit)) }
}

/**
 * Forgets a customer and shows what it comes to; where an earlier run has done so, shows that it lasts. The views are folded
 * again from the first event in between.
 */
export const forget = async (
  application: Shop,
  privacy: PrivateSide,
  log: EventStore,
  customerId: CustomerId,
  at: Instant | undefined,
): Promise<Forgotten> => {
  const earlier = await earlierErasure(privacy)
  if (earlier !== undefined) {
    const known = earlier.parts[0]?.subject as CustomerId
    const after = await look(application, privacy, known, at)
    return { customerId: known, certificate: earlier, after }
  }
  const before = await look(application, privacy, customerId, at)
  const was = await fingerprint(application, log)
  const certificate = await erase(application, privacy, customerId)
  await orThrow(application.rebuild())
  const after = await look(application, privacy, customerId, at)
  const is = await fingerprint(application, log, was.events)
  return {
    customerId,
    certificate,
    before,
    after,
    unchanged: { views: is.views === was.views, log: is.log === was.log, events: was.events },
  }
}
