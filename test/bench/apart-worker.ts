// Runs one task and tells what it came to: see apart.ts.
import { peakMegabytes } from './apart.js'

const [module = '', task = '', input = ''] = process.argv.slice(2)
const tasks = (await import(module)) as Record<string, (input: unknown) => Promise<unknown>>
const result = await tasks[task]?.(JSON.parse(input))
process.send?.({ result, peakMegabytes: peakMegabytes() })
process.disconnect()
