import { projectionLaws } from '@patina/testing'
import { peopleHistories } from '../arbitraries.js'
import { obligationsView } from './obligations.codec.js'

projectionLaws(obligationsView, peopleHistories, { numRuns: 30 })
