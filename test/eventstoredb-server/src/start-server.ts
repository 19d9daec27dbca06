// The test's end: starts the server's process, tells it what to do, and ends it.
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command, Dumped, ServerOptions, Started, Stats } from './control.js'

/** A server in a process of its own. */
export interface TestServer {
  readonly port: number
  /** The certificate to trust, as PEM, if the server is a secure one. */
  readonly certificate: string | undefined
  /** The connection string, without user and without trust. */
  readonly url: string
  readonly tell: (command: Command) => Promise<void>
  readonly dump: () => Promise<ReadonlyArray<Dumped>>
  readonly stats: () => Promise<Stats>
  /** Ends the process in good order. */
  readonly stop: () => Promise<void>
  /** Ends the process as a power cut does. */
  readonly kill: () => Promise<void>
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

// Run from its source or compiled, the process is the compiled one: Node runs no TypeScript.
const mainFile = (): string => {
  const here = new URL('./main.js', import.meta.url)
  const compiled = new URL('../dist/main.js', import.meta.url)
  const file = fileURLToPath(existsSync(here) ? here : compiled)
  if (!existsSync(file)) {
    throw new Error('The test server is not compiled: run `npx tsc -b test/eventstoredb-server`.')
  }
  return file
}

const talkTo = (child: ChildProcess): ((command: Command) => Promise<unknown>) => {
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (why: Error) => void }
  >()
  let count = 0
  child.on('message', ({ id, result, error }: Answer) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) one?.resolve(result)
    else one?.reject(new Error(error))
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the server has ended'))
    waiting.clear()
  })
  return (command) =>
    new Promise((resolve, reject) => {
      const id = count++
      waiting.set(id, { resolve, reject })
      child.send({ id, command }, (error) => {
        if (error !== null && waiting.delete(id)) reject(error)
      })
    })
}

/** Starts a server on this machine. It ends with the process that started it. */
export const startServer = async (options: ServerOptions = {}): Promise<TestServer> => {
  const child = fork(mainFile(), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const say = talkTo(child)
  const { port, certificate } = (await say({ type: 'Start', options })) as Started
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal)
    return ended
  }
  return {
    port,
    certificate,
    url: `esdb://127.0.0.1:${port}${certificate === undefined ? '?tls=false' : ''}`,
    tell: async (command) => {
      await say(command)
    },
    dump: async () => (await say({ type: 'Dump' })) as ReadonlyArray<Dumped>,
    stats: async () => (await say({ type: 'Stats' })) as Stats,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}
