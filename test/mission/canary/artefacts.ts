// What a house leaves in its folder besides its files: exports, copies, receipts, backups, a log for operators.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { crm, customerId } from '@patina/crm'
import { consentLedgerView, receiptOf } from '@patina/crm/consent'
import {
  type AnyCapability,
  type AnyView,
  decodeWith,
  type StreamName,
  systemClock,
} from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { type AnyPersonal, isPersonal } from '@patina/privacy'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import type { Said } from './filled.js'
import { asking, type House } from './house.js'
import { arrival, life } from './life.js'

/** Writes to the log of the operators: as JSON, and as a debugger shows it. */
export const note = (folder: string, what: unknown): void => {
  const shown = inspect(what, { depth: 12, showHidden: true })
  appendFileSync(join(folder, 'app.log'), `${JSON.stringify(what)}\n${shown}\n`)
}

const codecOf: ReadonlyMap<string, t.Type<unknown, unknown>> = new Map(
  crm.flatMap(({ commands }) => Object.entries(commands as object)),
)

/** What comes of a command that cannot be: its problems, its decoded form, and what its codec says of storing it. */
export const noteFaults = (folder: string, { type, ...members }: Said): void => {
  const codec = codecOf.get(type)
  if (codec === undefined) throw new Error(`no command ${type}`)
  const decode = decodeWith<unknown>(codec)
  for (const [name, value] of Object.entries(members)) {
    if (typeof value !== 'string') continue
    // The words where an id, a code or a list should be, and in a list where they should stand alone.
    note(folder, decode({ type, ...members, customerId: value }))
    note(folder, decode({ type, ...members, [name]: [value] }))
    note(folder, decode({ type, ...members, [name]: `${value}\0` }))
    note(folder, decode({ type, ...members, [name]: { said: value } }))
  }
  const decoded = decode({ type, ...members })
  note(folder, decoded)
  if (E.isLeft(decoded)) return
  try {
    codec.encode(decoded.right)
  } catch (error) {
    note(folder, error)
    note(folder, String((error as Error).stack))
    process.report.writeReport(join(folder, `report-${type}.json`), error as Error)
  }
}

// The personal values anywhere in something.
const personalIn = (value: unknown): ReadonlyArray<AnyPersonal> => {
  if (isPersonal(value)) return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(personalIn) : []
}

const capabilities: ReadonlyArray<AnyCapability> = crm

// No stream is named by a moment, so any will do.
const anyMoment = '2025-01-01T00:00:00.000Z'

// The streams that what a person says leads to, as the capabilities themselves say.
const streamsOf = (person: string): ReadonlyArray<StreamName> => [
  ...new Set(
    [...arrival(person, undefined, anyMoment), ...life(person, '', anyMoment)].flatMap((said) =>
      capabilities
        .filter(({ commands }) => Object.hasOwn(commands, said.type))
        .map(({ streamOf }) => streamOf(said as never)),
    ),
  ),
]

/** Every personal value that is stored of a person, opened: the values themselves, and how many are erased. */
export const openEverything = async (
  { app, privacy }: House,
  person: string,
): Promise<{ readonly values: ReadonlyArray<unknown>; readonly erased: number }> => {
  const events = await Promise.all(streamsOf(person).map((stream) => orThrow(app.history(stream))))
  const fields = Object.fromEntries(
    personalIn(events).map((field, index) => [`field${index}`, field] as const),
  )
  const opened = await orThrow(
    privacy.open(asking, { subjects: [person], fields: fields as Readonly<Record<string, never>> }),
  )
  const values: unknown[] = []
  let erased = 0
  for (const result of Object.values<E.Either<unknown, { readonly _tag: string }>>(opened)) {
    if (E.isLeft(result)) throw new Error(`does not open: ${JSON.stringify(result.left)}`)
    if (result.right._tag === 'Erased') erased++
    else values.push((result.right as unknown as { readonly value: unknown }).value)
  }
  return { values, erased }
}

const views: ReadonlyArray<AnyView> = crm.flatMap(({ views }) => views as ReadonlyArray<AnyView>)

/** Exports of every view, a person's copy, the receipts of their consents, and backups of the log. All of it sealed. */
export const leaveArtefacts = async (
  house: House,
  folder: string,
  people: ReadonlyArray<string>,
  name: string,
): Promise<void> => {
  const { app, stores } = house
  mkdirSync(join(folder, name), { recursive: true })
  const write = (file: string, what: unknown): void =>
    writeFileSync(join(folder, name, `${file}.json`), JSON.stringify(what))
  for (const view of views)
    write(view.name, await orThrow(app.list(view as never, { limit: 1000 })))
  for (const person of people) {
    const copy = await Promise.all(streamsOf(person).map((stream) => orThrow(app.history(stream))))
    write(`copy-${person}`, copy)
    writeFileSync(join(folder, name, `copy-${person}.txt`), inspect(copy, { depth: 12 }))
    const entries = (await orThrow(app.read(consentLedgerView, customerId(person))))?.entries ?? []
    const receipts = entries.flatMap((entry) =>
      entry.type === 'MarketingConsentGiven'
        ? [receiptOf(entries, entry.consentId, systemClock())]
        : [],
    )
    write(`receipts-${person}`, receipts)
  }
  await orThrow(stores.store.backup(join(folder, name, 'log-backup.db')))
  write('verified', await orThrow(stores.store.verify()))
}
