import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { timelineView } from './timeline.codec.js'

projectionLaws(timelineView, shopHistories, { numRuns: 30 })
