// Runs the benchmarks, each in a process of its own, and prints what they came to.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { apart } from './apart.js'
import type { CaseResult } from './case.js'
import { cases } from './cases/index.js'
import { runCase, runCaseTasks } from './run-case.js'

const help = `Benchmarks: each asserts that its result is right, and compares with raw SQLite doing the same durable work.

  pnpm bench                        all cases
  pnpm bench --only rebuild,import  some of them: ${Object.keys(cases).join(', ')}
  pnpm bench --quick                small runs, to see that they work
  pnpm bench --retail <csv.gz>      the full retail file, for rebuild-retail and import
                                    (or the environment variable PATINA_ONLINE_RETAIL)
  pnpm bench --febrl <folder>       the FEBRL data sets, for duplicates
                                    (or the environment variable PATINA_FEBRL)
  pnpm bench --json <file>          the figures as data, too
`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    retail: { type: 'string', default: process.env['PATINA_ONLINE_RETAIL'] ?? '' },
    febrl: { type: 'string', default: process.env['PATINA_FEBRL'] ?? '' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const number = (value: number): string => Math.round(value).toLocaleString('en')

const print = (result: CaseResult): void => {
  const { name, unit, perSecond, rawPerSecond, ratio, goal, peers, peakMegabytes, notes } = result
  const line = [
    name.padEnd(24),
    `${number(perSecond)} ${unit}/s`.padStart(20),
    `raw ${number(rawPerSecond)}/s`.padStart(16),
    `ratio ${ratio.toFixed(2)}`.padStart(12),
    (goal === undefined ? '' : `goal ${goal.toFixed(2)}`).padStart(11),
    `${number(peakMegabytes)} MB`.padStart(9),
  ]
  say(line.join(''))
  for (const [peer, rate] of Object.entries(peers)) say(`    ${peer}: ${number(rate)} ${unit}/s`)
  for (const note of notes) say(`    ${note}`)
}

const printMachine = (): void => {
  const [processor] = cpus()
  const load = loadavg()[0]?.toFixed(1)
  say(
    `Node ${process.version}, ${cpus().length} × ${processor?.model ?? 'an unknown processor'}, load ${load}`,
  )
  if (values.quick) say('QUICK: too small for figures that mean anything')
  say('')
}

const runAll = async (names: ReadonlyArray<string>): Promise<number> => {
  const retailFile = values.retail === '' ? {} : { retailFile: values.retail }
  const febrlFolder = values.febrl === '' ? {} : { febrlFolder: values.febrl }
  const results: CaseResult[] = []
  const failed: string[] = []
  printMachine()
  for (const name of names) {
    try {
      const run = { name, isQuick: values.quick, ...retailFile, ...febrlFolder }
      const { result } = await apart(runCaseTasks, runCase, run)
      results.push(result)
      print(result)
    } catch (error) {
      failed.push(name)
      process.stderr.write(`${name} failed: ${error instanceof Error ? error.message : ''}\n`)
    }
  }
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ cases: results }, undefined, 2)}\n`)
  }
  return failed.length === 0 ? 0 : 1
}

const main = async (): Promise<number> => {
  if (values.help) {
    say(help)
    return 0
  }
  const names = values.only?.split(',') ?? Object.keys(cases)
  const unknown = names.filter((name) => !Object.hasOwn(cases, name))
  const missing = [values.retail, values.febrl].filter((path) => path !== '' && !existsSync(path))
  if (unknown.length > 0 || missing.length > 0) {
    const wrong = unknown.length > 0 ? 'no such case' : 'no such file or folder'
    process.stderr.write(`${wrong}: ${[...unknown, ...missing].join(', ')}\n\n${help}`)
    return 2
  }
  return runAll(names)
}

process.exitCode = await main()
