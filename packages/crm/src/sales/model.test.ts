// Any sequence of commands about one sale, beside a model of a few numbers that says which of them are carried out.
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { eventsOf, idOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate, plusDays } from '../shared/civil-date.js'
import { customerId, documentNumber, lineId, reasonCode, storeId } from '../shared/ids.js'
import { fittingSales } from './arbitraries.js'
import type { SalesCommand } from './commands.js'
import type { SaleRecorded, SalesEvent } from './events.js'
import * as Sales from './index.js'

const given = storiesAt(Sales)
const soldOn = civilDate('2024-06-01')

// What somebody tries, and so many days after the day of the sale.
interface Attempt {
  readonly what: 'return' | 'returnAgain' | 'void' | 'claim' | 'record'
  readonly later: number
  readonly which: number
  readonly pieces: number
}
const attempts = fc.array(
  fc.record<Attempt>({
    what: fc.constantFrom('return', 'return', 'return', 'returnAgain', 'void', 'claim', 'record'),
    later: fc.constantFrom(0, 0, 0, 1, 14, 15),
    which: fc.nat(4),
    pieces: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 14 },
)

// The model: pieces left of each line, the returns that there were, whether it is void, and whose it is.
interface Model {
  readonly left: number[]
  readonly returns: { readonly which: number; readonly pieces: number; readonly later: number }[]
  isVoid: boolean
  owner: number | undefined
}
type Answer = 'appended' | 'alreadySo' | 'refused'

const expected = (model: Model, { what, later, which, pieces }: Attempt): Answer => {
  switch (what) {
    case 'record':
      return 'alreadySo'
    case 'returnAgain':
      return model.returns.length === 0 ? 'refused' : 'alreadySo'
    case 'return':
      return !model.isVoid && pieces <= (model.left[which] ?? 0) ? 'appended' : 'refused'
    case 'void':
      if (model.isVoid) return 'alreadySo'
      return later === 0 && model.returns.length === 0 ? 'appended' : 'refused'
    case 'claim': {
      if (model.owner === which) return 'alreadySo'
      const isLeft = model.left.some((quantity) => quantity > 0)
      const isFree = !model.isVoid && model.owner === undefined && isLeft && later <= 14
      return isFree ? 'appended' : 'refused'
    }
  }
}

const carriedOut = (model: Model, { what, which, pieces, later }: Attempt): void => {
  if (what === 'return') {
    model.left[which] = (model.left[which] ?? 0) - pieces
    model.returns.push({ which, pieces, later })
  }
  if (what === 'void') model.isVoid = true
  if (what === 'claim') model.owner = which
}

test('a sale does what a model of a few numbers does, whatever is tried with it', () => {
  fc.assert(
    fc.property(fittingSales, attempts, (record, all) => {
      const [sale] = eventsOf(given().when(record).outcome()) as [SaleRecorded]
      const { saleId } = sale
      const model: Model = {
        left: sale.lines.map(({ quantity }) => quantity),
        returns: [],
        isVoid: false,
        owner: undefined,
      }
      const commandOf = ({ what, which, pieces, later }: Attempt): SalesCommand => {
        const last = model.returns.at(-1)
        const isAgain = what === 'returnAgain' && last !== undefined
        if (what === 'record') return record
        if (what === 'void') return { type: 'VoidSale', saleId, reasonCode: reasonCode('mistake') }
        if (what === 'claim') {
          return {
            type: 'ClaimSale',
            saleId,
            customerId: customerId(idOf('cust', which)),
            proof: 'receipt',
          }
        }
        return {
          type: 'ReturnLines',
          saleId,
          storeId: storeId('HK1'),
          returnDocument: documentNumber(`R-${model.returns.length - (isAgain ? 1 : 0)}`),
          returnedOn: plusDays(soldOn, isAgain ? last.later : later),
          lines: [
            {
              lineId: lineId(
                what === 'returnAgain' && !isAgain
                  ? '9'
                  : String((isAgain ? last.which : which) + 1),
              ),
              quantity: isAgain ? last.pieces : pieces,
            },
          ],
          reasonCode: reasonCode('unwanted'),
        }
      }
      const history: SalesEvent[] = [sale]
      for (const attempt of all) {
        const at = `${plusDays(soldOn, attempt.later)}T04:00:00.000Z`
        const outcome = given(...history)
          .when(commandOf(attempt), at)
          .outcome()
        const answer: Answer = E.isLeft(outcome)
          ? 'refused'
          : outcome.right.length === 0
            ? 'alreadySo'
            : 'appended'
        expect([attempt, answer]).toEqual([attempt, expected(model, attempt)])
        if (E.isLeft(outcome) || answer !== 'appended') continue
        history.push(...outcome.right)
        carriedOut(model, attempt)
        for (const event of outcome.right) {
          if (event.type === 'SaleLinesReturned' || event.type === 'SaleVoided') {
            const named = 'customerId' in event ? event.customerId : undefined
            const owner = model.owner === undefined ? undefined : idOf('cust', model.owner)
            expect(named).toBe(owner)
          }
        }
      }
    }),
    { numRuns: 300 },
  )
})
