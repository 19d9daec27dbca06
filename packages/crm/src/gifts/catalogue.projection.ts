import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { GiftItemId, StoreId } from '../shared/ids.js'
import type { GiftItemEntry, GiftItemListed, GiftsEvent } from './events.js'
import type { GiftTerms } from './terms.js'

/** An item of the catalogue, and its stock in each shop. */
export interface CatalogueItem {
  /** What a command that asks for the item carries, with its id; absent until it is listed. */
  readonly listed?: Pick<GiftItemListed, 'version' | 'sha256'> & { readonly terms: GiftTerms }
  readonly isWithdrawn: boolean
  /** By shop, in the order of the codes. */
  readonly stock: ReadonlyArray<GiftStock>
}

/** Pieces in one shop: `onHand` is `received` − `issued` + `returned` + `corrected`, and `reserved` of them are promised. */
export interface GiftStock {
  readonly storeId: StoreId
  readonly onHand: number
  readonly reserved: number
  readonly received: number
  readonly issued: number
  readonly returned: number
  /** What counting has found beyond what was written down, less what it has missed. */
  readonly corrected: number
}

type StockChange = Partial<Omit<GiftStock, 'storeId' | 'onHand'>>

const changeOf = (event: GiftItemEntry): StockChange | undefined => {
  switch (event.type) {
    case 'GiftStockReceived':
      return { received: event.count }
    case 'GiftStockCorrected':
      return { corrected: event.difference }
    case 'GiftStockReserved':
      return { reserved: 1 }
    case 'GiftStockReleased':
      return { reserved: -1 }
    case 'GiftStockIssued':
      return { reserved: -1, issued: 1 }
    case 'GiftStockReturned':
      return { returned: 1 }
    default:
      return undefined
  }
}

const changed = (
  stock: ReadonlyArray<GiftStock>,
  storeId: StoreId,
  change: StockChange,
): ReadonlyArray<GiftStock> => {
  const found = stock.find((one) => one.storeId === storeId)
  const reserved = (found?.reserved ?? 0) + (change.reserved ?? 0)
  const received = (found?.received ?? 0) + (change.received ?? 0)
  const issued = (found?.issued ?? 0) + (change.issued ?? 0)
  const returned = (found?.returned ?? 0) + (change.returned ?? 0)
  const corrected = (found?.corrected ?? 0) + (change.corrected ?? 0)
  const onHand = received - issued + returned + corrected
  return [
    ...stock.filter((one) => one !== found),
    { storeId, onHand, reserved, received, issued, returned, corrected },
  ].sort((a, b) => (a.storeId < b.storeId ? -1 : 1))
}

const evolve = (item: CatalogueItem, event: GiftItemEntry): CatalogueItem => {
  if (event.type === 'GiftItemListed') {
    const { version, sha256, terms } = event
    return { ...item, listed: { version, sha256, terms }, isWithdrawn: false }
  }
  if (event.type === 'GiftItemWithdrawn') return { ...item, isWithdrawn: true }
  const change = changeOf(event)
  return change === undefined
    ? item
    : { ...item, stock: changed(item.stock, event.storeId, change) }
}

type Changing = Exclude<GiftItemEntry['type'], 'GiftStockRefused'>

const types: ReadonlyArray<Changing> = [
  'GiftItemListed',
  'GiftItemWithdrawn',
  'GiftStockReceived',
  'GiftStockCorrected',
  'GiftStockReserved',
  'GiftStockReleased',
  'GiftStockIssued',
  'GiftStockReturned',
]

const isOfItem = (event: GiftsEvent): event is Extract<GiftItemEntry, { type: Changing }> =>
  (types as ReadonlyArray<string>).includes(event.type)

/** The catalogue of gifts, with the stock of each shop. */
export const giftCatalogue: Projection<GiftItemId, CatalogueItem, GiftsEvent, GiftItemEntry> = {
  name: 'gift_catalogue',
  version: 2,
  types,
  parts: ({ event }: LogEvent<GiftsEvent>) => (isOfItem(event) ? [[event.itemId, event]] : []),
  initial: () => ({ isWithdrawn: false, stock: [] }),
  evolve,
  keyStandsInEvent: true,
}
