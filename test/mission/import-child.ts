// An import in a process of its own, to be killed, with a vault beside its log: customers have names, numbers and addresses. Every receipt is written to a journal outside the application the moment
// that it is acknowledged. When the sales are in, the year is closed: customers are sorted, gifts are given.
import { appendFileSync } from 'node:fs'
import { importRetail } from '@patina/examples/a-shops-year'
import { capabilities } from '@patina/examples/a-shops-year/capabilities'
import { openShopVault } from '@patina/examples/a-shops-year/vault'
import { closeYear } from '@patina/examples/a-shops-year/year-end'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'

const [folder, file, journal] = process.argv.slice(2)
if (folder === undefined || file === undefined || journal === undefined) {
  throw new Error('use: import-child <folder> <file> <journal>')
}

const vault = await openShopVault(folder)
if (vault._tag === 'Left') throw new Error(vault.left._tag)
const { privacy } = vault.right
const application = await orThrow(open(embedded(folder), capabilities, { privacy }))
process.stdout.write('open\n')
const imported = await importRetail(
  application,
  file,
  { onReceipt: (receipt) => appendFileSync(journal, `${JSON.stringify(receipt)}\n`) },
  { withPeople: true },
)
if (imported._tag === 'Left') throw new Error(imported.left._tag)
if (imported.right.refused.length > 0) throw new Error('a document was refused')
if (imported.right.lastAt === undefined) throw new Error('there was no document')
await closeYear(application, imported.right.lastAt)
await application.close()
await vault.right.close()
process.stdout.write('done\n')
