// An import in a process of its own, to be killed. Every receipt is written to a journal outside the application the moment
// that it is acknowledged.
import { appendFileSync } from 'node:fs'
import { crm } from '@patina/crm'
import { importRetail } from '@patina/examples/a-shops-year'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'

const [folder, file, journal] = process.argv.slice(2)
if (folder === undefined || file === undefined || journal === undefined) {
  throw new Error('use: import-child <folder> <file> <journal>')
}

const application = await orThrow(open(embedded(folder), crm))
process.stdout.write('open\n')
const imported = await importRetail(application, file, {
  onReceipt: (receipt) => appendFileSync(journal, `${JSON.stringify(receipt)}\n`),
})
if (imported._tag === 'Left') throw new Error(imported.left._tag)
await orThrow(application.settled)
await application.close()
process.stdout.write('done\n')
