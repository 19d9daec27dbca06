import { inMemoryViewStore } from '@patina/eventsourcing'
import { viewStoreContract } from '@patina/testing'

viewStoreContract('in memory', () => ({ views: inMemoryViewStore() }))
