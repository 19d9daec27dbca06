import { projectionLaws } from '@patina/testing'
import { identityHistories } from './arbitraries.js'
import { dismissalsView } from './dismissals.codec.js'

projectionLaws(dismissalsView, identityHistories, { numRuns: 60 })
