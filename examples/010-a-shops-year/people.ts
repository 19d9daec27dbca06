// The file has no names, so each of its customers gets a name, a number and an address that are nobody's, made from the
// number that the file knows them by. They are made when they are sent, and nobody keeps a list of them.
import { codeOf, emailAddress, type IdentifierId, identifierId, phoneNumber } from '@patina/crm'
import { uuidV5 } from '@patina/eventsourcing'
import { contextOf, type Order } from './commands.js'
import type { RetailDocument } from './documents.js'
import { customerOf } from './shop.js'

// Drawn once.
const namespace = '8f0c5e1e-5a3b-4a55-9f55-0d6c1a7b2e44'

// By the pseudonym and never by the value: nothing can be computed back, and a run that was interrupted goes on with the same.
const identifierOf = (customer: string, kind: string): IdentifierId =>
  identifierId(uuidV5(namespace, `${kind}/${customer}`))

const digits = 7

/** A name that says of itself that it is nobody's. */
const nameOf = (customer: string): string => `Sample Person ${customer}`

/** A number of Hong Kong that begins with 0: there are none. */
const phoneOf = (customer: string): string =>
  `+8520${customer.replaceAll(/\D/g, '').padStart(digits, '0').slice(-digits)}`

/** An address in a domain that there will never be (RFC 2606). */
const emailOf = (customer: string): string => `customer-${customer}@shop.invalid`

/** Writes down who a customer is, on the day of their first document. */
export const introduce = (document: RetailDocument, customer: string): ReadonlyArray<Order> => {
  const customerId = customerOf(customer)
  const label = codeOf('webShop')
  return [
    {
      command: {
        type: 'RecordName',
        customerId,
        role: 'legal',
        script: 'Latn',
        order: 'givenFirst',
        name: nameOf(customer),
      },
      context: contextOf(document.at, 'name', customer),
    },
    {
      command: {
        type: 'AddIdentifier',
        customerId,
        identifierId: identifierOf(customer, 'phone'),
        kind: 'phone',
        value: phoneNumber(phoneOf(customer)),
        label,
        isPrimary: true,
      },
      context: contextOf(document.at, 'phone', customer),
    },
    {
      command: {
        type: 'AddIdentifier',
        customerId,
        identifierId: identifierOf(customer, 'email'),
        kind: 'email',
        value: emailAddress(emailOf(customer)),
        label,
        isPrimary: true,
      },
      context: contextOf(document.at, 'email', customer),
    },
  ]
}
