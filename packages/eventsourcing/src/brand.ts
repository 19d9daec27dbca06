declare const brand: unique symbol

/** A value of type `A` that only the named check lets in, so that a stream name is never taken for an id. */
export type Branded<A, Name extends string> = A & { readonly [brand]: Name }
