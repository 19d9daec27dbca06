import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { memberTiersView } from './tiers.codec.js'

projectionLaws(memberTiersView, shopHistories, { numRuns: 30 })
