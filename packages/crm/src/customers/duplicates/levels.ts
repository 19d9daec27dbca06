import type { Field, Level } from './customer.js'
import { jaroWinkler } from './jaro-winkler.js'
import { swappedDay } from './normal-forms.js'

const closeFrom = 0.92
const nearFrom = 0.85

// Of two texts in their normal forms.
const textLevel = (a: string, b: string): Level => {
  if (a === b) return 'exact'
  const similarity = jaroWinkler(a, b)
  if (similarity >= closeFrom) return 'close'
  return similarity >= nearFrom ? 'near' : 'different'
}

// Day and month are often taken for each other: 1 February and 2 January.
const dayLevel = (a: string, b: string): Level =>
  a !== b && swappedDay(a) === b ? 'close' : textLevel(a, b)

/** The level of two values of a field, in their normal forms. */
export const levelOf = (field: Field, a: string, b: string): Level =>
  field === 'bornOn' ? dayLevel(a, b) : textLevel(a, b)
