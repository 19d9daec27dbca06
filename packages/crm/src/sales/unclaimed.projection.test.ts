import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { unclaimedView } from './unclaimed.codec.js'

projectionLaws(unclaimedView, shopHistories, { numRuns: 30 })
