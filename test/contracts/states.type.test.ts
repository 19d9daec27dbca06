// No state of any capability holds personal data: no decision could use it, and what is kept in memory would differ from
// the log.
import { crm } from '@patina/crm'
import type { CustomersEvent } from '@patina/crm/customers'
import type { MembershipEvent } from '@patina/crm/membership'
import type { SalesEvent } from '@patina/crm/sales'
import type { AnyCapability } from '@patina/eventsourcing'
import type { access, fence, HoldsPersonal, Personal } from '@patina/privacy'
import { expect, expectTypeOf, test } from 'vitest'

type StateOf<C extends AnyCapability> = C['decider']['initial']
type Ours = (typeof crm)[number] | typeof access | typeof fence

test('no state of a capability holds a personal value', () => {
  expectTypeOf<HoldsPersonal<StateOf<Ours>>>().toEqualTypeOf<false>()
  // The same question finds one in a single state among all of them.
  expectTypeOf<
    HoldsPersonal<StateOf<Ours> | { readonly planted: ReadonlyMap<string, Personal<string>> }>
  >().toEqualTypeOf<true>()
  expect(crm.length).toBeGreaterThan(3)
})

test('the events that states are folded from do hold them, so that a state could', () => {
  expectTypeOf<HoldsPersonal<CustomersEvent>>().toEqualTypeOf<true>()
  expectTypeOf<HoldsPersonal<MembershipEvent>>().toEqualTypeOf<true>()
  expectTypeOf<HoldsPersonal<SalesEvent>>().toEqualTypeOf<true>()
  // What documents say of goods and money stays free of people: a sale over the counter costs no sealing.
  expectTypeOf<
    HoldsPersonal<Exclude<SalesEvent, { readonly type: 'BuyerRecorded' | 'SizesRecorded' }>>
  >().toEqualTypeOf<false>()
})
