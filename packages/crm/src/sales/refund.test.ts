import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { documentNumber, lineId, reasonCode, storeId } from '../shared/ids.js'
import { fittingSales } from './arbitraries.js'
import type { RefundBy, ReturnLines } from './commands.js'
import type { SaleLine, SaleLinesReturned, SaleRecorded, SalesEvent } from './events.js'
import * as Sales from './index.js'

const given = storiesAt(Sales)
const policies: ReadonlyArray<RefundBy> = ['proportion', 'pointsFirst', 'moneyFirst']

const backFrom = (
  sale: SaleRecorded,
  n: number,
  lines: ReturnLines['lines'],
  refundBy?: RefundBy,
): ReturnLines => ({
  type: 'ReturnLines',
  saleId: sale.saleId,
  storeId: storeId('HK2'),
  returnDocument: documentNumber(`R-${n}`),
  returnedOn: civilDate('2024-06-01'),
  lines,
  reasonCode: reasonCode('unwanted'),
  ...(refundBy === undefined ? {} : { refundBy }),
})

// Takes pieces of lines back, one small return after the other, as far as there are any; then all that is left.
interface Taking {
  readonly of: number
  readonly pieces: number
  readonly by: RefundBy
}
const takings = (by: fc.Arbitrary<RefundBy>) =>
  fc.array(fc.record<Taking>({ of: fc.nat(3), pieces: fc.integer({ min: 1, max: 4 }), by }), {
    maxLength: 10,
  })

interface Told {
  readonly sale: SaleRecorded
  readonly returns: ReadonlyArray<SaleLinesReturned>
  readonly policies: ReadonlyArray<RefundBy>
}
const told = (command: Sales.RecordSale, all: ReadonlyArray<Taking>, last: RefundBy): Told => {
  const history: SalesEvent[] = [...eventsOf(given().when(command).outcome())]
  const sale = history[0] as SaleRecorded
  const left = new Map(sale.lines.map(({ lineId, quantity }) => [lineId, quantity]))
  const returns: SaleLinesReturned[] = []
  const policies: RefundBy[] = []
  const take = (lines: ReturnLines['lines'], by: RefundBy): void => {
    const wanted = backFrom(sale, returns.length, lines, by)
    const [event] = eventsOf(
      given(...history)
        .when(wanted)
        .outcome(),
    ) as [SaleLinesReturned]
    for (const { lineId, quantity } of lines) left.set(lineId, (left.get(lineId) ?? 0) - quantity)
    history.push(event)
    returns.push(event)
    policies.push(by)
  }
  for (const { of, pieces, by } of all) {
    const line = sale.lines[of % sale.lines.length] as SaleLine
    const quantity = Math.min(pieces, left.get(line.lineId) ?? 0)
    if (quantity > 0) take([{ lineId: line.lineId, quantity }], by)
  }
  const rest = [...left].filter(([, quantity]) => quantity > 0)
  if (rest.length > 0)
    take(
      rest.map(([lineId, quantity]) => ({ lineId, quantity })),
      last,
    )
  return { sale, returns, policies }
}

const linesBack = ({ returns }: Told, line: SaleLine) =>
  returns.flatMap(({ lines }) => lines.filter((back) => back.lineId === line.lineId))

// The oracle of cum: what each piece is worth, in the order in which pieces come back, by carrying the rest along.
const worths = (total: number, pieces: number): ReadonlyArray<number> => {
  let carried = 0
  return Array.from({ length: pieces }, () => {
    carried += total
    const worth = Math.ceil(carried / pieces)
    carried -= worth * pieces
    return worth
  })
}

