// Reads a whole log again and says what does not fit. It finds damage, and edits by one who did not compute the leaf anew;
// against one who did, only a checkpoint that is held outside helps.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeFirst, type StoreUnavailable } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../../file/database.js'
import { unavailable, unavailableOf } from '../../file/errors.js'
import { positionOf } from '../position.js'
import { checkEvents } from './events.js'
import {
  createFindings,
  damaged,
  type Findings,
  readOr,
  type VerifyProgress,
  type VerifyReport,
} from './report.js'
import { checkStreams } from './streams.js'
import { checkStructure } from './structure.js'

// What `checkEvents` could not name as a position, and the last row that it can.
const findHead = (database: Database, findings: Findings): number => {
  const span = database.query<readonly [number | null]>(
    `SELECT max(position) FROM events WHERE position BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}`,
  )
  const outside = database.query<readonly [number]>(
    `SELECT count(*) FROM events WHERE position < 1 OR position > ${Number.MAX_SAFE_INTEGER}`,
  )
  const head = readOr(() => span.get()?.[0] ?? 0)
  const strays = readOr(() => outside.get()?.[0] ?? 0)
  if (head === damaged || strays === damaged) {
    findings.add({ _tag: 'BrokenStructure', detail: 'the table of the events cannot be read' })
    return 0
  }
  if (strays > 0) {
    findings.add({ _tag: 'BrokenStructure', detail: `${strays} rows at impossible positions` })
  }
  return head
}

const closed = Symbol('closed')

/** Verifies the log up to its head of this moment; appends go on in between. */
export const verifyLog = async (
  database: Database,
  logId: string,
  onProgress: (progress: VerifyProgress) => void,
  isClosed: () => boolean,
): Promise<Either<StoreUnavailable, VerifyReport>> => {
  const turn = async (progress: VerifyProgress): Promise<void> => {
    onProgress(progress)
    await nextTurn()
    if (isClosed()) throw closed
  }
  try {
    const findings = createFindings()
    await turn({ step: 'structure', done: 0, total: 1 })
    checkStructure(database, findings)
    const head = findHead(database, findings)
    await turn({ step: 'structure', done: 1, total: 1 })
    const events = await checkEvents(database, logId, head, findings, (done) =>
      turn({ step: 'events', done, total: head }),
    )
    let rows = 0
    await checkStreams(database, findings, (more) => {
      rows += more
      return turn({ step: 'streams', done: Math.min(rows, events), total: events })
    })
    return E.right({
      isSound: findings.count() === 0,
      events,
      head: head === 0 ? beforeFirst : positionOf(head),
      faults: findings.faults,
      faultCount: findings.count(),
    })
  } catch (error) {
    return E.left(error === closed ? unavailable('closed') : unavailableOf(error))
  }
}
