import { projectionLaws } from '@patina/testing'
import { peopleHistories } from '../arbitraries.js'
import { logBookView } from './log-book.codec.js'

projectionLaws(logBookView, peopleHistories, { numRuns: 30 })
