import { projectionLaws } from '@patina/testing'
import { identityHistories } from './arbitraries.js'
import { personView } from './person.codec.js'

projectionLaws(personView, identityHistories, { numRuns: 60 })
