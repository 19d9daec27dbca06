import {
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  reasonCode,
  sku,
  storeId,
} from '@patina/crm'
import {
  cycleOf,
  gapsOf,
  preferences,
  purchaseDaysView,
  revealedView,
  type Share,
  sharesByMoney,
  sharesByUnits,
} from '@patina/crm/preferences'
import { saleIdOf } from '@patina/crm/sales'
import { inMemory, newId } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'

const by = (actor: string) => ({ commandId: newId(), actor })
const guest = customerId('c0570000-0000-4000-8000-000000000019')
const shop = storeId('HARBOUR')
const hkd = currency('HKD')

// What was bought on which day: how many pieces, of which brand and category, at how many cents each.
const visits = [
  ['2025-01-10', 'B-1', 1, 'strand', 'watch', 480_000],
  ['2025-03-01', 'B-2', 2, 'strand', 'strap', 30_000],
  ['2025-04-12', 'B-3', 1, 'meridian', 'watch', 520_000],
  ['2025-06-03', 'B-4', 1, 'strand', 'strap', 30_000],
  ['2025-07-20', 'B-5', 1, 'strand', 'watch', 450_000],
] as const

// Brands and categories are opened beside the domain by whoever wants to see them.
const capabilities = [...crm, preferences] as const
type Shop = Application<typeof capabilities>

const sell = async (app: Shop): Promise<void> => {
  for (const [day, number, quantity, brand, category, unitMinor] of visits) {
    const line = {
      lineId: lineId('1'),
      sku: sku(`${brand}-${category}`),
      article: { brand: codeOf(brand), category: codeOf(category) },
      quantity,
      unitMinor,
      paidMinor: quantity * unitMinor,
    }
    await orThrow(
      app.send(
        {
          type: 'RecordSale',
          documentNumber: documentNumber(number),
          storeId: shop,
          customerId: guest,
          soldOn: civilDate(day),
          currency: hkd,
          lines: [line],
        },
        by('till-2'),
      ),
    )
  }
}

const percent = (shares: ReadonlyArray<Share>): string =>
  shares.map(({ code, perMille }) => `${code} ${perMille / 10} %`).join(', ')

const show = async (app: Shop): Promise<void> => {
  // Raw shares: how many pieces stand behind them is said with them.
  const revealed = await orThrow(app.read(revealedView, guest))
  if (revealed === undefined) throw new Error('nothing was bought')
  console.log(`of ${revealed.all.units} pieces: ${percent(sharesByUnits(revealed.brands))}`)
  console.log(`of what was paid: ${percent(sharesByMoney(revealed.brands, hkd))}`)
  console.log(`of what was paid, by category: ${percent(sharesByMoney(revealed.categories, hkd))}`)

  const purchases = await orThrow(app.read(purchaseDaysView, guest))
  if (purchases === undefined) throw new Error('nothing was bought')
  const cycle = cycleOf(purchases, civilDate('2025-08-31'))
  console.log(
    cycle._tag === 'NotEnoughGaps'
      ? `${cycle.gaps} gaps, and ${cycle.needed} are needed to see a rhythm`
      : `gaps of ${gapsOf(purchases).join(', ')} days: ${cycle.medianDays} as a rule, next about ${cycle.expectedOn}`,
  )
}

export const main = async (): Promise<void> => {
  const app = await orThrow(open(inMemory(), capabilities))
  await sell(app)
  await show(app)

  // What comes back was not wanted: it counts no more, and its day is no day of a purchase.
  const back = { returnDocument: documentNumber('R-1'), returnedOn: civilDate('2025-04-20') }
  const lines = [{ lineId: lineId('1'), quantity: 1, refundMinor: 520_000 }]
  await orThrow(
    app.send(
      {
        type: 'ReturnLines',
        saleId: saleIdOf(shop, documentNumber('B-3')),
        storeId: shop,
        ...back,
        lines,
        reasonCode: reasonCode('unwanted'),
      },
      by('till-2'),
    ),
  )
  console.log('The one of another brand comes back.')
  await show(app)
  await app.close()
}

if (process.argv[1] === import.meta.filename) await main()
