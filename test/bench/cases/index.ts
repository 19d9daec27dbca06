import type { Case } from '../case.js'
import { appendBulk } from './append-bulk.js'
import { concurrentCommands, sequentialCommands } from './commands.js'
import { duplicates } from './duplicates.js'
import { importFile } from './import.js'
import { lots } from './lots.js'
import { personalFields, personalProfiles, personalRegister } from './personal-data.js'
import { readStream } from './read-stream.js'
import { rebuild } from './rebuild.js'
import { rebuildRetail } from './rebuild-retail.js'

/** Every benchmark by its name, in the order in which they run. */
export const cases: Readonly<Record<string, Case>> = {
  'commands-sequential': sequentialCommands,
  'commands-64-concurrent': concurrentCommands,
  'append-bulk': appendBulk,
  'read-stream': readStream,
  rebuild,
  'rebuild-retail': rebuildRetail,
  import: importFile,
  'personal-fields': personalFields,
  'personal-profiles': personalProfiles,
  'personal-register': personalRegister,
  duplicates,
  lots,
}
