import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { referralsView } from './referrals.codec.js'

projectionLaws(referralsView, shopHistories, { numRuns: 30 })
