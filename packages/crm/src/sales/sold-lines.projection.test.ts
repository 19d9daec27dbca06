import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { soldLinesView } from './sold-lines.codec.js'

projectionLaws(soldLinesView, shopHistories, { numRuns: 30 })
