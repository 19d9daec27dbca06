import { projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { peopleHistories, shopHistories } from '../arbitraries.js'
import { giftHistories } from '../gifts/world/plays/arbitraries.js'
import { identityHistories } from '../identity/arbitraries.js'
import { timelineView } from './timeline.codec.js'

projectionLaws(
  timelineView,
  fc.oneof(shopHistories, peopleHistories, giftHistories, identityHistories),
  { numRuns: 40 },
)
