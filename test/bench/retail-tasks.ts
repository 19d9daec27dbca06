// The import of a retail file, and what is asked of its log, in processes of their own.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crm } from '@patina/crm'
import { importRetail } from '@patina/examples/a-shops-year'
import { openShopVault } from '@patina/examples/a-shops-year/vault'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { peakMegabytes } from './apart.js'
import { expectSame, type Timed, timed } from './pairs.js'
import {
  type RawDatabase,
  rawAppend,
  rawCount,
  rawEvents,
  rawLogId,
  withRaw,
  withRawLog,
} from './raw.js'
import { logIn } from './shop-log.js'

/** This module, for its tasks to be run apart. */
export const retailTasks = import.meta.url

/** The part of the file that comes with the examples. */
export const sample = fileURLToPath(
  new URL('../../../examples/data/online-retail-sample.csv.gz', import.meta.url),
)

/** What an import came to. */
export interface ImportFigures extends Timed {
  /** When the last document was acknowledged; views and reactions had their say at `seconds`. */
  readonly sentAfter: number
  readonly events: number
  /** Those among them that carry a sealed value of a person. */
  readonly personalEvents: number
  readonly peakMegabytes: number
  /** Of all views. */
  readonly digest: string
}

const numberIn = (database: RawDatabase, sql: string): number =>
  (database.prepare(sql).get() as { readonly n: number | null }).n ?? 0

const rowsOf = (type: string): string => `FROM events WHERE type = '${type}'`

/** Sums that the log and the views must agree on, each found by SQL alone. */
const sums: ReadonlyArray<readonly [what: string, inLog: string, inViews: string]> = [
  [
    'sales',
    `SELECT count(*) AS n ${rowsOf('SaleRecorded')}`,
    "SELECT sum(view ->> '$.sales') AS n FROM sales_by_month",
  ],
  [
    'pieces sold',
    `SELECT sum(data ->> '$.units') AS n ${rowsOf('SaleRecorded')}`,
    "SELECT sum(view ->> '$.soldUnits') AS n FROM product_sales",
  ],
  [
    'turnover',
    `SELECT sum(data ->> '$.totalMinor') AS n ${rowsOf('SaleRecorded')}`,
    "SELECT sum(view ->> '$.turnover[0].grossMinor') AS n FROM product_sales",
  ],
  [
    'points earned',
    `SELECT sum(data ->> '$.points') AS n ${rowsOf('PointsAwarded')}`,
    "SELECT sum(view ->> '$.earned') AS n FROM points_balance",
  ],
  [
    'customers',
    `SELECT count(*) AS n ${rowsOf('CustomerRegistered')}`,
    'SELECT count(*) AS n FROM customer_profile',
  ],
]

const personal = `SELECT count(*) AS n FROM events WHERE type IN ('NameRecorded', 'IdentifierAdded')`

/** Stops the run when the views of a folder do not add up to its log. Gives the events of the log. */
const checkSums = ({
  folder,
}: {
  readonly folder: string
}): Promise<Pick<ImportFigures, 'events' | 'personalEvents'>> =>
  withRaw(logIn(folder), (log) =>
    withRaw(join(folder, 'views.db'), (views) => {
      for (const [what, inLog, inViews] of sums) {
        expectSame(what, numberIn(views, inViews), numberIn(log, inLog))
      }
      return { events: rawCount(log), personalEvents: numberIn(log, personal) }
    }),
  )

/** Imports a file into a folder by the importer of the main job, and waits for views and reactions. */
export const importInto = async ({
  folder,
  file,
  withPeople,
}: {
  readonly folder: string
  readonly file: string
  /** Whether customers get names, numbers and addresses, sealed. */
  readonly withPeople: boolean
}): Promise<ImportFigures> => {
  const vault = withPeople ? await openShopVault(folder) : undefined
  if (vault !== undefined && E.isLeft(vault)) throw new Error(vault.left._tag)
  const privacy = vault === undefined ? {} : { privacy: vault.right.privacy }
  const application = await orThrow(open(embedded(folder), crm, privacy))
  let sentAfter = 0
  const start = performance.now()
  const run = await timed(async () => {
    const imported = await importRetail(application, file, {}, { withPeople })
    if (E.isLeft(imported)) throw new Error(imported.left._tag, { cause: imported.left })
    expectSame('refused documents', imported.right.refused.length, 0)
    sentAfter = (performance.now() - start) / 1000
    await orThrow(application.settled)
    return imported.right.documents
  })
  const peak = peakMegabytes()
  const { comparable: digest } = await orThrow(application.digests)
  await application.close()
  await vault?.right.close()
  return { ...run, sentAfter, ...(await checkSums({ folder })), peakMegabytes: peak, digest }
}

/** Writes the rows of a log into another one, 64 to a transaction: they are in memory when the clock starts. */
export const copyRows = async ({
  from,
  folder,
}: {
  readonly from: string
  readonly folder: string
}): Promise<Timed> => {
  const [logId, events] = await withRaw(
    logIn(from),
    (log) => [rawLogId(log), rawEvents(log)] as const,
  )
  return withRawLog(folder, (database) => timed(() => rawAppend(database, logId, events, 64)))
}

/** The digest of the views of a folder, folded live or again. */
export const digestOf = async ({ folder }: { readonly folder: string }): Promise<string> => {
  const application = await orThrow(open(embedded(folder), crm))
  const { comparable } = await orThrow(application.digests)
  await application.close()
  return comparable
}

/** What has to be said first when only a part of the file is there. */
export const sampleNotes = (file: string | undefined): ReadonlyArray<string> =>
  file === undefined
    ? [
        'ONLY THE SAMPLE of examples/data was imported: these are NOT the figures of the full file. Give it with --retail <csv.gz> or PATINA_ONLINE_RETAIL',
      ]
    : []
