import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { memberCardView } from './member-card.codec.js'

projectionLaws(memberCardView, shopHistories, { numRuns: 30 })
