import { crm } from '@patina/crm'
import { commandCodecs as categoriesCommands } from '@patina/crm/categories'
import { commandCodecs as customersCommands } from '@patina/crm/customers'
import { commandCodecs as householdsCommands } from '@patina/crm/households'
import { inMemory } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectRefused, type Well } from './bad-input/spoiled.js'

let shop: Application<typeof crm>
beforeAll(async () => {
  shop = await orThrow(open(inMemory(), crm))
})
afterAll(() => shop.close())

const id = '6f1d2c3b-0000-4000-8000-000000000001'
const other = '6f1d2c3b-0000-4000-8000-000000000002'
const customer = { customerId: id }
const identifier = { ...customer, identifierId: id }

// One well-formed command of each type, without what is optional.
const ofCustomers: ReadonlyArray<Well> = [
  { type: 'RegisterCustomer', ...customer, source: 'web', storeId: 'SHOP-1' },
  { type: 'ChangeStatus', ...customer, to: 'active', reasonCode: 'said' },
  { type: 'AssignOwner', ...customer, ownerId: 'staff-1', storeId: 'SHOP-1' },
  {
    type: 'RecordName',
    ...customer,
    role: 'legal',
    script: 'Latn',
    order: 'givenFirst',
    name: 'G',
  },
  { type: 'AddIdentifier', ...identifier, kind: 'phone', value: '+85200000000' },
  { type: 'VerifyIdentifier', ...identifier, method: 'code' },
  { type: 'MarkInvalid', ...identifier, cause: 'bounced' },
  { type: 'RemoveIdentifier', ...identifier },
  { type: 'StatePreference', ...customer, topic: 'metal', strength: 'must', value: 'steel' },
  { type: 'RecordNeed', ...customer, needId: id, wanted: 'a ring' },
  { type: 'CloseNeed', ...customer, needId: id, outcome: 'met' },
  { type: 'RecordOccasion', ...customer, occasionId: id, kind: 'birthday', date: '--02-29' },
  { type: 'RecordRelation', ...customer, relationId: id, otherId: other, kind: 'parent' },
  { type: 'EndRelation', ...customer, relationId: id, toDay: '2026-01-01' },
  { type: 'RetractStatement', ...customer, of: id, reasonCode: 'mistaken' },
  { type: 'DoubtField', ...customer, of: id, reasonCode: 'returned' },
  { type: 'ConfirmField', ...customer, of: id },
]

const member = { householdId: id, customerId: id }
const ofHouseholds: ReadonlyArray<Well> = [
  { type: 'FormHousehold', householdId: id, customerIds: [id] },
  { type: 'JoinHousehold', ...member },
  { type: 'LeaveHousehold', ...member },
]

const definition = { categoryId: id, version: 1, code: 'friend' }
const category = { definition, sha256: 'ab'.repeat(32) }
const ofCategories: ReadonlyArray<Well> = [
  { type: 'DefineCategory', definition },
  { type: 'RetireCategory', categoryId: id, onDay: '2026-01-01', reasonCode: 'old' },
  { type: 'AssignCategory', ...customer, category, fromDay: '2026-01-01', reasonCode: 'said' },
  { type: 'UnassignCategory', ...customer, categoryId: id, reasonCode: 'said' },
  {
    type: 'ApplyVerdict',
    ...customer,
    category,
    isMember: true,
    onDay: '2026-01-01',
    because: [],
  },
]

// What is personal: where nobody can say whose it is, it is refused as well.
const personal: Readonly<Record<string, ReadonlyArray<string>>> = {
  RecordName: ['/name'],
  AddIdentifier: ['/value'],
  StatePreference: ['/value'],
  RecordNeed: ['/wanted'],
  RecordOccasion: ['/kind', '/date'],
  RecordRelation: ['/kind'],
}

describe('bad input about people', () => {
  test('is tried on every command', () => {
    expect(ofCategories.map(({ type }) => type)).toEqual(Object.keys(categoriesCommands))
    expect(ofCustomers.map(({ type }) => type)).toEqual(Object.keys(customersCommands))
    expect(ofHouseholds.map(({ type }) => type)).toEqual(Object.keys(householdsCommands))
  })

  test.each([...ofCategories, ...ofCustomers, ...ofHouseholds])(
    '$type with a wrong, a missing, an unknown, an oversized, a negative or an impossible field is refused by its path, and nothing is appended',
    async (command) => {
      await expectRefused(shop, command, personal[command.type] ?? [])
    },
  )
})
