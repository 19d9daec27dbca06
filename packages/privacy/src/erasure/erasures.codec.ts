import {
  instantCodec,
  integer,
  type KeptView,
  list,
  literal,
  optional,
  record,
  type Tagged,
  text,
  uuidCodec,
  view,
} from '@patina/eventsourcing'
import { mostParts, partCodec, partToEraseCodec, withdrawnForCodec } from '../fence/codec.js'
import { retentionClasses } from '../retention.js'
import type { ErasureDecisions, KeptClass } from './decisions.js'
import {
  type Erasure,
  erasuresOf,
  type PlacePurged,
  type ProcessorDone,
  type VaultEmptied,
} from './erasures.projection.js'
import { openItemsOf } from './open-items.js'

const name = text(80)
const names = list(name, { most: 100 })

const codec = record<Erasure>('Erasure', {
  decided: optional(
    record<NonNullable<Erasure['decided']>>('Decided', {
      why: name,
      subject: text(200),
      parts: list(partToEraseCodec, { most: mostParts }),
      kept: list(
        record<KeptClass>('KeptClass', {
          class: literal(...retentionClasses),
          law: text(200),
          citation: text(200),
          until: text(20),
        }),
      ),
      by: text(80),
      at: instantCodec,
    }),
  ),
  begun: optional(
    record<NonNullable<Erasure['begun']>>('Begun', {
      why: name,
      at: instantCodec,
      parts: list(partCodec, { most: mostParts }),
    }),
  ),
  destroyed: list(
    record<VaultEmptied>('VaultEmptied', {
      vaultId: uuidCodec,
      keys: integer(0),
      at: instantCodec,
    }),
  ),
  ordered: optional(
    record<NonNullable<Erasure['ordered']>>('Ordered', { places: names, processors: names }),
  ),
  purged: list(
    record<PlacePurged>('PlacePurged', { place: name, count: integer(0), at: instantCodec }),
  ),
  confirmed: list(record<ProcessorDone>('ProcessorDone', { processor: name, at: instantCodec })),
  completedAt: optional(instantCodec),
  withdrawnAt: optional(instantCodec),
  withdrawnFor: optional(withdrawnForCodec),
  outcome: optional(literal('carriedOut', 'held', 'merged')),
})

/** The view of erasures, in SQL `erasures`. `is_open` is 1 as long as something is left to do. */
export type ErasuresView = KeptView<string, Erasure, Tagged, never>

/** Makes it, with the capabilities that decide: none of them, or one, or several. */
export const erasuresView = (decisions: ReadonlyArray<ErasureDecisions>): ErasuresView =>
  view(erasuresOf(decisions), {
    codec,
    columns: {
      is_open: {
        kind: 'integer',
        isIndexed: true,
        of: (erasure) => (openItemsOf(erasure).length > 0 ? 1 : 0),
      },
      begun_at: { kind: 'text', of: ({ begun }) => begun?.at ?? null },
      completed_at: { kind: 'text', of: ({ completedAt }) => completedAt ?? null },
    },
  }) as unknown as ErasuresView
