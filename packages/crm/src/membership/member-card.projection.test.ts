import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { memberCardView } from './member-card.codec.js'

projectionLaws(memberCardView, shopHistoriesOf(memberCardView.types), { numRuns: 30 })
