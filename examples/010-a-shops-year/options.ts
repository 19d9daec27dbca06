import { parseArgs } from 'node:util'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'

/** What the main job is asked to do. */
export interface Options {
  /** The sales to import: CSV or gzip of it. Without one, the sample that lies beside the examples. */
  readonly file: string | undefined
  /** Where the log and the views are kept. */
  readonly data: string
  /** The connection string of a cluster that keeps the log in the folder's place. It may hold a password. */
  readonly store: string | undefined
  /** Which log on the cluster. */
  readonly namespace: string
  /** Whether customers have no names, numbers and addresses: then there is no vault, and nobody to be forgotten. */
  readonly withoutPeople: boolean
  /** Where the report is written as data, if it is wanted. */
  readonly json: string | undefined
}

export const help = `A shop's year: imports sales into an event log and tells what it folds from them.

  npm start                          the sample: about 50,000 lines of a real web shop
  npm start -- --file <csv|csv.gz>   another file of the same columns
  npm start -- --data <folder>       keep log and views there (default: patina-data)
  npm start -- --without-people      no personal data: to see what sealing it costs
  npm start -- --json <file>         write the report as data, too
  npm start -- --store esdb://<host> keep the log on EventStoreDB or KurrentDB; the views stay in the folder
  npm start -- --namespace <word>    which log there (default: aShopsYear): letters and digits
  npm start -- --help                this text

A second run adds nothing: every invoice is recorded once. An interrupted run is taken up where it was.
`

const defaultFolder = 'patina-data'
const defaultNamespace = 'aShopsYear'

/** Reads the arguments. Left: a sentence about what is wrong with them. */
export const readOptions = (args: ReadonlyArray<string>): Either<string, Options | 'help'> => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        file: { type: 'string' },
        data: { type: 'string', default: defaultFolder },
        json: { type: 'string' },
        store: { type: 'string' },
        namespace: { type: 'string', default: defaultNamespace },
        'without-people': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return E.right('help')
    const { file, data, json, store, namespace, 'without-people': withoutPeople } = values
    return E.right({ file, data, json, store, namespace, withoutPeople })
  } catch (error) {
    // parseArgs says which argument it is, and nothing personal can stand in an option's name.
    return E.left(error instanceof Error ? error.message : 'The arguments cannot be read.')
  }
}
