// The main job: a year of a real shop, through commands, into an event log, and what is folded from it.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Instant } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import { type Imported, importRetail } from './import.js'
import {
  type FileImported,
  type ImportedFile,
  importStream,
  noteContext,
  sha256Of,
} from './imported-files.js'
import { help, type Options, readOptions } from './options.js'
import { progressOn } from './progress.js'
import { rejectedLinesFile } from './rejected-lines.js'
import {
  capabilities,
  countEvents,
  type Report,
  reportOf,
  type Shop,
  storyOf,
  sumOf,
  topCustomers,
  topProducts,
} from './report.js'
import { screen } from './screen.js'
import { type ShopStores, storesOf } from './stores.js'

// Beside the sources, also when this runs from the folder of the compiled ones.
const sample = fileURLToPath(
  new URL(
    `${import.meta.url.includes('/dist/') ? '../../' : '../'}data/online-retail-sample.csv.gz`,
    import.meta.url,
  ),
)

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const fail = (text: string, details: unknown): number => {
  process.stderr.write(`\n${text}\n${JSON.stringify(details, undefined, 2)}\n`)
  return 1
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

const topShown = 5
/** How much of the work reading is, for the bar. */
const readingShare = 0.1

// What the run did to the log, in a sentence.
const summary = ({ eventsAppended, eventsInLog }: Report, took: string): string => {
  const events = eventsAppended.toLocaleString('en-GB')
  if (eventsAppended === 0) return `Nothing was new: all of it was recorded before. ${took}.`
  return eventsAppended === eventsInLog
    ? `${events} events appended in ${took}.`
    : `${events} events appended in ${took}; the rest was recorded before.`
}

const whatNext = (viewsFile: string): string => `
What to try next
  npm start                                  once more: it adds nothing and says so
  npm start -- --json report.json            the report as data
  sqlite3 ${viewsFile} 'SELECT key, net_minor FROM customer_profile ORDER BY net_minor DESC LIMIT 5'
                                             a view is a table: ask it what you like
  npm test                                   the proofs
  README.md, examples/                       the same in twenty lines of your own
`

const show = async (application: Shop, report: Report, at: Instant | undefined): Promise<void> => {
  const customers = await topCustomers(application, topShown, at)
  const [first] = customers
  const story = first && (await storyOf(application, first.customerId))
  const products = await topProducts(application, topShown)
  say(screen({ report, products, customers, story, at }))
}

// The job itself, with a bar for those who wait.
const importFile = async (
  application: Shop,
  file: string,
  rejectedPath: string,
): ReturnType<typeof importRetail> => {
  const progress = progressOn(process.stdout)
  const rejected = await orThrow(rejectedLinesFile(rejectedPath))
  const imported = await importRetail(application, file, {
    onRead: ({ bytesRead, bytesTotal }) =>
      progress.show((bytesRead / bytesTotal) * readingShare, 'reading the file'),
    onDocuments: (documents, of) =>
      progress.show(
        readingShare + (documents / of) * (1 - readingShare),
        `${documents.toLocaleString('en-GB')} invoices`,
      ),
    onRejected: (lines) => orThrow(rejected.add(lines)),
  })
  progress.end()
  await orThrow(E.isLeft(imported) ? rejected.abandon() : rejected.finish())
  return imported
}

// What is known of a file that was imported to its end, if its rejected lines are still there for whoever looks for them.
const importedBefore = async (
  application: Shop,
  sha256: string | undefined,
  rejectedPath: string,
): Promise<ImportedFile | undefined> => {
  if (sha256 === undefined || !existsSync(rejectedPath)) return undefined
  const [noted] = await orThrow(application.history(importStream(sha256)))
  return noted?.event as FileImported | undefined
}

const note = async (application: Shop, sha256: string, imported: Imported): Promise<void> => {
  const { refused: _, lastAt, ...counts } = imported
  const last = lastAt === undefined ? {} : { lastAt }
  await orThrow(application.send({ type: 'NoteImport', sha256, ...counts, ...last }, noteContext()))
}

const run = async (
  application: Shop,
  { place, viewsFile }: ShopStores,
  { file = sample, data, json }: Options,
): Promise<number> => {
  const began = performance.now()
  const rejectedPath = join(data, 'rejected-lines.csv')
  const eventsBefore = sumOf(await countEvents(application))
  if (eventsBefore > 0) {
    say(
      `The log holds ${eventsBefore.toLocaleString('en-GB')} events already: what is there is not added again.`,
    )
  }
  const sha256 = await sha256Of(file)
  const before = await importedBefore(application, sha256, rejectedPath)
  say(
    before === undefined
      ? `Importing ${relative('.', file)} into ${place} …`
      : `${relative('.', file)} was imported to its end before, byte for byte: nothing of it is read again.`,
  )
  const imported =
    before === undefined
      ? await importFile(application, file, rejectedPath)
      : E.right({ refused: [], ...before })
  if (E.isLeft(imported)) {
    return fail(
      'The import stopped. What was acknowledged is kept; run it again to go on from there.',
      imported.left,
    )
  }
  const { refused, lastAt } = imported.right
  if (before === undefined && sha256 !== undefined && refused.length === 0) {
    await note(application, sha256, imported.right)
  }
  const report = await reportOf(application, imported.right, eventsBefore)
  say(summary(report, seconds(began)))
  await show(application, report, lastAt)
  if (report.rowsRejected > 0) {
    say(`\n${report.rowsRejected} lines were rejected; ${rejectedPath} says which and why.`)
  }
  if (json !== undefined) {
    await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`)
    say(`The report as data is in ${json}.`)
  }
  say(whatNext(viewsFile))
  return refused.length === 0
    ? 0
    : fail(`${refused.length} invoices were refused by the domain:`, refused.slice(0, 20))
}

const main = async (args: ReadonlyArray<string>): Promise<number> => {
  const options = readOptions(args)
  if (E.isLeft(options)) {
    process.stderr.write(`${options.left}\n\n${help}`)
    return 2
  }
  if (options.right === 'help') {
    say(help)
    return 0
  }
  const stores = await storesOf(options.right)
  const opened = await open(stores.adapters, capabilities)()
  if (E.isLeft(opened)) return fail(`${stores.place} cannot be opened.`, opened.left)
  const application = opened.right
  try {
    return await run(application, stores, options.right)
  } finally {
    await application.close()
  }
}

process.exitCode = await main(process.argv.slice(2))
