// The view of erasures as a view: it folds, it is rebuilt, it is kept, whatever the log says.
import { erasureDecisions } from '@patina/crm/privacy-requests'
import { instantOf, type Tagged } from '@patina/eventsourcing'
import { erasuresView } from '@patina/privacy'
import { historiesOf, projectionLaws } from '@patina/testing'
import fc from 'fast-check'

const ids = fc.nat(2).map((n) => `00000000-0000-4000-8000-00000000000${n}`)
const at = fc.constant(instantOf(Date.UTC(2026, 0, 1)))
const name = fc.constantFrom('a', 'b')
const names = fc.subarray(['a', 'b'])
const parts = (subject: string) =>
  fc.constant([
    { subject, class: 'identity', generation: 0 },
    { subject, class: 'contact', generation: 1, scopes: ['s'] },
  ])

// Every event that the view folds, about one erasure.
const events = (subject: string): fc.Arbitrary<Tagged> => {
  const of = (type: string, fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
    fc.record({ type: fc.constant(type), erasureId: ids, ...fields })
  const days = fc.constant('2026-01-01')
  return fc.oneof(
    of('ErasureBegun', { why: name, at, parts: parts(subject) }),
    of('ErasureWithdrawn', { at }),
    of('ErasureWithdrawn', { at, why: fc.constant('merged') }),
    of('SubjectKeyDestroyed', { vaultId: ids, keyIds: fc.constant([`${'k'.repeat(42)}A`]), at }),
    of('PurgeOrdered', { places: names, processors: names, at }),
    of('DerivedDataPurged', { place: name, count: fc.nat(9), at }),
    of('ProcessorConfirmedErasure', { processor: name, at }),
    of('ErasureCompleted', { vaultIds: fc.constant([]), at }),
    of('ErasureDecided', {
      customerId: fc.constant(subject),
      why: fc.constant('request'),
      classes: fc.subarray(['identity', 'contact']),
      exceptions: fc.constant([]),
      decidedOn: days,
    }),
    of('ErasureConcluded', {
      customerId: fc.constant(subject),
      outcome: fc.constantFrom('carriedOut', 'held', 'merged'),
      classes: fc.constant([]),
      concludedOn: days,
    }),
  )
}

projectionLaws(
  () => erasuresView([erasureDecisions]) as never,
  historiesOf('erasure', events) as never,
  { numRuns: 30 },
)
