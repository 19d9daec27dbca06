import { availableParallelism } from 'node:os'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { mutants } from './test/mutation/mutants.mjs'

export default defineConfig({
  plugins: [mutants()],
  // Tests run on the sources of every package: no build can be stale, and a stack names the source.
  resolve: { conditions: ['@patina/source', ...defaultServerConditions] },
  ssr: { resolve: { conditions: ['@patina/source', ...defaultServerConditions] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/bench/peers/**'],
    reporters: ['default', './scripts/report-tests.mjs'],
    // A native module in worker threads can take all threads down; a process takes itself down.
    pool: 'forks',
    // Vitest leaves one core idle by default; on two cores that would be half of the machine.
    maxWorkers: availableParallelism(),
    // Laws draw many histories; a busy machine is not a failing law.
    testTimeout: 120_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*arbitraries.ts'],
    },
  },
})
