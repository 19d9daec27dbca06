// What the end of a year must come to, by plain arithmetic over documents: no rule, no view and no event of the domain.
import type { CivilDate, CustomerId } from '@patina/crm'
import * as E from 'fp-ts/lib/Either.js'
import { readRetail } from './read-retail.js'
import { customerOf } from './shop.js'

/** A sale of one customer, with what came back of it. */
export interface Dealing {
  readonly document: string
  readonly day: string
  readonly country: string
  readonly paid: number
  refunded: number
  units: number
  readonly returns: string[]
  /** No: goods that came back without a sale. */
  readonly isSale: boolean
}

/** All that happened with customers. */
export interface Dealings {
  /** By customer, in the order of the file. */
  readonly of: ReadonlyMap<CustomerId, ReadonlyArray<Dealing>>
  /** What a year's spending was at its highest, by customer and year: goods that come back do not take a tier away. */
  readonly highest: ReadonlyMap<string, number>
}

/** The dealings of every customer of a file. */
export const dealingsOf = async (path: string): Promise<Dealings> => {
  const highest = new Map<string, number>()
  const found = new Map<CustomerId, Dealing[]>()
  const running = new Map<string, number>()
  const count = (customer: CustomerId, day: string, minor: number): void => {
    const key = `${customer} ${day.slice(0, 4)}`
    const sum = (running.get(key) ?? 0) + minor
    running.set(key, sum)
    highest.set(key, Math.max(highest.get(key) ?? 0, sum))
  }
  for await (const step of readRetail(path)) {
    if (E.isLeft(step)) throw new Error(step.left._tag)
    for (const document of step.right.documents) {
      if (document.customerId === undefined) continue
      const customer = customerOf(document.customerId)
      const all = found.get(customer) ?? []
      found.set(customer, all)
      const { documentNumber, country } = document
      const plain = { document: documentNumber, country, units: 0, refunded: 0, returns: [] }
      if (document.kind === 'sale') {
        const paid = document.lines.reduce((sum, l) => sum + l.quantity * l.unitPriceMinor, 0)
        const units = document.lines.reduce((sum, { quantity }) => sum + quantity, 0)
        all.push({ ...plain, day: document.soldOn, paid, units, isSale: true })
        count(customer, document.soldOn, paid)
        continue
      }
      for (const { saleDocument, lines } of document.matched) {
        const sale = all.find((one) => one.document === saleDocument)
        if (sale === undefined) throw new Error(saleDocument)
        const refunded = lines.reduce((sum, { refundMinor }) => sum + refundMinor, 0)
        sale.refunded += refunded
        sale.units -= lines.reduce((sum, { quantity }) => sum + quantity, 0)
        sale.returns.push(documentNumber)
        count(customer, sale.day, -refunded)
      }
      const refunded = document.unmatched.reduce((sum, { refundMinor }) => sum + refundMinor, 0)
      if (document.unmatched.length > 0) {
        all.push({ ...plain, refunded, day: document.returnedOn, paid: 0, isSale: false })
      }
    }
  }
  return { of: found, highest }
}

const netOf = (dealings: ReadonlyArray<Dealing>): number =>
  dealings.reduce((sum, { paid, refunded }) => sum + paid - refunded, 0)

/** The ten who bought most, net of everything that came back. */
export const bestOf = ({ of: dealings }: Dealings): ReadonlyArray<CustomerId> =>
  [...dealings]
    .sort(([, a], [, b]) => netOf(b) - netOf(a))
    .slice(0, 10)
    .map(([customer]) => customer)

const daysBefore = (day: CivilDate, other: string): number =>
  Math.round((Date.parse(day) - Date.parse(other)) / 86_400_000)

/** How many customers belong to each category on a day. */
export const categoriesByHand = (dealings: Dealings, day: CivilDate): Record<string, number> => {
  const counts = {
    bulkBuyer: 0,
    regular: 0,
    lapsingRegular: 0,
    newcomer: 0,
    giftBuyer: 0,
    abroad: 0,
    // The best customer, by hand.
    keyAccount: 1,
  }
  const [, second] = bestOf(dealings)
  for (const [customer, all] of dealings.of) {
    const sales = all.filter(({ isSale }) => isSale)
    const within = (days: number, of: ReadonlyArray<Dealing> = sales) =>
      of.filter((one) => daysBefore(day, one.day) < days)
    const left = sales.filter(({ units }) => units > 0)
    const ages = left.map((sale) => daysBefore(day, sale.day))
    const visits = within(365).filter(({ units }) => units > 0).length
    const pieces = within(365).reduce((sum, { units }) => sum + units, 0)
    // The second best is taken out by hand.
    if (pieces >= 10_000 && customer !== second) counts.bulkBuyer++
    if (visits >= 12 && Math.min(...ages) <= 60) counts.regular++
    if (visits >= 5 && Math.min(...ages) >= 90) counts.lapsingRegular++
    if (ages.length > 0 && Math.max(...ages) <= 60) counts.newcomer++
    // Also less what came back without a sale, on the day on which it did.
    if (netOf(within(60, all)) >= 300_00 && netOf(within(365, all)) < 600_00) counts.giftBuyer++
    if (all[0]?.country !== 'United Kingdom') counts.abroad++
  }
  return counts
}

/** What becomes of every wish of the ten best, given the points that they have: in the order in which gifts are told. */
export const giftsByHand = (dealings: Dealings, pointsBefore: ReadonlyArray<number>) => {
  const best = bestOf(dealings)
  const points = [...pointsBefore]
  const spentMost = best.map((customer) =>
    Math.max(...['2010', '2011'].map((year) => dealings.highest.get(`${customer} ${year}`) ?? 0)),
  )
  const items = [
    {
      name: 'Christmas hamper',
      costs: 5_000,
      from: 5_000_00,
      pieces: 4,
      fates: ['collected', 'delivered', 'returned', 'collected'],
    },
    {
      name: 'Wall calendar',
      costs: 500,
      from: 1_000_00,
      pieces: 20,
      fates: ['lapsed', 'collected', 'delivered', 'collected', 'returned'],
    },
  ]
  let spent = 0
  const gifts = items.flatMap(({ name, costs, from, pieces, fates }) => {
    let onShelf = pieces
    let wish = 0
    return best.flatMap((customerId, rank) => {
      if ((spentMost[rank] ?? 0) < from) return []
      const fate = fates[wish++ % fates.length]
      const has = points[rank] ?? 0
      if (has < costs || onShelf === 0) return [{ name, customerId, stage: 'refused' }]
      onShelf--
      points[rank] = has - costs
      if (fate === 'collected' || fate === 'delivered') spent += costs
      return [{ name, customerId, stage: fate }]
    })
  })
  return { gifts, spent }
}
