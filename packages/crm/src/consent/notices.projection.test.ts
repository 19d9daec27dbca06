import { projectionLaws } from '@patina/testing'
import { peopleHistories } from '../arbitraries.js'
import { noticesView } from './notices.codec.js'

projectionLaws(noticesView, peopleHistories, { numRuns: 30 })
