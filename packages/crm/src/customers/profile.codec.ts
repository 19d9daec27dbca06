import {
  flag,
  list,
  literal,
  oneOfBy,
  optional,
  record,
  refined,
  view,
} from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import {
  civilDateCodec,
  codeCodec,
  countCodec,
  eventIdCodec,
  identifierIdCodec,
  marketCodec,
  membershipIdCodec,
  positionCodec,
  programmeIdCodec,
  staffIdCodec,
  storeIdCodec,
  turnoversCodec,
} from '../shared/codecs.js'
import { withMembers } from '../shared/copies.js'
import { coverageFields, standingCodec } from '../shared/coverage.codec.js'
import type { Market } from '../shared/ids.js'
import {
  chatName,
  email,
  externalNumber,
  mobile,
  personName,
  postalAddress,
} from '../shared/kinds.js'
import { soleTurnover } from '../shared/money.js'
import { nameOrderCodec, nameRoleCodec, scriptCodec, statusCodec } from './codec.js'
import type { ProfileIdentifier, ProfileIdentifierOf, ProfileName, Standing } from './person.js'
import { type CustomerProfile, type ProfileOwner, profile } from './profile.projection.js'
import type { ProfileMembership } from './profile-memberships.js'
import type { Stated, StatedStatus } from './stated.js'

const statedMarket = record<Stated<Market>>('StatedMarket', {
  value: marketCodec,
  statedAt: positionCodec,
})

const statedStatus = record<StatedStatus>('StatedStatus', {
  value: statusCodec,
  statedAt: positionCodec,
  isFirst: optional(refined('true', (value): value is true => value === true)),
})

const statedOwner = record<Stated<ProfileOwner>>('StatedOwner', {
  value: record<ProfileOwner>('ProfileOwner', { ownerId: staffIdCodec, storeId: storeIdCodec }),
  statedAt: positionCodec,
})

const profileName = record<ProfileName>('ProfileName', {
  role: nameRoleCodec,
  script: scriptCodec,
  order: nameOrderCodec,
  name: personal(personName),
  eventId: optional(eventIdCodec),
  statedAt: positionCodec,
})

const identifier = {
  identifierId: identifierIdCodec,
  label: optional(codeCodec),
  isPrimary: flag,
  eventId: optional(eventIdCodec),
  standing: record<Stated<Standing>>('StatedStanding', {
    value: literal('unproven', 'verified', 'invalid'),
    statedAt: positionCodec,
  }),
}

const profileIdentifier = oneOfBy<'kind', ProfileIdentifier>('kind', 'ProfileIdentifier', {
  phone: record<ProfileIdentifierOf<'phone'>>('ProfileIdentifier', {
    ...identifier,
    kind: literal('phone'),
    value: personal(mobile),
  }),
  email: record<ProfileIdentifierOf<'email'>>('ProfileIdentifier', {
    ...identifier,
    kind: literal('email'),
    value: personal(email),
  }),
  postal: record<ProfileIdentifierOf<'postal'>>('ProfileIdentifier', {
    ...identifier,
    kind: literal('postal'),
    value: personal(postalAddress),
  }),
  chat: record<ProfileIdentifierOf<'chat'>>('ProfileIdentifier', {
    ...identifier,
    kind: literal('chat'),
    value: personal(chatName),
  }),
  external: record<ProfileIdentifierOf<'external'>>('ProfileIdentifier', {
    ...identifier,
    kind: literal('external'),
    value: personal(externalNumber),
  }),
})

/**
 * The profile of each customer, key customer id. `net_minor` is `NULL` for a customer who has bought nothing, or in several
 * currencies.
 */
export const profileView = view(profile, {
  codec: record<CustomerProfile>('CustomerProfile', {
    names: list(profileName),
    identifiers: list(profileIdentifier),
    market: optional(statedMarket),
    status: optional(statedStatus),
    owner: optional(statedOwner),
    preferences: countCodec,
    openNeeds: countCodec,
    occasions: countCodec,
    memberships: list(
      record<ProfileMembership>('ProfileMembership', {
        membershipId: membershipIdCodec,
        programmeId: programmeIdCodec,
        ...coverageFields,
        standing: standingCodec,
      }),
    ),
    sales: countCodec,
    units: countCodec,
    returnedLines: countCodec,
    returnedUnits: countCodec,
    turnover: turnoversCodec,
    firstPurchaseOn: optional(civilDateCodec),
    lastPurchaseOn: optional(civilDateCodec),
    lastDealtOn: optional(civilDateCodec),
  }),
  // Where in the log a field was stated says nothing about the customer.
  comparable: ({ market, status, owner, names, identifiers, ...rest }) =>
    withMembers(rest, {
      names: names.map(({ statedAt: _, ...name }) => name),
      identifiers: identifiers.map(({ standing, ...one }) =>
        withMembers(one, { standing: standing.value }),
      ),
      market: market?.value,
      status: status?.value,
      owner: owner?.value,
    }),
  columns: {
    market: { kind: 'text', isIndexed: true, of: ({ market }) => market?.value ?? null },
    status: { kind: 'text', of: ({ status }) => status?.value ?? null },
    owner: { kind: 'text', isIndexed: true, of: ({ owner }) => owner?.value.ownerId ?? null },
    open_needs: { kind: 'integer', isIndexed: true, of: ({ openNeeds }) => openNeeds },
    sales: { kind: 'integer', of: ({ sales }) => sales },
    currency: { kind: 'text', of: ({ turnover }) => soleTurnover(turnover)?.currency ?? null },
    net_minor: {
      kind: 'integer',
      isIndexed: true,
      of: ({ turnover }) => soleTurnover(turnover)?.netMinor ?? null,
    },
    last_purchase_on: {
      kind: 'text',
      isIndexed: true,
      of: ({ lastPurchaseOn }) => lastPurchaseOn ?? null,
    },
    last_dealt_on: { kind: 'text', of: ({ lastDealtOn }) => lastDealtOn ?? null },
  },
})
