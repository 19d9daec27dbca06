export type { BlockKind, LargeBlock } from './blocks.js'
export {
  type ComparedValues,
  type CustomerDuplicatesOptions,
  customerDuplicates,
} from './comparing.js'
export type { CustomerPair, Field, Level, OpenedCustomer } from './customer.js'
export { type Candidate, type Duplicates, type FindOptions, findDuplicates } from './find.js'
export { jaroWinkler } from './jaro-winkler.js'
export { normalCardNumber, normalHanName, normalLatinName } from './normal-forms.js'
export type { Agreement, Agreements, Part } from './weights.js'
