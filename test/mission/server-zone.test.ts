// The zone of the server is that of a process: each of these is started in another one.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// Compiled by the set-up of the tests: the zone is read when a process of plain Node begins.
const child = fileURLToPath(new URL('../dist/mission/server-zone-child.js', import.meta.url))

const tellIn = (zone: string): Readonly<Record<'midnight' | 'told' | 'days', unknown>> =>
  JSON.parse(
    execFileSync(process.execPath, [child], {
      encoding: 'utf8',
      env: { ...process.env, TZ: zone },
    }),
  ) as Readonly<Record<'midnight' | 'told' | 'days', unknown>>

test('PDPO s.35E(1)(b): the 14th day, and every day of a request, is one of Hong Kong on a server in UTC and in New York', () => {
  const tellings = ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Hong_Kong'].map(tellIn)
  expect(tellings.map(({ midnight }) => midnight)).toEqual([
    '2024-02-29T00:00:00.000Z',
    '2024-02-29T05:00:00.000Z',
    '2024-02-28T10:00:00.000Z',
    '2024-02-28T16:00:00.000Z',
  ])
  for (const { told, days } of tellings) {
    expect(told).toEqual(['in time', 'ConfirmationLate'])
    // Due 40 days after 15 February; entered on 29 February, kept four years, and so says its retention.
    expect(days).toEqual(['2024-03-26', '2024-02-29', '2028-02-29', '2028-02-29'])
  }
})
