import { isInstant } from '../instant.js'
import { longestList, type ViewQuery } from '../ports.js'
import { describe, describeDate, describeFigure, type Problem } from '../problem.js'
import type { AnyView } from './view.js'

/** A question that cannot be answered as it was put: a moment that is none, a column that nothing is listed by. */
export interface InvalidQuery {
  readonly _tag: 'InvalidQuery'
  readonly problems: ReadonlyArray<Problem>
}

/** The problems as an answer; `undefined` where there are none. */
export const invalidQuery = (problems: ReadonlyArray<Problem>): InvalidQuery | undefined =>
  problems.length === 0 ? undefined : { _tag: 'InvalidQuery', problems }

/** What is wrong with moments, by the names of their members. Those that are not given are not wrong. */
export const problemsOfMoments = (
  moments: Readonly<Record<string, unknown>>,
): ReadonlyArray<Problem> =>
  Object.entries(moments)
    .filter(([, moment]) => moment !== undefined && !isInstant(moment))
    .map(([name, found]) => ({
      path: `/${name}`,
      expected: 'an instant in UTC with milliseconds, such as 2026-01-15T04:05:06.789Z',
      found: describeDate(found),
    }))

/** What is wrong with how a view is to be listed. */
export const problemsOfList = (
  { columns }: Pick<AnyView, 'columns'>,
  { by, limit }: ViewQuery,
): ReadonlyArray<Problem> => {
  const indexed = columns.filter(({ isIndexed }) => isIndexed).map(({ name }) => name)
  const isListed = by === undefined || indexed.includes(by)
  const isInRange = Number.isSafeInteger(limit) && limit >= 1 && limit <= longestList
  return [
    ...(isListed ? [] : [{ path: '/by', expected: listedBy(indexed), found: describe(by) }]),
    ...(isInRange
      ? []
      : [
          {
            path: '/limit',
            expected: `a whole number from 1 to ${longestList}`,
            found: describeFigure(limit),
          },
        ]),
  ]
}

const listedBy = (columns: ReadonlyArray<string>): string =>
  columns.length === 0 ? 'nothing, for no column is indexed' : `one of ${columns.join(', ')}`
