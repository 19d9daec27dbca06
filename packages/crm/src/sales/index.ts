export { returnIdOf, returnUndoIdOf, saleIdOf, voidIdOf } from '../shared/derived-ids.js'
export { sales, streamOf } from './capability.js'
export { commandCodecs, eventCodecs } from './codec.js'
export type * from './commands.js'
export { decide } from './decide/index.js'
export { saleErasureDecisions } from './erasing.js'
export type * from './events.js'
export { productSalesView } from './product-sales.codec.js'
export { type ProductSales, productSales } from './product-sales.projection.js'
export { purchasesView } from './purchases.codec.js'
export {
  type PurchaseDocument,
  type PurchaseHistory,
  type PurchaseLine,
  purchases,
} from './purchases.projection.js'
export type * from './rejections.js'
export { returnsView } from './returns.codec.js'
export { type ReturnDocument, returns } from './returns.projection.js'
export { salesByMonthView } from './sales-by-month.codec.js'
export { type MonthOfSales, salesByMonth } from './sales-by-month.projection.js'
export { soldLinesView } from './sold-lines.codec.js'
export {
  type LineFacts,
  leftOfLine,
  type SoldLine,
  type SoldLineId,
  type SoldLinePart,
  soldLineId,
  soldLines,
} from './sold-lines.projection.js'
export { type Document, evolve, initial } from './state.js'
export { storeDaysView } from './store-days.codec.js'
export {
  type StoreDay,
  type StoreDayId,
  storeDayId,
  storeDays,
  type TenderTotal,
} from './store-days.projection.js'
export { unclaimedView } from './unclaimed.codec.js'
export { eraseDueOn, isOpen, type UnclaimedSale, unclaimed } from './unclaimed.projection.js'
