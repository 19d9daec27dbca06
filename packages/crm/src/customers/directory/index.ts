export { customerIndex } from './indexed.js'
export { customerDirectory } from './kinds.js'
export { type RemovedUnit, removedIdentifiers } from './removed.js'
