import type { AnyCapability, CommandOf, RejectionOf, StreamName } from '@patina/eventsourcing'
import { isStreamName } from '@patina/eventsourcing'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { CategoriesCommand } from './categories/index.js'
import * as Categories from './categories/index.js'
import type { ConsentCommand } from './consent/index.js'
import * as Consent from './consent/index.js'
import type { CustomersCommand } from './customers/index.js'
import * as Customers from './customers/index.js'
import type { GiftsCommand } from './gifts/index.js'
import * as Gifts from './gifts/index.js'
import type { HouseholdsCommand } from './households/index.js'
import * as Households from './households/index.js'
import type { IdentityCommand } from './identity/index.js'
import * as Identity from './identity/index.js'
import { crm } from './index.js'
import type { MembershipCommand } from './membership/index.js'
import * as Membership from './membership/index.js'
import type { PointsCommand, PointsRejection } from './points/index.js'
import * as Points from './points/index.js'
import type { PrivacyRequestsCommand } from './privacy-requests/index.js'
import * as PrivacyRequests from './privacy-requests/index.js'
import type { SalesCommand } from './sales/index.js'
import * as Sales from './sales/index.js'
import { idOf, storiesAt } from './shared/arbitraries.js'

describe('the capabilities of the domain', () => {
  test('are a list that an application opens, and its commands are the union of theirs [K16]', () => {
    const list: ReadonlyArray<AnyCapability> = crm
    expect(list.map(({ name }) => name)).toEqual([
      'categories',
      'consent',
      'customers',
      'gifts',
      'households',
      'identity',
      'membership',
      'points',
      'privacyRequests',
      'sales',
    ])
    expectTypeOf<CommandOf<(typeof crm)[number]>>().toEqualTypeOf<
      | CategoriesCommand
      | ConsentCommand
      | CustomersCommand
      | GiftsCommand
      | HouseholdsCommand
      | IdentityCommand
      | MembershipCommand
      | PointsCommand
      | PrivacyRequestsCommand
      | SalesCommand
    >()
    expectTypeOf<RejectionOf<(typeof crm)[7]>>().toEqualTypeOf<PointsRejection>()
  })

  test('are deciders as modules, without an annotation [K16]', () => {
    for (const given of [
      storiesAt(Categories)(),
      storiesAt(Consent)(),
      storiesAt(Customers)(),
      storiesAt(Gifts)(),
      storiesAt(Households)(),
      storiesAt(Identity)(),
      storiesAt(Membership)(),
      storiesAt(Points)(),
      storiesAt(PrivacyRequests)(),
      storiesAt(Sales)(),
    ]) {
      expect(given.when).toBeDefined()
    }
  })

  test('share no name of a command, an event, a view or a reaction', () => {
    const names = (of: (one: AnyCapability) => ReadonlyArray<string>) =>
      (crm as ReadonlyArray<AnyCapability>).flatMap(of)
    for (const all of [
      names(({ commands }) => Object.keys(commands)),
      names(({ events }) => Object.keys(events)),
      names(({ views }) => views.map(({ name }) => name)),
      names(({ reactions }) => reactions.map(({ name }) => name)),
    ]) {
      expect(all).toEqual([...new Set(all)])
    }
  })

  test('ask for no event that none of them has', () => {
    const capabilities: ReadonlyArray<AnyCapability> = crm
    const known = new Set(capabilities.flatMap(({ events }) => Object.keys(events)))
    const wanted = capabilities.flatMap(({ views, reactions }) =>
      [...views, ...reactions].flatMap(({ types }) => types),
    )
    expect(wanted.filter((type) => !known.has(type))).toEqual([])
  })

  test('name a stream for each command', () => {
    const streams: ReadonlyArray<StreamName> = [
      Customers.streamOf({
        type: 'RegisterCustomer',
        customerId: idOf('cust', 1),
      } as CustomersCommand),
      Households.streamOf({
        type: 'LeaveHousehold',
        householdId: idOf('hous', 1),
        customerId: idOf('cust', 1),
      }),
      Points.streamOf({ type: 'SettleAccount', membershipId: idOf('memb', 1) }),
    ]
    expect(streams.every(isStreamName)).toBe(true)
  })
})
