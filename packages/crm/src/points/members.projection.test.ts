import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { membersView } from './members.codec.js'

projectionLaws(membersView, shopHistoriesOf(membersView.types), { numRuns: 30 })
