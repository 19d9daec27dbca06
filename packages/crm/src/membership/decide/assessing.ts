// The look whether a tier is still the right one, and what changes it.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import type { AssessTier } from '../commands.js'
import type { Membership } from '../state.js'
import type { Qualifying } from '../tiers/qualifying.js'
import { type Basis, type Claims, isSame, nextStep, rankOf } from '../tiers/track.js'
import { isWithin, windowOn } from '../tiers/windows.js'
import { ruledBy } from './applying.js'
import { type Course, figuresOn, heldAfter, holding, moveTo, withOutlook } from './course.js'
import type { Decision } from './decision.js'
import { coveredBy, dayFor, memberOf } from './judged.js'

export const assessTier = (
  command: AssessTier,
  { standing, tiers }: Membership,
  issued: Issued,
): Decision => {
  const { customerId, rules, counted, cause } = command
  const { version, tiers: wanted } = rules.rules
  if (wanted === undefined) return E.left({ _tag: 'NoTiers', version })
  const found = memberOf(standing)
  // A sale enrols nobody: who is no member on its day stays as they are.
  if (E.isLeft(found) && cause === undefined) return found
  if (standing._tag === 'NoMember' || standing._tag === 'Applied') return E.right([])
  const entries = coveredBy(standing, counted)
  const today = dayFor(tiers, rules, issued)
  const by = { customerId, rules, standing, tiers }
  if (cause === undefined) {
    const course = ruledBy({ entries, ...by }, today)
    return E.right(withOutlook(course, tiers?.standing, 'earned', today))
  }
  if (cause.type === 'earned') {
    const news = counted.at(-1)
    if (news === undefined || !coveredBy(standing, [news]).includes(news)) return E.right([])
    const day = news.day > today ? news.day : today
    const before = ruledBy({ entries: entries.slice(0, -1), ...by }, day)
    const after = risen(before, entries, news, day)
    return E.right(withOutlook(after, tiers?.standing, 'earned', day))
  }
  // What was never looked at has no tier that a return could take.
  if (tiers === undefined) return E.right([])
  const before = ruledBy({ entries: coveredBy(standing, cause.before), ...by }, today)
  return E.right(withOutlook(fallen(before, entries, today), tiers.standing, 'return', today))
}

// What something new in the days that count gives: a higher tier, or the same one for longer.
const risen = (
  course: Course,
  entries: ReadonlyArray<Qualifying>,
  news: Qualifying,
  day: CivilDate,
): Course => {
  const basis = { ...course.basis, entries }
  const figures = figuresOn(basis, day)
  const isNews = isWithin(figures.window, news.day)
  const held = heldAfter(basis, course.claims.held, day, isNews)
  return moveTo({ ...course, basis }, holding(course.claims, held), 'earned', day, { figures })
}

const fallen = (course: Course, entries: ReadonlyArray<Qualifying>, day: CivilDate): Course => {
  const basis = { ...course.basis, entries }
  const { held } = course.claims
  const left =
    basis.rules.returns === 'atOnce' ? withoutReturned(course.basis, basis, held, day) : held
  const figures = figuresOn(basis, day)
  return moveTo({ ...course, basis }, holding(course.claims, left), 'return', day, { figures })
}

/**
 * What would be held if what came back had never been counted: told over again, entry by entry. It only ever takes away,
 * and only where the telling differs by the return: what older rules have given stays.
 */
const withoutReturned = (
  before: Basis,
  after: Basis,
  held: Claims['held'],
  day: CivilDate,
): Claims['held'] => {
  const [was, is] = [toldOver(before, day), toldOver(after, day)]
  if (isSame(was, is) || held === undefined) return held
  const below = rankOf(after.rules, is?.tier) - rankOf(after.rules, held.tier)
  if (below !== 0) return below < 0 ? is : held
  const isSooner =
    is?.lastDay !== undefined && (held.lastDay === undefined || is.lastDay < held.lastDay)
  return isSooner ? is : held
}

const toldOver = ({ rules, since, entries }: Basis, day: CivilDate): Claims['held'] => {
  let known: ReadonlyArray<Qualifying> = []
  let held = heldAfter({ rules, since, entries: known }, undefined, since, false)
  const settle = (to: CivilDate): void => {
    const basis = { rules, since, entries: known }
    let step = nextStep(basis, held === undefined ? {} : { held })
    while (step !== undefined && step.fromDay <= to) {
      held = step.claims.held
      step = nextStep(basis, step.claims)
    }
  }
  for (const entry of entries) {
    settle(entry.onDay)
    known = [...known, entry]
    const basis = { rules, since, entries: known }
    const isNews = isWithin(windowOn(rules, since, entry.onDay), entry.day)
    held = heldAfter(basis, held, entry.onDay, isNews)
  }
  settle(day)
  return held
}
