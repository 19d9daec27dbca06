// Runs the benchmarks, each in a process of its own, and prints what they came to.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type CaseResult, fullScale, quickScale } from './case.js'
import { cases } from './cases/index.js'

const help = `Benchmarks: each asserts that its result is right, and compares with raw SQLite doing the same durable work.

  pnpm bench                        all cases
  pnpm bench --only rebuild,import  some of them: ${Object.keys(cases).join(', ')}
  pnpm bench --quick                small runs, to see that they work
  pnpm bench --retail <csv.gz>      the full retail file, for rebuild-retail and import
                                    (or the environment variable PATINA_ONLINE_RETAIL)
  pnpm bench --json <file>          the figures as data, too
`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    retail: { type: 'string', default: process.env['PATINA_ONLINE_RETAIL'] ?? '' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
    // Runs one case in this process and writes its result: how the main process runs each.
    case: { type: 'string' },
    out: { type: 'string' },
  },
})

const scale = values.quick ? quickScale : fullScale
const retailFile = values.retail !== '' && existsSync(values.retail) ? values.retail : undefined

const megabytes = (): number => process.resourceUsage().maxRSS / 1024

const runHere = async (name: string, out: string): Promise<void> => {
  const run = cases[name]
  if (run === undefined) throw new Error(`no such case: ${name}`)
  const folder = await mkdtemp(join(tmpdir(), 'patina-bench-'))
  try {
    const result = await run({ folder, scale, retailFile })
    await writeFile(out, JSON.stringify({ ...result, peakMegabytes: megabytes() }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const runApart = async (name: string, folder: string): Promise<CaseResult | undefined> => {
  const out = join(folder, `${name}.json`)
  const args = [
    ...process.execArgv,
    fileURLToPath(import.meta.url),
    '--case',
    name,
    '--out',
    out,
    '--retail',
    retailFile ?? '',
    ...(values.quick ? ['--quick'] : []),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0) return undefined
  return JSON.parse(await readFile(out, 'utf8')) as CaseResult
}

const number = (value: number): string => Math.round(value).toLocaleString('en')

const print = ({ name, perSecond, rawPerSecond, ratio, peers, peakMegabytes, notes }: CaseResult): void => {
  const line = [
    name.padEnd(24),
    `${number(perSecond)}/s`.padStart(12),
    `raw ${number(rawPerSecond)}/s`.padStart(18),
    `ratio ${ratio.toFixed(2)}`.padStart(12),
    `${number(peakMegabytes)} MB`.padStart(9),
  ]
  console.log(line.join(''))
  for (const [peer, rate] of Object.entries(peers)) console.log(`    ${peer}: ${number(rate)}/s`)
  for (const note of notes) console.log(`    ${note}`)
}

const runAll = async (): Promise<number> => {
  const names = values.only?.split(',') ?? Object.keys(cases)
  const folder = await mkdtemp(join(tmpdir(), 'patina-bench-figures-'))
  const results: CaseResult[] = []
  const failed: string[] = []
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}\n`,
  )
  for (const name of names) {
    const result = await runApart(name, folder)
    if (result === undefined) failed.push(name)
    else {
      results.push(result)
      print(result)
    }
  }
  await rm(folder, { recursive: true, force: true })
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ cases: results }, undefined, 2)}\n`)
  }
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
}

if (values.help) console.log(help)
else if (values.case !== undefined) await runHere(values.case, values.out ?? '')
else process.exitCode = await runAll()
