import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { profileView } from './profile.codec.js'

projectionLaws(profileView, shopHistoriesOf(profileView.types), { numRuns: 50 })
