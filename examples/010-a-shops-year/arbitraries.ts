import fc from 'fast-check'

// Few of everything, so that invoices, customers and articles meet again and again.
const customer = fc.constantFrom('1.0', '2.0', '3.0', '')
const article = fc.constantFrom('A', 'a', 'B', '85123A')
const price = fc.constantFrom('0.0', '0.01', '1.1', '2.55', '0.001', 'free')
const quantity = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 6 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('0', '-3', 'x') },
)

const line = fc
  .record({
    invoice: fc.integer({ min: 1, max: 12 }),
    isReturn: fc.boolean(),
    article,
    quantity,
    price,
    customer,
  })
  .map((of) => {
    // An invoice is of one customer, nearly always.
    const ofInvoice = `${(of.invoice % 3) + 1}.0`
    const who = of.customer === '3.0' ? ofInvoice : of.invoice % 4 === 0 ? '' : ofInvoice
    const number = `${of.isReturn ? 'C' : ''}${of.invoice}`
    const pieces = of.isReturn ? `-${of.quantity}` : of.quantity
    return `${number},${of.article},"ART, ""X""",${pieces},2011-01-0${(of.invoice % 9) + 1} 08:26:00,${of.price},${who},EIRE`
  })

/** Lines of a small shop, mostly good ones, in any order. */
export const shopLines: fc.Arbitrary<ReadonlyArray<string>> = fc.array(
  fc.oneof({ weight: 30, arbitrary: line }, { weight: 1, arbitrary: fc.string({ maxLength: 20 }) }),
  { maxLength: 80 },
)
