import { projectionLaws } from '@patina/testing'
import { peopleHistories } from '../arbitraries.js'
import { marketingUseView } from './marketing-use.codec.js'

projectionLaws(marketingUseView, peopleHistories, { numRuns: 30 })
