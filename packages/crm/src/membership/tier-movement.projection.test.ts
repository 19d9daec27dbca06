import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { tierMovementView } from './tier-movement.codec.js'

projectionLaws(tierMovementView, shopHistories, { numRuns: 30 })
