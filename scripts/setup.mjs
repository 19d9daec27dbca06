// What every script does first: check Node, bring pnpm, install, compile. Node builtins only, because
// this runs in a fresh clone where nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const cache = join(root, 'node_modules', '.cache', 'patina')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** A step that failed: `output` is what the failing command said, the message says it plainly. */
class StepFailed extends Error {
  constructor(message, output, code) {
    super(message)
    this.output = output
    this.code = code
  }
}

/** Ends the process with a plain sentence; anything that is no failed step is a bug and keeps its stack. */
export const main = (work) =>
  work().then(
    (code) => {
      process.exitCode = code
    },
    (reason) => {
      if (!(reason instanceof StepFailed)) throw reason
      if (reason.output !== '') process.stderr.write(`\n${reason.output.trimEnd()}\n`)
      process.stderr.write(`\n${reason.message}\n`)
      process.exitCode = reason.code
    },
  )

const exitCodeOf = (code, signal) => code ?? 128 + constants.signals[signal]

const tools = join(root, 'node_modules', '.bin')

/** The environment with the installed tools on the path, or without them (`npm start` puts them there). */
const environment = (env, toolsFirst) => {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const path = (env[name] ?? '').split(delimiter).filter((folder) => folder !== tools)
  return { ...env, [name]: (toolsFirst ? [tools, ...path] : path).join(delimiter) }
}

/** Runs a command in the foreground and gives its exit code; signals reach the command. */
export const foreground = (command, args, { cwd = root, env = process.env } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: environment(env, true), stdio: 'inherit' })
    const forward = (signal) => {
      // A terminal sends Ctrl-C to the whole group: sent on, the child would receive it twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      resolve(exitCodeOf(code, signal))
    })
  })

/** Runs a command in silence; gives its output, in the order in which it was written, and its exit code. */
export const silent = (command, args, { cwd = root, env = process.env, toolsFirst = true } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(env, toolsFirst),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    const stop = (signal) => {
      child.kill(signal)
      process.exit(exitCodeOf(null, signal))
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, stop)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, stop)
      resolve({ code: exitCodeOf(code, signal), output: Buffer.concat(chunks).toString('utf8') })
    })
  })

/** One line of progress with the seconds it took; `work` gives `{ code, output }`. */
export const step = async (title, sentence, work) => {
  const start = performance.now()
  process.stderr.write(`${title} …`)
  const { code, output } = await work()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  process.stderr.write(` ${code === 0 ? '' : 'failed after '}${seconds} s\n`)
  if (code !== 0) throw new StepFailed(sentence, output, code)
}

const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  // The tools below need 20.19 or 22.12; odd majors between are no releases with support.
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
  if (!fits) {
    throw new StepFailed(
      `Patina needs Node 20.19 or later (of Node 22: 22.12 or later), and this is Node ${process.versions.node}.`,
      '',
      1,
    )
  }
}

const manifests = () => {
  const folders = readdirSync(join(root, 'packages')).map((name) => join('packages', name))
  const tests = ['bench/peers', 'eventstoredb', 'eventstoredb-server']
  return [...folders, 'examples', 'test', ...tests.map((name) => join('test', name)), '.']
    .map((folder) => join(root, folder, 'package.json'))
    .filter((file) => existsSync(file))
    .sort()
}

const stampFile = join(cache, 'installed')

const stamp = () => {
  const hash = createHash('sha256')
  const [major] = process.versions.node.split('.')
  hash.update(`${major} ${process.platform} ${process.arch}`)
  for (const file of [
    join(root, 'pnpm-lock.yaml'),
    join(root, 'pnpm-workspace.yaml'),
    ...manifests(),
  ]) {
    hash.update(`\n${file.slice(root.length)}\n`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

const isInstalled = () =>
  existsSync(stampFile) &&
  existsSync(join(root, 'node_modules', 'typescript')) &&
  readFileSync(stampFile, 'utf8') === stamp()

/** How npm is called, whoever called this script, with little noise and only in the folder that is asked for. */
export const npm = () => {
  // npm names the file of its own program; a bare `npm` is a .cmd file on Windows, which spawn refuses.
  const file = process.env.npm_execpath
  const isNpm = file !== undefined && basename(file) === 'npm-cli.js'
  const env = { ...process.env, npm_config_update_notifier: 'false', npm_config_loglevel: 'error' }
  // Set by `npm start`: npm would work in this folder instead of the one that it is started in, and
  // would find the installed pnpm there.
  delete env.npm_config_local_prefix
  return isNpm
    ? { command: process.execPath, args: [file], env }
    : { command: 'npm', args: [], env }
}

const pnpmCommand = () => {
  const [, version] = manifest.packageManager.split('@')
  const [major] = version.split('.')
  // Asked outside of this folder, and without a network: inside it, or with Corepack in between, the
  // question itself could download another pnpm. And not the installed one: it would have to replace
  // itself while it runs.
  const probe = spawnSync('pnpm', ['--version'], {
    cwd: tmpdir(),
    encoding: 'utf8',
    env: { ...environment(process.env, false), COREPACK_ENABLE_NETWORK: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const found = probe.status === 0 ? probe.stdout.trim() : ''
  if (found.startsWith(`${major}.`)) return { command: 'pnpm', args: [], env: process.env }

  const { command, args, env } = npm()
  return {
    command,
    args: [...args, 'exec', '--yes', `--package=pnpm@${version}`, '--', 'pnpm'],
    env,
  }
}

const checkPins = () => {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const pinned = /^ {2}pnpm: (.*)$/m.exec(workspace)?.[1]
  if (manifest.packageManager !== `pnpm@${pinned}`) {
    throw new StepFailed(
      `package.json asks for ${manifest.packageManager} and the catalogue in pnpm-workspace.yaml for pnpm@${pinned}: make them agree.`,
      '',
      1,
    )
  }
}

/** Installs the packages, unless a stamp says that exactly these are installed. */
export const install = async () => {
  checkNode()
  if (isInstalled()) return
  checkPins()
  const { command, args, env } = pnpmCommand()
  await step(
    'Installing the packages (once)',
    `The packages could not be installed: the lines above are what npm and pnpm said. After a change of a package.json, \`npm exec --yes ${manifest.packageManager} -- install\` brings the lockfile up to date.`,
    // Not in this folder, where npm would find the installed pnpm.
    () =>
      silent(command, [...args, '--dir', root, 'install', '--frozen-lockfile'], {
        cwd: tmpdir(),
        env,
        toolsFirst: false,
      }),
  )
  mkdirSync(cache, { recursive: true })
  writeFileSync(stampFile, stamp())
}

/** Compiles `target` and what it stands on (without one: everything, the tests' types too). */
export const build = (target) =>
  step('Compiling', 'The sources do not compile: the lines above are what the compiler said.', () =>
    silent(process.execPath, [
      join('node_modules', 'typescript', 'bin', 'tsc'),
      '-b',
      ...(target === undefined ? [] : [target]),
    ]),
  )

/** Removes every compiled file: the compiler does not remove what a deleted source has left behind. */
export const clean = () => {
  for (const file of manifests())
    rmSync(join(dirname(file), 'dist'), { recursive: true, force: true })
}
