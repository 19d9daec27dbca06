// The gate. Each step is one tool; the first that finds something ends it. `--without-tests` is for
// who has just run the tests.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack, publishable, tool } from './packages.mjs'
import { install, main, step } from './setup.mjs'
import { runTests } from './tests.mjs'

/** What a user would download is what is judged: one tarball for each package, for both tools. */
const judgePackage = async (folder) => {
  const packed = mkdtempSync(join(tmpdir(), 'patina-pack-'))
  try {
    const made = await pack(folder, packed)
    if (made.code !== 0) return made
    const [tarball] = readdirSync(packed)
    const publint = await tool('publint/src/cli.js', 'run', join(packed, tarball), '--strict')
    if (publint.code !== 0) return publint
    return await tool(
      '@arethetypeswrong/cli/dist/index.js',
      join(packed, tarball),
      '--profile',
      'esm-only',
    )
  } finally {
    rmSync(packed, { recursive: true, force: true })
  }
}

const judgePackages = async () => {
  const waiting = publishable()
  const failed = []
  const judge = async () => {
    for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
      const { code, output } = await judgePackage(folder)
      if (code !== 0) failed.push(`${folder}\n${output}`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, judge))
  return { code: failed.length === 0 ? 0 : 1, output: failed.join('\n') }
}

const withTests = !process.argv.includes('--without-tests')

main(async () => {
  await install()
  await step(
    'biome: looks and everyday mistakes',
    'Most of it is mended by `npm run format`.',
    () => tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  )
  await step('eslint: mistakes that only types show', 'eslint found the mistakes above.', () =>
    tool('eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  )
  await step('tsc: types, of the tests too', 'The sources do not compile.', () =>
    tool('typescript/bin/tsc', '-b'),
  )
  await step(
    'depcruise: who may import whom',
    'An import crosses a border; .dependency-cruiser.cjs says why the border is there.',
    () =>
      tool(
        'dependency-cruiser/bin/dependency-cruise.mjs',
        '--output-type',
        'err-long',
        'packages',
        'examples',
        'test',
      ),
  )
  await step(
    'knip: what nobody uses',
    'knip found what nobody uses, or what nobody declares.',
    () => tool('knip/bin/knip.js', '--no-config-hints'),
  )
  if (withTests) {
    const code = await runTests([])
    if (code !== 0) return code
  }
  await step('publint and attw: the packages as a user gets them', 'A package is not fit.', () =>
    judgePackages(),
  )
  process.stderr.write('The gate is open.\n')
  return 0
})