describe('laws of refunds', () => {
  const any = fc.constantFrom(...policies)

  test('a line gives back exactly what was paid for it when all of it came back, in any split and order [L5]', () => {
    fc.assert(
      fc.property(fittingSales, takings(any), any, (command, all, last) => {
        const story = told(command, all, last)
        for (const line of story.sale.lines) {
          const back = linesBack(story, line)
          const sum = (of: (one: (typeof back)[number]) => number) =>
            back.reduce((total, one) => total + of(one), 0)
          expect(sum(({ paidMinor }) => paidMinor)).toBe(line.paidMinor)
          expect(sum(({ refundMinor }) => refundMinor)).toBe(line.paidMinor)
          expect(sum(({ byPoints }) => byPoints?.minor ?? 0)).toBe(line.byPoints?.minor ?? 0)
          expect(sum(({ byPoints }) => byPoints?.points ?? 0)).toBe(line.byPoints?.points ?? 0)
        }
      }),
    )
  })

  test('each return gives back what carrying the rest along, piece by piece, finds', () => {
    fc.assert(
      fc.property(fittingSales, takings(any), any, (command, all, last) => {
        const story = told(command, all, last)
        for (const line of story.sale.lines) {
          const pieces = [...worths(line.paidMinor, line.quantity)]
          for (const { quantity, paidMinor, refundMinor } of linesBack(story, line)) {
            const worth = pieces.splice(0, quantity).reduce((sum, one) => sum + one, 0)
            expect([paidMinor, refundMinor]).toEqual([worth, worth])
          }
        }
      }),
    )
  })

  // What money and points are worth is rounded for each, so that one of them may be a cent ahead until more comes back.
  test('in proportion, what went back in points is its part by the same rule, or a cent less', () => {
    fc.assert(
      fc.property(fittingSales, takings(fc.constant('proportion')), (command, all) => {
        const story = told(command, all, 'proportion')
        for (const line of story.sale.lines) {
          const minor = line.byPoints?.minor ?? 0
          const pieces = [...worths(minor, line.quantity)]
          let [part, given] = [0, 0]
          for (const { quantity, byPoints } of linesBack(story, line)) {
            part += pieces.splice(0, quantity).reduce((sum, one) => sum + one, 0)
            given += byPoints?.minor ?? 0
            expect([0, 1]).toContain(part - given)
          }
          expect(given).toBe(minor)
        }
      }),
    )
  })

  test('points first gives money only when the points of a line are gone, money first the other way round', () => {
    fc.assert(
      fc.property(
        fittingSales,
        takings(fc.constant('pointsFirst')),
        takings(fc.constant('moneyFirst')),
        (command, pointsFirst, moneyFirst) => {
          const first = told(command, pointsFirst, 'pointsFirst')
          const other = told(command, moneyFirst, 'moneyFirst')
          for (const line of first.sale.lines) {
            const minor = line.byPoints?.minor ?? 0
            let given = 0
            for (const { refundMinor, byPoints } of linesBack(first, line)) {
              given += byPoints?.minor ?? 0
              if (refundMinor > (byPoints?.minor ?? 0)) expect(given).toBe(minor)
            }
            let money = 0
            for (const { refundMinor, byPoints } of linesBack(other, line)) {
              money += refundMinor - (byPoints?.minor ?? 0)
              if (byPoints !== undefined) expect(money).toBe(line.paidMinor - minor)
            }
          }
        },
      ),
    )
  })

  test('every point goes back to a redemption that it came from, and to none more than it spent, the last one first', () => {
    fc.assert(
      fc.property(fittingSales, takings(any), any, (command, all, last) => {
        const { sale, returns } = told(command, all, last)
        const spent = (sale.tenders ?? []).flatMap(({ redemption }) => redemption ?? [])
        const left = new Map(spent.map(({ redemptionId, points }) => [redemptionId, points]))
        for (const { lines, undone = [] } of returns) {
          const points = lines.reduce((sum, { byPoints }) => sum + (byPoints?.points ?? 0), 0)
          expect(undone.reduce((sum, one) => sum + one.points, 0)).toBe(points)
          for (const { redemptionId, points: back } of undone) {
            left.set(redemptionId, (left.get(redemptionId) ?? 0) - back)
            const later = spent.slice(
              spent.findIndex((one) => one.redemptionId === redemptionId) + 1,
            )
            for (const one of later) expect(left.get(one.redemptionId)).toBe(0)
          }
        }
        expect([...left.values()].every((points) => points === 0)).toBe(true)
      }),
    )
  })
})

describe('a refund that the shop says itself', () => {
  const line = { lineId: lineId('1'), quantity: 2, unitMinor: 500, paidMinor: 1000, sku: 'W1' }
  const command = {
    ...(fc.sample(fittingSales, 1)[0] as Sales.RecordSale),
    lines: [line as unknown as SaleLine],
    discountMinor: 0,
    tenders: [{ kind: 'card' as never, amountMinor: 1000 }],
  }
  const [sale] = eventsOf(given().when(command).outcome()) as [SaleRecorded]
  const one = (refundMinor?: number) => ({
    lineId: lineId('1'),
    quantity: 1,
    ...(refundMinor === undefined ? {} : { refundMinor }),
  })
  const after = (first: number, then?: number): ReadonlyArray<number> => {
    const [event] = eventsOf(
      given(sale)
        .when(backFrom(sale, 1, [one(first)]))
        .outcome(),
    )
    const next = given(sale, event as SalesEvent).when(backFrom(sale, 2, [one(then)]))
    return (eventsOf(next.outcome()) as [SaleLinesReturned])[0].lines.map(
      ({ refundMinor }) => refundMinor,
    )
  }

  test('is what it says, and what is computed later gives back no more than is left', () => {
    expect(after(400)).toEqual([500])
    expect(after(500)).toEqual([500])
    expect(after(700)).toEqual([300])
    expect(after(1200)).toEqual([0])
    expect(after(1200, 100)).toEqual([100])
  })

  test('does not change what had been paid for the pieces', () => {
    const [event] = eventsOf(
      given(sale)
        .when(backFrom(sale, 1, [one(400)]))
        .outcome(),
    )
    expect(event).toMatchObject({ lines: [{ paidMinor: 500, refundMinor: 400 }] })
  })

  test('that is left out when the document comes again is what was recorded', () => {
    const [event] = eventsOf(
      given(sale)
        .when(backFrom(sale, 1, [one(400)]))
        .outcome(),
    )
    const history = [sale, event as SalesEvent]
    given(...history)
      .when(backFrom(sale, 1, [one()]))
      .expectNothing()
    given(...history)
      .when(backFrom(sale, 1, [one(400)]))
      .expectNothing()
    expect(
      E.isLeft(
        given(...history)
          .when(backFrom(sale, 1, [one(401)]))
          .outcome(),
      ),
    ).toBe(true)
  })
})
