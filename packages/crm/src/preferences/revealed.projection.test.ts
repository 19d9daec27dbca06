import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { revealedView } from './revealed.codec.js'

projectionLaws(revealedView, shopHistories, { numRuns: 30 })
