// What of an event a decision may know: everything but what is sealed.
import type { AnyPersonal } from '@patina/privacy'
import { isPersonal } from '@patina/privacy'

/** Every member of a union without its own personal members. */
export type WithoutSealed<A> = A extends unknown
  ? { [K in keyof A as NonNullable<A[K]> extends AnyPersonal ? never : K]: A[K] }
  : never

/** The same without its own personal members; the very same where it has none. A state keeps this and no more. */
export const withoutSealed = <A extends object>(from: A): WithoutSealed<A> => {
  const members = Object.entries(from)
  return (
    members.some(([, member]) => isPersonal(member))
      ? Object.fromEntries(members.filter(([, member]) => !isPersonal(member)))
      : from
  ) as WithoutSealed<A>
}
