import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peakMegabytes } from './apart.js'
import { type CaseResult, fullScale, quickScale } from './case.js'
import { cases } from './cases/index.js'

/** This module, for its task to be run apart. */
export const runCaseTasks = import.meta.url

/** Which case, and how. */
export interface CaseRun {
  readonly name: string
  readonly isQuick: boolean
  readonly retailFile?: string
  readonly febrlFolder?: string
}

/** Runs a case in a folder of its own, and leaves nothing behind. */
export const runCase = async ({
  name,
  isQuick,
  retailFile,
  febrlFolder,
}: CaseRun): Promise<CaseResult> => {
  const found = cases[name]
  if (found === undefined) throw new Error(`no such case: ${name}`)
  const { run, unit, goal } = found
  const folder = await mkdtemp(join(tmpdir(), 'patina-bench-'))
  try {
    const scale = isQuick ? quickScale : fullScale
    const figures = await run({ folder, scale, retailFile, febrlFolder })
    return {
      name,
      unit,
      peakMegabytes: peakMegabytes(),
      ...figures,
      ...(goal === undefined ? {} : { goal }),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
