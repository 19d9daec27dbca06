import { inMemoryEventStore } from '@patina/eventsourcing'
import { storeContract } from '@patina/testing'

storeContract('in memory', () => ({ store: inMemoryEventStore() }), {
  openWithClock: (clock) => ({ store: inMemoryEventStore({ clock }) }),
  openWithCommit: (commit) => ({ store: inMemoryEventStore({ commit }) }),
})
