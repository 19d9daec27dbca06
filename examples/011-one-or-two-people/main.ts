import { type Candidate, findDuplicates } from '@patina/crm/duplicates'
import { people, short } from './people.js'
import { review } from './review.js'

const show = ({ customerIds: [a, b], verdict, score, parts }: Candidate): void => {
  console.log(`${short(a)} and ${short(b)}: ${verdict}, ${score.toFixed(1)}`)
  for (const { field, level, weight } of parts) {
    console.log(`  ${field} ${level} ${weight.toFixed(1)}`)
  }
}

export const main = async (): Promise<void> => {
  const { candidates } = findDuplicates(people)
  candidates.forEach(show)

  // Somebody has asked: 3 and 4 are twins. They do not come up again.
  const dismissed = candidates
    .map(({ customerIds }) => customerIds)
    .filter(([a]) => short(a) === '3')
  const left = findDuplicates(people, { dismissed }).candidates
  console.log(`${left.length} of ${candidates.length} left`)

  await review()
}

if (process.argv[1] === import.meta.filename) await main()
