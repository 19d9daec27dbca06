// Brings the documents of a file into the log, through commands, and never by writing events.
import {
  type AnyError,
  type Context,
  createTurns,
  type Instant,
  type Position,
  type Receipt,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  adoptRules,
  type CrmCommand,
  type Order,
  recordSale,
  takeBack,
  welcome,
} from './commands.js'
import type { RetailDocument } from './documents.js'
import { introduce } from './people.js'
import { type ReadProgress, type RowCounts, readRetail } from './read-retail.js'
import type { RetailFileError } from './retail-file-error.js'
import type { RejectedLine } from './retail-line.js'
import { instantInShop } from './shop.js'
import { sideBySide } from './side-by-side.js'

/** All that the import needs of an application. */
export interface Sender {
  readonly send: (command: CrmCommand, context: Context) => TaskEither<AnyError, Receipt>
  /** Resolves when what follows from the log up to a position is done. */
  readonly reactionsAtLeast: (position: Position) => TaskEither<AnyError, unknown>
}

/** What may be left out or asked for. */
export interface ImportOptions {
  /** Whether each customer gets a name, a number and an address, all of them nobody's. Default `false`: it needs a vault. */
  readonly withPeople?: boolean
}

/** What the import tells while it works. */
export interface ImportListener {
  readonly onRead?: (progress: ReadProgress) => void
  /** So many documents of so many are begun. */
  readonly onDocuments?: (documents: number, of: number) => void
  /** Lines that are in no document. */
  readonly onRejected?: (lines: ReadonlyArray<RejectedLine>) => Promise<void>
  /** A command was carried out, now or in an earlier run: its receipt is on the disk. */
  readonly onReceipt?: (receipt: Receipt, context: Context) => void
}

/** What was read and asked for. What it came to stands in the views. */
export interface Imported extends RowCounts {
  readonly documents: number
  /** The moment of the last document, absent for a file without any. */
  readonly lastAt?: Instant
  /** Documents that the domain refused, with its reason. */
  readonly refused: ReadonlyArray<RefusedDocument>
}

export interface RefusedDocument {
  readonly documentNumber: string
  readonly reason: AnyError
}

/** The store could not go on: whatever was acknowledged is kept, and the next run takes it up from there. */
export interface ImportInterrupted {
  readonly _tag: 'ImportInterrupted'
  readonly reason: AnyError
}

/** How many documents are under way at a time: they share the commits of the log. */
const inFlightLimit = 128

/**
 * After so many documents what follows from those before them is waited for: points and tiers find in memory what was just
 * recorded, instead of reading it from the file long after.
 */
const stretch = 128

const outages: ReadonlySet<string> = new Set([
  'StoreUnavailable',
  'UnreadableEvent',
  'VaultUnavailable',
  'VaultBehindLog',
  'LogBehindVault',
])

const isOutage = ({ _tag }: AnyError): boolean => outages.has(_tag)

/** Imports a file. What is there already is found out by the domain, command by command. */
export const importRetail = async (
  { send, reactionsAtLeast }: Sender,
  path: string,
  { onRead, onDocuments, onRejected, onReceipt }: ImportListener = {},
  { withPeople = false }: ImportOptions = {},
): Promise<Either<RetailFileError | ImportInterrupted, Imported>> => {
  const takeTurn = createTurns()
  const documentsUnderWay = sideBySide(inFlightLimit)
  const welcomed = new Set<string>()
  const refused: RefusedDocument[] = []
  let outage: AnyError | undefined
  let written: Position | undefined
  let followed: Promise<unknown> = Promise.resolve()
  let documents = 0
  let lastLocal = ''

  const carryOut = async ({ command, context }: Order): Promise<Either<AnyError, Receipt>> => {
    const sent = await send(command, context)()
    if (E.isRight(sent)) {
      if (sent.right._tag === 'Appended') written = sent.right.position
      onReceipt?.(sent.right, context)
    }
    if (E.isLeft(sent) && isOutage(sent.left)) outage = sent.left
    return sent
  }

  const ordersOf = (document: RetailDocument): ReadonlyArray<Order> => {
    const { customerId } = document
    const isNew = customerId !== undefined && !welcomed.has(customerId)
    if (isNew) welcomed.add(customerId)
    return [
      ...(isNew ? welcome(document, customerId) : []),
      ...(isNew && withPeople ? introduce(document, customerId) : []),
      ...(document.kind === 'sale' ? [recordSale(document)] : takeBack(document)),
    ]
  }

  const work = async (document: RetailDocument, orders: ReadonlyArray<Order>): Promise<void> => {
    for (const order of orders) {
      if (outage !== undefined) return
      const sent = await carryOut(order)
      if (E.isLeft(sent))
        refused.push({ documentNumber: document.documentNumber, reason: sent.left })
    }
  }

  // Documents of one customer keep their order: a return finds its sale, and points their membership.
  const begin = async (document: RetailDocument): Promise<void> => {
    const orders = ordersOf(document)
    const turn = document.customerId ?? document.documentNumber
    await documentsUnderWay.begin(() => takeTurn(turn, () => work(document, orders)))
  }

  // A reaction that stands still is no reason to wait: it is said at the end.
  const keepStep = async (): Promise<void> => {
    await followed
    if (written !== undefined) followed = reactionsAtLeast(written)()
  }

  let counts: RowCounts = { rowsRead: 0, rowsAccepted: 0, rowsRejected: 0 }
  const interrupted = (reason: AnyError): Either<ImportInterrupted, never> =>
    E.left({ _tag: 'ImportInterrupted', reason })

  for await (const step of readRetail(path, onRead)) {
    if (E.isLeft(step)) {
      await documentsUnderWay.done()
      return step
    }
    counts = step.right.counts
    // Not before there is a document: a file that cannot be read leaves no trace.
    if (documents === 0 && step.right.documents.length > 0) {
      const ruled = await carryOut(adoptRules)
      if (E.isLeft(ruled)) return interrupted(ruled.left)
    }
    if (step.right.rejected.length > 0) await onRejected?.(step.right.rejected)
    for (const document of step.right.documents) {
      await begin(document)
      documents++
      onDocuments?.(documents, step.right.documentsFound)
      if (document.at > lastLocal) lastLocal = document.at
      if (outage !== undefined) break
      if (documents % stretch === 0) await keepStep()
    }
    if (outage !== undefined) break
  }
  await documentsUnderWay.done()
  return outage === undefined
    ? E.right({
        ...counts,
        documents,
        ...(lastLocal === '' ? {} : { lastAt: instantInShop(lastLocal) }),
        refused: refused.filter(({ reason }) => !isOutage(reason)),
      })
    : interrupted(outage)
}
