import { projectionLaws } from '@patina/testing'
import { shopHistories } from '../arbitraries.js'
import { membersView } from './members.codec.js'

projectionLaws(membersView, shopHistories, { numRuns: 30 })
