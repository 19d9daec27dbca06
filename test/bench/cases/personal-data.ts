import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { inMemoryEventStore, newId, systemClock } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { opener, sealing } from '@patina/privacy/shell'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Case, CaseFigures, CaseInput } from '../case.js'
import { compare, expectSame, median, type Timed, timed } from '../pairs.js'
import {
  asking,
  clearOf,
  closedProfile,
  contextOf,
  fieldsOf,
  keepProfiles,
  openPeople,
  type Peopled,
  personOf,
  profileStream,
  purposes,
  registerPeople,
} from '../people.js'
import { rawAppend, rawEvents, rawLogId, withRaw, withRawLog } from '../raw.js'

const fieldsEach = 12
const rawKey = createSecretKey(randomBytes(32))
// As much as the place of a value comes to.
const rawPlace = randomBytes(220)

const rawSealed = (text: string): { readonly nonce: Buffer; readonly box: string } => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', rawKey, nonce, { authTagLength: 16 })
  cipher.setAAD(rawPlace)
  const box = Buffer.concat([cipher.update(text.padEnd(64)), cipher.final(), cipher.getAuthTag()])
  return { nonce, box: box.toString('base64url') }
}

const rawOpened = ({ nonce, box }: ReturnType<typeof rawSealed>): string => {
  const bytes = Buffer.from(box, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', rawKey, nonce, { authTagLength: 16 })
  decipher.setAAD(rawPlace)
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString()
}

const micros = ({ seconds, count }: Timed): string => `${((seconds * 1e6) / count).toFixed(1)} µs`
const millis = ({ seconds, count }: Timed): string => `${((seconds * 1e3) / count).toFixed(3)} ms`

const stubbed = ({ side }: Peopled) =>
  opener({
    vault: side.vault,
    // Asked only about what is erased, and nothing is.
    store: inMemoryEventStore(),
    purposes,
    // The record costs an append: it is reported beside.
    record: () => TE.right({ _tag: 'AlreadySo', stream: 'none' as never, revision: 0 }),
  })

/** Opens profiles of twelve fields: with keys that were unwrapped before, with none, and with the access record. */
const runProfiles = async ({ folder, scale }: CaseInput): Promise<CaseFigures> => {
  const count = Math.min(500, scale.commands)
  const notes: string[] = []
  const openAll = async (peopled: Peopled, isRecorded: boolean): Promise<Timed> => {
    const all = await Promise.all(
      Array.from({ length: count }, (_, index) => fieldsOf(peopled, index)),
    )
    const { open } = isRecorded ? peopled.side : stubbed(peopled)
    return timed(async () => {
      for (const [index, fields] of all.entries()) {
        const opened = await orThrow(open(asking, { subjects: [personOf(index)], fields }))
        const { wrist } = opened
        const found =
          wrist._tag === 'Right' && wrist.right._tag === 'Value' ? wrist.right.value : ''
        expectSame('a field', found, clearOf('wrist', index))
      }
      return count
    })
  }
  const compared = await compare(folder, scale.pairs, {
    ours: async (own) => {
      const peopled = await openPeople(own)
      await keepProfiles(peopled, count)
      await openAll(peopled, false)
      const cached = await openAll(peopled, false)
      const recorded = await openAll(peopled, true)
      await peopled.close()
      const coldly = await openPeople(own, 0)
      const cold = await openAll(coldly, false)
      await coldly.close()
      notes.push(
        `a profile of ${fieldsEach} fields under four keys: ${millis(cached)} cached, ${millis(cold)} cold, ${millis(recorded)} cached with its record`,
      )
      return { seconds: cached.seconds, count: count * fieldsEach }
    },
    raw: async () => {
      const sealed = Array.from({ length: count * fieldsEach }, () => rawSealed('a text as long'))
      return timed(() => sealed.map(rawOpened).length)
    },
  })
  return { ...compared, peers: {}, notes: [`ratios ${compared.spread}`, ...notes.slice(1)] }
}

/** Opening profiles: fields in a second with cached keys, against AES-GCM alone. */
export const personalProfiles: Case = { unit: 'fields', run: runProfiles }

/** Registers people of three fields each, 64 at a time, on the disk; then erases some, early and late in the log. */
const runRegister = async ({ folder, scale }: CaseInput): Promise<CaseFigures> => {
  const people = Math.min(4_000, scale.commands)
  const notes: string[] = []
  let events: ReturnType<typeof rawEvents> = []
  let logId = ''
  const eraseSome = async ({ side }: Peopled, from: number): Promise<string> => {
    const times: number[] = []
    for (let index = from; index < from + 15; index++) {
      const begun = performance.now()
      await orThrow(
        side.atFence(
          {
            type: 'BeginErasure',
            logId: side.vault.logId,
            erasureId: newId(),
            why: 'bench',
            parts: (['identity', 'contact', 'profile'] as const).map((of) => ({
              subject: personOf(index),
              class: of,
            })),
          },
          contextOf(),
        ),
      )
      await orThrow(side.vault.catchUp)
      times.push(performance.now() - begun)
    }
    return `${median(times).toFixed(1)} ms`
  }
  const compared = await compare(folder, scale.longPairs, {
    ours: async (own) => {
      const peopled = await openPeople(own)
      const few = Math.min(40, people)
      const first = await timed(() => registerPeople(peopled, 0, few, 64))
      const early = await eraseSome(peopled, 0)
      const rest = await timed(() => registerPeople(peopled, few, people, 64))
      const late = await eraseSome(peopled, people - 15)
      await peopled.close()
      const seconds = first.seconds + rest.seconds
      notes.push(
        `${people} people of three fields: ${seconds.toFixed(2)} s; erasing one: ${early} after ${few} people, ${late} after ${people}`,
      )
      await withRaw(join(own, 'log.db'), (database) => {
        events = rawEvents(database).filter(({ type }) => type === 'Registered')
        logId = rawLogId(database)
      })
      expectSame('events', events.length, people)
      const leaked = events.some(({ data }) => data.includes('of person'))
      expectSame('clear words in the log', leaked ? 1 : 0, 0)
      return { seconds, count: people }
    },
    raw: (own) =>
      withRawLog(own, (database) => timed(() => rawAppend(database, logId, events, 64))),
  })
  return { ...compared, peers: {}, notes: [`ratios ${compared.spread}`, ...notes.slice(1)] }
}

/** Durable registrations with personal data, 64 at a time under way: three keys and one event each. */
export const personalRegister: Case = { unit: 'commands', run: runRegister }

const perPage = 20

/** Seals fields under keys that are there: twenty events of twelve fields together. */
const runFields = async ({ folder, scale }: CaseInput): Promise<CaseFigures> => {
  const pages = Math.ceil(scale.commands / (perPage * fieldsEach))
  const count = pages * perPage * fieldsEach
  const notes: string[] = []
  const compared = await compare(folder, scale.pairs, {
    ours: async (own) => {
      const { side, close } = await openPeople(own)
      const seal = sealing(side.vault)
      const [first, ...rest] = Array.from({ length: perPage }, (_, index) => closedProfile(index))
      if (first === undefined) throw new Error('no profile')
      const page = async (): Promise<number> => {
        const placing = {
          stream: profileStream(0),
          ids: [first, ...rest].map(() => newId()),
          occurredAt: systemClock(),
          at: systemClock(),
        }
        return fieldsEach * (await orThrow(seal(placing, [first, ...rest]))).length
      }
      await page()
      const sealed = await timed(async () => {
        let fields = 0
        for (let index = 0; index < pages; index++) fields += await page()
        return fields
      })
      await close()
      notes.push(`${micros(sealed)} to seal a field`)
      return sealed
    },
    raw: async () =>
      timed(() => Array.from({ length: count }, (_, index) => rawSealed(String(index))).length),
  })
  return { ...compared, peers: {}, notes: [`ratios ${compared.spread}`, ...notes.slice(1)] }
}

/** Sealing alone: fields in a second, against AES-GCM alone. */
export const personalFields: Case = { unit: 'fields', run: runFields }
