// Sales to somebody unknown that a customer has claimed: what was sealed for them is sealed for the sale, and goes with the customer.
import type { CivilDate } from '../shared/civil-date.js'
import type { SaleId } from '../shared/ids.js'
import type { ClaimedSaleNoted, ClearPrivacyEntry } from './events.js'

/** How many claimed sales one decision to erase names. The next decision names those that are left. */
export const mostSales = 10_000

const notedIn = (entries: ReadonlyArray<ClearPrivacyEntry>): ReadonlyArray<ClaimedSaleNoted> =>
  entries.filter((entry) => entry.type === 'ClaimedSaleNoted')

/** Says whether the claim of a sale is known. */
export const isNoted = (entries: ReadonlyArray<ClearPrivacyEntry>, saleId: SaleId): boolean =>
  notedIn(entries).some((one) => one.saleId === saleId)

/** The day on which the last of the claimed sales falls due; `undefined` where none was claimed. */
export const lastDueDay = (entries: ReadonlyArray<ClearPrivacyEntry>): CivilDate | undefined =>
  notedIn(entries)
    .map(({ dueOn }) => dueOn)
    .sort()
    .at(-1)

/** The claimed sales that a decision names: those that no decision has named before come first. */
export const salesToErase = (entries: ReadonlyArray<ClearPrivacyEntry>): ReadonlyArray<SaleId> => {
  const named = new Set(
    entries.flatMap((entry) => (entry.type === 'ErasureDecided' ? (entry.sales ?? []) : [])),
  )
  const all = notedIn(entries).map(({ saleId }) => saleId)
  // A class that was opened again may hold something again, and what a decision left because it was void is still there.
  return [...all.filter((one) => !named.has(one)), ...all.filter((one) => named.has(one))].slice(
    0,
    mostSales,
  )
}
