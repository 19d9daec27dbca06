// The main job as a user starts it: a process of its own, with the options of `npm start`.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const program = fileURLToPath(
  new URL('../../../examples/dist/010-a-shops-year/main.js', import.meta.url),
)
const sample = fileURLToPath(
  new URL('../../../examples/data/online-retail-sample.csv.gz', import.meta.url),
)

/** What of the report is compared. */
export interface ShopReport {
  readonly rowsRead: number
  readonly eventsAppended: number
  readonly eventsInLog: number
  readonly comparableDigest: string
}

const run = async (
  folder: string,
  data: string,
  args: ReadonlyArray<string>,
): Promise<ShopReport> => {
  if (!existsSync(program)) throw new Error('run `npx tsc -b examples` first')
  const json = join(folder, `${data}.json`)
  const all = [program, '--data', join(folder, data), '--json', json, ...args]
  // As `npm start` bounds it.
  const child = spawn(process.execPath, ['--max-old-space-size=192', ...all], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let faults = ''
  child.stderr.on('data', (text: Buffer) => {
    faults += text.toString()
  })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`the main job ended with ${String(code)}: ${faults}`)
  return JSON.parse(await readFile(json, 'utf8')) as ShopReport
}

/** The first lines of the sample, or all of it, once into a file and twice onto a server. */
export const mainJobOnBoth = async (
  url: string,
  namespace: string,
  lines: number | 'all',
): Promise<{
  readonly embedded: ShopReport
  readonly cluster: ShopReport
  readonly again: ShopReport
}> => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-main-job-'))
  try {
    const file = lines === 'all' ? sample : join(folder, 'first-lines.csv')
    if (lines !== 'all') {
      const text = gunzipSync(await readFile(sample)).toString('utf8')
      await writeFile(file, text.split('\n').slice(0, lines).join('\n'))
    }
    const onCluster = ['--file', file, '--store', url, '--namespace', namespace]
    return {
      embedded: await run(folder, 'embedded', ['--file', file]),
      cluster: await run(folder, 'cluster', onCluster),
      again: await run(folder, 'cluster', onCluster),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}
