import {
  type AnyError,
  type AnyView,
  type Context,
  type HandleError,
  type KeptView,
  newId,
  type Receipt,
  type Sweep,
  type Tagged,
  type ViewQuery,
} from '@patina/eventsourcing'
import type { SealError } from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ReadError, Reading } from './reading.js'

/** What a sweep has done. */
export interface Swept {
  /** How many rows were looked at, in all rounds. */
  readonly looked: number
  /** How many commands changed something. */
  readonly changed: number
  /** What was refused, with the row that it followed from. It does not keep the others from going on. */
  readonly refused: ReadonlyArray<RefusedInSweep>
  /** Whether nothing more follows: what one round did may be news for another row. */
  readonly isSettled: boolean
}

export interface RefusedInSweep {
  readonly key: string
  readonly command: string
  readonly error: AnyError | HandleError | SealError
}

/** Who a sweep acts for; each of its commands gets an id of its own. */
export type SweepContext = Omit<Context, 'commandId'>

/** Carries out what is due by nothing but time. */
export type SweepOf = <Options>(
  sweep: Sweep<Options>,
  options: Options,
  context: SweepContext,
) => TaskEither<ReadError, Swept>

/** What a sweep needs of the application around it. */
export interface SweepingShell {
  readonly reading: Reading
  readonly send: (
    command: Tagged,
    context: Context,
  ) => TaskEither<AnyError | HandleError | SealError, Receipt>
}

const pageLimit = 500
// Rules may hang on one another in a circle, and would go on for ever.
const mostRounds = 10

/** Sweeps, a page of rows at a time, until a round changes nothing. */
export const sweeping = ({ reading, send }: SweepingShell): SweepOf => {
  const keptOf = (view: AnyView) => view as KeptView<string, unknown, never>

  return <Options>(sweep: Sweep<Options>, options: Options, context: SweepContext) =>
    async (): Promise<Either<ReadError, Swept>> => {
      let [looked, changed] = [0, 0]
      let refused: RefusedInSweep[] = []

      const round = async (): Promise<Either<ReadError, number>> => {
        const known = await reading.read(keptOf(sweep.knowing.view), sweep.knowing.key)()
        if (E.isLeft(known)) return known
        const before = changed
        refused = []
        let afterKey: string | undefined
        for (;;) {
          const query: ViewQuery = {
            limit: pageLimit,
            ...(afterKey === undefined ? {} : { afterKey }),
          }
          const page = await reading.list(keptOf(sweep.over), query)()
          if (E.isLeft(page)) return page
          for (const { key, view } of page.right) {
            looked++
            for (const command of sweep.commands(key, view, known.right, options)) {
              const sent = await send(command, { ...context, commandId: newId() })()
              if (E.isLeft(sent)) refused.push({ key, command: command.type, error: sent.left })
              else if (sent.right._tag === 'Appended') changed++
            }
          }
          if (page.right.length < pageLimit) return E.right(changed - before)
          afterKey = page.right.at(-1)?.key
        }
      }

      for (let n = 1; n <= mostRounds; n++) {
        const done = await round()
        if (E.isLeft(done)) return done
        if (done.right === 0) return E.right({ looked, changed, refused, isSettled: true })
      }
      return E.right({ looked, changed, refused, isSettled: false })
    }
}
