// What a made-up shop notes of its customers.
import type {
  CustomersCommand,
  CustomersEvent,
  IdentifierAdded,
  NeedRecorded,
  RelationRecorded,
} from './customers/index.js'
import { saidInShop } from './customers/statements/arbitraries.js'
import { idOf } from './shared/arbitraries.js'
import { type CustomerId, codeOf, reasonCode } from './shared/ids.js'
import { type CustomerStep, customers, type Moment, store } from './steps.arbitraries.js'

/** What is asked of the customers. */
export const customerCommand = (
  kind: CustomerStep,
  { step, shop, count, known, amount, earlier }: Moment,
): CustomersCommand => {
  const { who, which } = step
  switch (kind) {
    case 'register':
      return {
        type: 'RegisterCustomer',
        customerId: known,
        source: codeOf('walkIn'),
        storeId: store,
      }
    case 'status':
      return {
        type: 'ChangeStatus',
        customerId: known,
        to: which % 2 === 0 ? 'active' : 'blocked',
        reasonCode: reasonCode('said'),
      }
    case 'name': {
      const { role, script, name } = step.person
      return { type: 'RecordName', customerId: known, role, script, order: 'familyFirst', name }
    }
    case 'identify':
      return {
        type: 'AddIdentifier',
        customerId: known,
        identifierId: idOf('iden', count),
        ...step.person.identifier,
        ...(amount % 2 === 0 ? { label: codeOf('home') } : {}),
        isPrimary: amount % 3 === 0,
      }
    case 'verify':
    case 'invalid':
    case 'remove': {
      const added = earlier<IdentifierAdded>('IdentifierAdded')
      const { customerId, identifierId } = added ?? {
        customerId: known,
        identifierId: idOf('iden', 0),
      }
      if (kind === 'remove') return { type: 'RemoveIdentifier', customerId, identifierId }
      return kind === 'verify'
        ? { type: 'VerifyIdentifier', customerId, identifierId, method: codeOf('code') }
        : { type: 'MarkInvalid', customerId, identifierId, cause: codeOf('bounced') }
    }
    case 'say': {
      const { said, saying } = step.person
      const ofCustomer = shop
        .entries()
        .map(({ event }) => event as CustomersEvent)
        .filter((event) => 'eventId' in event && 'customerId' in event)
      const statement = ofCustomer.at(-1 - (amount % 3))
      const need = earlier<NeedRecorded>('NeedRecorded')
      const relation = earlier<RelationRecorded>('RelationRecorded')
      return saidInShop(
        known,
        customers[(who + 1) % 3] as CustomerId,
        saying,
        (kind) => idOf(kind, count),
        said,
        {
          ...(statement === undefined ? {} : { statement }),
          ...(need === undefined ? {} : { need }),
          ...(relation === undefined ? {} : { relation }),
        },
      )
    }
  }
}
