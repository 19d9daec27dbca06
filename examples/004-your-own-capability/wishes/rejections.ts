// Why something was not done to a customer's wishes.

export type WishesRejection = TooManyWishes

/** Nobody keeps track of more open wishes than this. */
export interface TooManyWishes {
  readonly _tag: 'TooManyWishes'
  readonly limit: number
}
