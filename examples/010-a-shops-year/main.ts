// The main job: a year of a real shop, through commands, into an event log, and what is folded from it.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EventStore, Instant } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import { becauseOf } from './because.js'
import { capabilities, type Shop } from './capabilities.js'
import { type Forgotten, forget } from './forgetting.js'
import { forgottenText } from './forgotten-text.js'
import { type Imported, type ImportListener, importRetail } from './import.js'
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
  countEvents,
  type Report,
  reportOf,
  storyOf,
  sumOf,
  topCustomers,
  topProducts,
} from './report.js'
import { screen, type YearEndShown } from './screen.js'
import { type Season, seasonAfter } from './season.js'
import { type ShopStores, storesOf } from './stores.js'
import { openShopVault } from './vault.js'
import { categoryCounts, giftsGiven, shelf } from './year-closed.js'
import { closeYear } from './year-end.js'

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
/** Half of the default: nearly every customer of a whole year comes back later than twice as much would last. */
const hotBytes = 12 * 1024 * 1024
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

/** The category whose rule is explained for one customer. */
const explained = 'lapsingRegular'

const yearEndOf = async (application: Shop, season: Season): Promise<YearEndShown> => ({
  season,
  categories: await categoryCounts(application, season),
  because: await becauseOf(application, explained, season),
  shelf: await shelf(application),
  gifts: await giftsGiven(application),
})

const show = async (
  application: Shop,
  report: Report,
  lastAt: Instant | undefined,
  season: Season | undefined,
): Promise<void> => {
  const yearEnd = season && (await yearEndOf(application, season))
  const customers = await topCustomers(application, topShown, season?.closedAt ?? lastAt)
  const [first] = customers
  const story = first && (await storyOf(application, first.customerId))
  const products = await topProducts(application, topShown)
  say(screen({ report, products, customers, story, lastAt, yearEnd }))
}

// Done at once after the sales, or known to be done: a file is noted only when its year is closed.
const seasonOf = async (
  application: Shop,
  lastAt: Instant | undefined,
  isDone: boolean,
): Promise<Season | undefined> => {
  if (lastAt === undefined) return undefined
  return isDone ? seasonAfter(lastAt) : closeYear(application, lastAt)
}

// The job itself, with a bar for those who wait.
const importFile = async (
  application: Shop,
  file: string,
  rejectedPath: string,
  withPeople: boolean,
): ReturnType<typeof importRetail> => {
  const progress = progressOn(process.stdout)
  const rejected = await orThrow(rejectedLinesFile(rejectedPath))
  const listener: ImportListener = {
    onRead: ({ bytesRead, bytesTotal }) =>
      progress.show((bytesRead / bytesTotal) * readingShare, 'reading the file'),
    onDocuments: (documents, of) =>
      progress.show(
        readingShare + (documents / of) * (1 - readingShare),
        `${documents.toLocaleString('en-GB')} invoices`,
      ),
    onRejected: (lines) => orThrow(rejected.add(lines)),
  }
  const imported = await importRetail(application, file, listener, { withPeople })
  progress.end()
  await orThrow(E.isLeft(imported) ? rejected.abandon() : rejected.finish())
  return imported
}

// What is known of a file that was imported to its end, if its rejected lines are still there for whoever looks for them.
const importedBefore = async (
  application: Shop,
  sha256: string | undefined,
  withPeople: boolean,
  rejectedPath: string,
): Promise<ImportedFile | undefined> => {
  if (sha256 === undefined || !existsSync(rejectedPath)) return undefined
  const [noted] = await orThrow(application.history(importStream(sha256, withPeople)))
  return noted?.event as FileImported | undefined
}

const note = async (
  application: Shop,
  sha256: string,
  withPeople: boolean,
  imported: Imported,
): Promise<void> => {
  const { refused: _, lastAt, ...counts } = imported
  const more = {
    ...(lastAt === undefined ? {} : { lastAt }),
    ...(withPeople ? { withPeople } : {}),
  }
  await orThrow(application.send({ type: 'NoteImport', sha256, ...counts, ...more }, noteContext()))
}

// The last of those who are shown: somebody whose dealings can be compared before and after.
const forgetOne = async (
  application: Shop,
  log: EventStore | undefined,
  at: Instant | undefined,
): Promise<Forgotten | undefined> => {
  const { privacy } = application
  const [customer] = (await topCustomers(application, topShown, at)).slice(-1)
  return privacy === undefined || log === undefined || customer === undefined
    ? undefined
    : forget(application, privacy, log, customer.customerId, at)
}

const run = async (
  application: Shop,
  { place, viewsFile, log }: ShopStores,
  { file = sample, data, json, withoutPeople }: Options,
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
  const withPeople = !withoutPeople
  const before = await importedBefore(application, sha256, withPeople, rejectedPath)
  say(
    before === undefined
      ? `Importing ${relative('.', file)} into ${place} …`
      : `${relative('.', file)} was imported to its end before, byte for byte: nothing of it is read again.`,
  )
  const imported =
    before === undefined
      ? await importFile(application, file, rejectedPath, withPeople)
      : E.right({ refused: [], ...before })
  if (E.isLeft(imported)) {
    return fail(
      'The import stopped. What was acknowledged is kept; run it again to go on from there.',
      imported.left,
    )
  }
  const { refused, lastAt } = imported.right
  const season = await seasonOf(application, lastAt, before !== undefined)
  const isClosed = season !== undefined || lastAt === undefined
  if (before === undefined && sha256 !== undefined && refused.length === 0 && isClosed) {
    await note(application, sha256, withPeople, imported.right)
  }
  // Before the report, so that it tells of the log as this run leaves it, and as the next one finds it.
  const forgotten = await forgetOne(application, log(), season?.closedAt ?? lastAt)
  const report = await reportOf(application, imported.right, eventsBefore, season)
  say(summary(report, seconds(began)))
  await show(application, report, lastAt, season)
  if (!isClosed)
    say(
      '\nThe year of this file is not over: nobody is sorted into categories yet, and nothing is given.',
    )
  if (forgotten !== undefined) {
    say(forgottenText(forgotten))
    if (forgotten.unchanged?.views === false || forgotten.unchanged?.log === false) {
      return fail('An erasure has changed what it must not.', forgotten.unchanged)
    }
  }
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
  const { data, withoutPeople } = options.right
  const vault = withoutPeople ? undefined : await openShopVault(data, stores.vaultName)
  if (vault !== undefined && E.isLeft(vault)) {
    return fail(`The vault in ${data} cannot be opened.`, vault.left)
  }
  const privacy = vault === undefined ? {} : { privacy: vault.right.privacy }
  const opened = await open(stores.adapters, capabilities, { ...privacy, hotBytes })()
  try {
    if (E.isLeft(opened)) return fail(`${stores.place} cannot be opened.`, opened.left)
    return await run(opened.right, stores, options.right)
  } finally {
    if (E.isRight(opened)) await opened.right.close()
    await vault?.right.close()
  }
}

process.exitCode = await main(process.argv.slice(2))
