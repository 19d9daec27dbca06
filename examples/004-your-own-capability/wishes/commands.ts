// What can be asked of a customer's wishes.

export type WishesCommand = MakeWish | GrantWish | DropWish

/** Note that a customer would like to have an article. */
export interface MakeWish {
  readonly type: 'MakeWish'
  readonly customerId: string
  readonly sku: string
}

/** Note that the customer has bought it. */
export interface GrantWish {
  readonly type: 'GrantWish'
  readonly customerId: string
  readonly sku: string
  readonly saleId: string
}

/** Note that the customer does not want it any more. */
export interface DropWish {
  readonly type: 'DropWish'
  readonly customerId: string
  readonly sku: string
}
