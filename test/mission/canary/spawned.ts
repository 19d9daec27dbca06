// The child process of the canary scan, and what it says.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// Compiled by the set-up of the tests: a process that is killed is a process of plain Node.
const child = fileURLToPath(new URL('../../dist/mission/canary/child.js', import.meta.url))

/** How it ended: what it said line by line, everything that it wrote, and whether it was killed. */
export interface Ended {
  readonly lines: ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly written: Buffer
  readonly isKilled: boolean
}

/** Runs the child with these arguments. `onLine` is called for each line that it says, and may kill it. */
export const run = (
  args: ReadonlyArray<string>,
  onLine: (line: Readonly<Record<string, unknown>>, running: ChildProcess) => void = () =>
    undefined,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const written: Buffer[] = []
    const lines: Readonly<Record<string, unknown>>[] = []
    let rest = ''
    running.stderr.on('data', (chunk: Buffer) => written.push(chunk))
    running.stdout.on('data', (chunk: Buffer) => {
      written.push(chunk)
      const parts = `${rest}${chunk.toString('utf8')}`.split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const line = JSON.parse(part) as Readonly<Record<string, unknown>>
        lines.push(line)
        onLine(line, running)
      }
    })
    running.on('close', (code, signal) => {
      const all = Buffer.concat(written)
      if (signal === 'SIGKILL' || code === 0) {
        resolve({ lines, written: all, isKilled: signal === 'SIGKILL' })
      } else reject(new Error(`the child ended with ${String(code)}: ${all.toString('utf8')}`))
    })
  })
