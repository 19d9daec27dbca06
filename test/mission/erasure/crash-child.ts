// An erasure in a process of its own, which kills itself at the boundary that it is told.
import { erasureOf } from './crash-plan.js'
import { openOnFiles } from './on-files.js'
import { sideOf } from './shop.js'

const [folder, killAt] = process.argv.slice(2)
if (folder === undefined || killAt === undefined) {
  throw new Error('use: crash-child <folder> <boundary>')
}

let passed = 0
const shop = await openOnFiles(folder, (what) => {
  passed++
  if (passed !== Number(killAt)) return
  process.stdout.write(`${what}\n`)
  process.kill(process.pid, 'SIGKILL')
  // A signal to oneself may take a moment: not one step further.
  for (;;);
})
const { command, context } = erasureOf()
const sent = await shop.send(command, context)()
if (sent._tag === 'Left') throw new Error(sent.left._tag)
const left = await sideOf(shop).erasures.resume()
if (left._tag === 'Left') throw new Error(left.left._tag)
await shop.close()
process.stdout.write('done\n')
