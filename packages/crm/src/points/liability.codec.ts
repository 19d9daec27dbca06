import { list, record, view } from '@patina/eventsourcing'
import * as t from 'io-ts'
import { membershipIdCodec } from '../shared/codecs.js'
import { emptyTable, putAll, type Table, valuesOf } from '../shared/table.js'
import { balanceCodec } from './balance.codec.js'
import { type AccountBalance, type Liability, liability } from './liability.projection.js'

const accountBalances = list(
  record<AccountBalance>('AccountBalance', {
    membershipId: membershipIdCodec,
    balance: balanceCodec,
  }),
  { most: 10_000_000 },
)

const isTable = (value: unknown): value is Table<AccountBalance> =>
  typeof value === 'object' && value !== null && 'root' in value

// Kept as a list in the order of the ids: a table has no order of its own.
const accounts = new t.Type<Table<AccountBalance>, unknown>(
  accountBalances.name,
  isTable,
  (value, context) => {
    const decoded = accountBalances.validate(value, context)
    return decoded._tag === 'Left'
      ? decoded
      : t.success(
          putAll(
            emptyTable,
            decoded.right.map((one) => [one.membershipId, one]),
          ),
        )
  },
  (table) => valuesOf(table).toSorted((a, b) => (a.membershipId < b.membershipId ? -1 : 1)),
)

/** The liability of a programme, key programme id: folded on demand, so it declares no columns and is in no list of views. */
export const liabilityView = view(liability, {
  codec: record<Liability>('Liability', { accounts }),
  columns: {},
})
