import { projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { peopleHistories, shopHistories } from '../arbitraries.js'
import { timelineView } from './timeline.codec.js'

projectionLaws(timelineView, fc.oneof(shopHistories, peopleHistories), { numRuns: 30 })
