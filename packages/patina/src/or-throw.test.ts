import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import { orThrow } from './index.js'

test('a task that succeeds gives its value', async () => {
  expect(await orThrow(TE.right(7))).toBe(7)
})

test('a task that fails throws an error that names its tag and carries its record', async () => {
  const left = { _tag: 'TillFull', room: 3 }
  const error = await orThrow(TE.left(left)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ message: 'TillFull', cause: left })
})
