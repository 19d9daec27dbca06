import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { timelineView } from './timeline.codec.js'

projectionLaws(timelineView, shopHistoriesOf(timelineView.types), { numRuns: 30 })
