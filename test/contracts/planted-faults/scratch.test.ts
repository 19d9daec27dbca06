import { writeFileSync } from 'node:fs'
import { checkProjection } from '@patina/testing'
import { test } from 'vitest'
import { faults } from './projections.js'
import { rightProjections } from './right-projections.js'

test('scratch', () => {
  const out: unknown[] = []
  const numRuns = Number(process.env['RUNS'] ?? 100)
  for (const r of rightProjections) {
    const t = performance.now()
    const c = process.cpuUsage().user
    const broken = checkProjection(r.make(), r.histories, {
      numRuns,
      seed: 7,
      ...(r.isIdempotent ? { isIdempotent: true } : {}),
    })
    out.push({
      what: r.what,
      ms: Math.round(performance.now() - t),
      cpu: Math.round((process.cpuUsage().user - c) / 1000),
      broken,
    })
  }
  for (const f of faults) {
    const t = performance.now()
    const c = process.cpuUsage().user
    let broken
    try {
      broken = checkProjection(f.make(), f.histories, { numRuns, seed: 7 }).map(
        ({ law, failure }) => (process.env['FULL'] ? { law, failure } : law),
      )
    } catch (e) {
      broken = 'THREW ' + String((e as Error).stack)
    }
    out.push({
      that: f.that,
      ms: Math.round(performance.now() - t),
      cpu: Math.round((process.cpuUsage().user - c) / 1000),
      broken,
    })
  }
  writeFileSync('/tmp/pf-scratch.json', JSON.stringify(out, null, 1))
}, 600000)
