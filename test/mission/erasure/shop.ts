// The shop of the tests, opened in memory or on files, with whatever a test puts between it and its stores.
import { erasureId as asErasureId, customerId } from '@patina/crm'
import { type DecideErasure, erasureDecisions } from '@patina/crm/privacy-requests'
import {
  beforeFirst,
  type Clock,
  type EventStore,
  inMemoryEventStore,
  inMemoryViewStore,
  newId,
  type ViewStore,
} from '@patina/eventsourcing'
import {
  type Application,
  type DerivedPlace,
  open,
  orThrow,
  type PrivacyOptions,
} from '@patina/patina'
import { normalPhone } from '@patina/privacy'
import {
  inMemoryVaultRows,
  type Kek,
  kekFromFunction,
  openVault,
  type VaultRows,
} from '@patina/privacy/shell'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { asking, capabilities, mobile, purposes, visitorsView } from './visitors.js'

/** What a shop stands on. */
export interface Ground {
  readonly store: EventStore
  readonly views: ViewStore
  readonly rows: VaultRows
  readonly kek: Kek
}

export type Shop = Application<typeof capabilities>

export const newKek = (): Promise<Kek> =>
  orThrow(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )

export const newGround = async (clock?: Clock): Promise<Ground> => ({
  store: inMemoryEventStore(clock === undefined ? {} : { clock }),
  views: inMemoryViewStore(),
  rows: inMemoryVaultRows(),
  kek: await newKek(),
})

export interface ShopOptions {
  readonly places?: ReadonlyArray<DerivedPlace>
  readonly processors?: ReadonlyArray<string>
  readonly clock?: Clock
  readonly idleMs?: number
  readonly indexed?: Pick<NonNullable<PrivacyOptions['indexed']>, 'forgets'>
  readonly directory?: NonNullable<PrivacyOptions['directory']>
  readonly isLogRestored?: boolean
}

export const openShop = (
  { store, views, rows, kek }: Ground,
  {
    places = [],
    processors = [],
    clock,
    idleMs = 1,
    indexed = {},
    directory,
    isLogRestored = false,
  }: ShopOptions = {},
): Promise<Shop> =>
  orThrow(
    open(
      { open: () => TE.right({ store, views, close: () => Promise.resolve() })() },
      capabilities,
      {
        ...(clock === undefined ? {} : { clock }),
        idleMs,
        privacy: {
          vault: openVault({ rows, kek, isLogRestored }),
          purposes,
          decisions: erasureDecisions,
          places,
          processors,
          ...(directory === undefined ? {} : { directory }),
          indexed: { kinds: [{ kind: mobile, normal: normalPhone }], ...indexed },
        },
      },
    ),
  )

/** A decision to erase, at first of all that says who somebody is and how to reach them. */
export const decisionOf = (
  visitorId: string,
  {
    erasureId = newId(),
    classes = ['identity', 'contact'],
    exceptions = [],
  }: Partial<Pick<DecideErasure, 'classes' | 'exceptions'>> & { readonly erasureId?: string } = {},
): DecideErasure => ({
  type: 'DecideErasure',
  customerId: customerId(visitorId),
  erasureId: asErasureId(erasureId),
  why: 'request',
  classes,
  exceptions,
})

/** The types of all events of a log, in its order. */
export const typesIn = async (store: EventStore): Promise<ReadonlyArray<string>> =>
  (await orThrow(store.readAll(beforeFirst, 1000))).events.map(({ type }) => type)

/** The same without visits, and without who has looked: what an erasure has left. */
export const stepsIn = async (store: EventStore): Promise<ReadonlyArray<string>> =>
  (await typesIn(store)).filter((type) => !['VisitNoted', 'PersonalDataAccessed'].includes(type))

export const by = (actor = 'dpo-1') => ({ commandId: newId(), actor })

export const sideOf = (shop: Shop) => {
  if (shop.privacy === undefined) throw new Error('opened without privacy')
  return shop.privacy
}

/** Notes one visit of somebody, who may be new. */
export const visit = async (
  shop: Shop,
  visitorId: string,
  said: { readonly name: string; readonly mobile: string },
  commandId: string = newId(),
): Promise<void> => {
  await orThrow(
    shop.send(
      {
        type: 'NoteVisit',
        visitorId,
        numberId: visitorId,
        buyer: said.name,
        points: 10,
        ...said,
      },
      { commandId, actor: 'u-1' },
    ),
  )
}

/** What the desk sees of a visitor: values, or the tags of what came instead. */
export const seen = async (
  shop: Shop,
  visitorId: string,
): Promise<Readonly<Record<string, string>>> => {
  const visitor = await orThrow(shop.read(visitorsView, visitorId))
  const opened = await orThrow(
    sideOf(shop).open(asking, {
      subjects: [visitorId],
      fields: { name: visitor?.name, mobile: visitor?.mobile, buyer: visitor?.buyer },
    }),
  )
  return Object.fromEntries(
    Object.entries(opened).map(([field, result]) => {
      if (result === undefined) return [field, 'absent']
      if (result._tag === 'Left') return [field, result.left._tag]
      return [field, result.right._tag === 'Value' ? result.right.value : result.right._tag]
    }),
  )
}
