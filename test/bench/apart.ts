// Work in a process of its own, so that its memory is its own and what ran before it has warmed up nothing.
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a task came to, and resident memory of its process at its highest, in megabytes, until the task returned. */
export interface Apart<Output> {
  readonly result: Output
  readonly peakMegabytes: number
}

/** Resident memory of this process at its highest so far, in megabytes. */
export const peakMegabytes = (): number => {
  try {
    // What the system calls maxRSS may be that of the process that started this one.
    const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (peak !== undefined) return Number(peak) / 1024
  } catch {
    // Not on Linux.
  }
  return process.resourceUsage().maxRSS / 1024
}

/** What a process of its own may take. Node's own bounds where nothing is said. */
export interface Bounds {
  /** Of its old generation, in megabytes. */
  readonly heapMegabytes?: number
}

const worker = fileURLToPath(new URL('./apart-worker.js', import.meta.url))

/**
 * Runs a function that this module exports under its own name, in a process of its own. What goes in and comes out is
 * JSON. Throws when the process fails; what it has to say it says itself.
 */
export const apart = <Input, Output>(
  module: string,
  task: (input: Input) => Promise<Output>,
  input: Input,
  { heapMegabytes }: Bounds = {},
): Promise<Apart<Output>> =>
  new Promise((resolve, reject) => {
    const execArgv =
      heapMegabytes === undefined ? [] : [`--max-old-space-size=${String(heapMegabytes)}`]
    const child = fork(worker, [module, task.name, JSON.stringify(input)], { execArgv })
    let answer: Apart<Output> | undefined
    child.on('message', (message) => {
      answer = message as Apart<Output>
    })
    child.on('close', (code) => {
      if (answer === undefined) reject(new Error(`${task.name} ended with code ${code}`))
      else resolve(answer)
    })
  })
