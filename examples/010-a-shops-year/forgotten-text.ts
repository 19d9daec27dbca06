// What became of a customer who asked to be forgotten, as a person reads it.
import type { Forgotten, Seen, Shown } from './forgetting.js'
import { section, table } from './text-table.js'

const shown = (field: Shown | undefined): string => {
  if (field === undefined) return 'never known'
  return field._tag === 'Value' ? field.value : `erased on ${field.on}`
}

const whole = (value: number): string => value.toLocaleString('en-GB')

const rows: ReadonlyArray<readonly [string, (seen: Seen) => string]> = [
  ['name', ({ name }) => shown(name)],
  ['phone', ({ phone }) => shown(phone)],
  ['e-mail', ({ email }) => shown(email)],
  ['purchases', ({ sales }) => whole(sales)],
  ['points', ({ points }) => whole(points)],
]

const same = (is: boolean): string => (is ? 'the same' : 'NOT THE SAME')

const certified = ({ erasureId, vaults, completedAt }: Forgotten['certificate']): string => {
  const keys = vaults.reduce((sum, { keyIds }) => sum + keyIds.length, 0)
  return `Erasure ${erasureId.slice(0, 8)}: ${keys} keys destroyed, completed ${completedAt}.`
}

const proofOf = ({ unchanged, certificate }: Forgotten): ReadonlyArray<string> =>
  unchanged === undefined
    ? ['', `An earlier run has erased this customer. ${certified(certificate)}`]
    : [
        '',
        `Every view of the business, folded again from the first event: ${same(unchanged.views)} as before.`,
        `The ${whole(unchanged.events)} events that stood in the log, byte for byte: ${same(unchanged.log)}.`,
        certified(certificate),
        'Only the keys are gone. That the desk has looked, and the erasure, stand in the log, too.',
      ]

/** What opened before and opens after, and what has not changed. */
export const forgottenText = (forgotten: Forgotten): string => {
  const { customerId, before, after } = forgotten
  const columns = before === undefined ? [after] : [before, after]
  const heading = before === undefined ? [] : [['', 'before', 'after']]
  const lines = table('<<<', [
    ...heading,
    ...rows.map(([name, of]) => [name, ...columns.map((seen) => of(seen))]),
  ])
  return section(`Customer ${customerId.slice(0, 8)} asked to be forgotten`, [
    ...lines,
    ...proofOf(forgotten),
  ])
}
