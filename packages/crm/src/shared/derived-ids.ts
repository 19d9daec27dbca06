// Ids that follow from what a thing is, so that it is recorded once however often, and from however many places, it comes.
import { uuidV5 } from '@patina/eventsourcing'
import type {
  AdjustmentId,
  AwardId,
  Code,
  CustomerId,
  DocumentNumber,
  LineId,
  LotId,
  MembershipId,
  MoveId,
  ProgrammeId,
  RedemptionId,
  ReturnId,
  SaleId,
  StoreId,
  TransferId,
  UndoId,
} from './ids.js'

// Namespaces are drawn once and never change: every stored id depends on them.
const sales = '5b0f7a52-6f0e-4b7e-9d3c-0a3b7c1f6f10'
const returns = 'c3d8f0a4-3f49-4f26-8f0e-9f6d2f1d7b21'
const voids = '7b3930c1-9954-487b-ad15-c552ed31372a'
const undos = '1abdbf5d-3807-4537-9623-dea31a5e455e'
const memberships = '7e1c2b90-54a1-4f0f-b6a2-3a8d9c5e4f32'
const awards = '0d9a6e38-8b6c-4c55-a1d4-6c7e2b8f9a43'

// Printed as a JSON list, so that ("a-b", "c") and ("a", "b-c") are two names.
const derive = (namespace: string, ...parts: ReadonlyArray<string>): string =>
  uuidV5(namespace, JSON.stringify(parts))

/** The id of the sale with this document number in this shop. */
export const saleIdOf = (store: StoreId, document: DocumentNumber): SaleId =>
  derive(sales, store, document) as SaleId

/** The id of the return document with this number in this shop. */
export const returnIdOf = (store: StoreId, document: DocumentNumber): ReturnId =>
  derive(returns, store, document) as ReturnId

/** What stands for the return of all goods of a sale that was voided, where points are taken back. */
export const voidIdOf = (sale: SaleId): ReturnId => derive(voids, sale) as ReturnId

/** The undo of a redemption that goods of a sale lead to, paid with it, when they come back: one document may return several. */
export const returnUndoIdOf = (from: ReturnId, sale: SaleId, redemption: RedemptionId): UndoId =>
  derive(undos, from, sale, redemption) as UndoId

// One command asks for the same membership several times: of its stream, its events, its reactions. The last ones are kept,
// by the customer within the programme.
const known = new Map<string, MembershipId>()
const mostKnown = 2000
let knownProgramme = ''

/** The id of a customer's membership in a programme: a person is in each programme once. */
export const membershipIdOf = (programme: ProgrammeId, customer: CustomerId): MembershipId => {
  if (programme !== knownProgramme || known.size >= mostKnown) known.clear()
  knownProgramme = programme
  const found = known.get(customer)
  if (found !== undefined) return found
  const id = derive(memberships, programme, customer) as MembershipId
  known.set(customer, id)
  return id
}

/** The id of the award that a sale earns in a programme. */
export const awardIdOf = (programme: ProgrammeId, sale: SaleId): AwardId =>
  derive(awards, programme, sale) as AwardId

/** The lot that a line of an award earns. */
export const lotIdOf = (award: AwardId, line: LineId): LotId => uuidV5(award, line) as LotId

/** The lot that a bonus of an award earns. No line has an end of line in its id, so no line has the same lot. */
export const bonusLotIdOf = (award: AwardId, rule: Code): LotId =>
  uuidV5(award, `bonus\n${rule}`) as LotId

/** The lot of grace that an undo makes for points of a lot that has lapsed meanwhile. */
export const graceLotIdOf = (undo: UndoId, lot: LotId): LotId => uuidV5(undo, lot) as LotId

/** The lot of an adjustment that gives points. */
export const adjustmentLotIdOf = (adjustment: AdjustmentId): LotId =>
  uuidV5(adjustment, 'lot') as LotId

/** The lot that a transfer makes in the account that it goes to. */
export const transferLotIdOf = (transfer: TransferId, lot: LotId): LotId =>
  uuidV5(transfer, lot) as LotId

/** What leaves an account for another one of the same person, counted up from 1. */
export const moveIdOf = (account: MembershipId, n: number): MoveId =>
  uuidV5(account, `move ${n}`) as MoveId

/** The redemption by which a closed account pays out what it has. */
export const payOutIdOf = (account: MembershipId): RedemptionId =>
  uuidV5(account, 'pay out') as RedemptionId
