// Every command of a capability, spoiled in each way that a caller can think of: what is wrong is named, and nothing happens.
import type { crm } from '@patina/crm'
import { newId, type Problem } from '@patina/eventsourcing'
import { type Application, orThrow } from '@patina/patina'
import { expect } from 'vitest'

/** A well-formed command. */
export type Well = Readonly<Record<string, unknown>> & { readonly type: string }

const oversized = 'x'.repeat(1_000_000)
const outOfRange = ['0000-12-31', '10000-01-01', '2026-02-30']
const isDay = (field: string): boolean => /Day$|On$|^by$/.test(field)

/** A command with one field wrong, missing, unknown, oversized, negative, or a day that no calendar has; with its path. */
const spoiled = (command: Well): ReadonlyArray<readonly [string, unknown]> => [
  ...Object.keys(command)
    .filter((field) => field !== 'type')
    .flatMap((field): ReadonlyArray<readonly [string, unknown]> => {
      const wrong: ReadonlyArray<unknown> = [-1, oversized, new Array(10_000).fill(oversized)]
      return [
        ...[...wrong, ...(isDay(field) ? outOfRange : [])].map(
          (value): readonly [string, unknown] => [`/${field}`, { ...command, [field]: value }],
        ),
        [`/${field}`, Object.fromEntries(Object.entries(command).filter(([key]) => key !== field))],
      ]
    }),
  ['/other', { ...command, other: 1 }],
]

interface Shop {
  readonly send: (command: never, context: never) => () => Promise<unknown>
  readonly status: Application<typeof crm>['status']
}

/**
 * Sends a command spoiled in every way, and expects each to be refused by its path with nothing appended. `personal` are the
 * paths that are refused as well when nobody can say whose the values are.
 */
export const expectRefused = async (
  shop: Shop,
  command: Well,
  personal: ReadonlyArray<string>,
): Promise<void> => {
  const { head } = await orThrow(shop.status)
  for (const [path, bad] of spoiled(command)) {
    const answer = await shop.send(bad as never, { commandId: newId(), actor: 'web-1' } as never)()
    expect([path, answer]).toMatchObject([path, { left: { _tag: 'InvalidCommand' } }])
    const { problems } = (answer as { left: { problems: ReadonlyArray<Problem> } }).left
    expect(problems.length).toBeGreaterThan(0)
    const allowed = path === '/customerId' ? [path, ...personal] : [path]
    for (const problem of problems) {
      expect(allowed.some((one) => problem.path.startsWith(one))).toBe(true)
    }
    // What was found is described, never quoted.
    expect(JSON.stringify(problems)).not.toContain('xxx')
  }
  expect((await orThrow(shop.status)).head).toBe(head)
}
