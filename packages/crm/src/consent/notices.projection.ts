import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { NoticeId } from '../shared/ids.js'
import type { NoticeAdopted } from './events.js'
import type { AdoptedNotice } from './notice.js'

/** A notice in all of its versions, in their order: what `PresentNotice` is handed. */
export interface NoticeVersions {
  readonly versions: ReadonlyArray<AdoptedNotice>
}

/** The notices that the shop has adopted. */
export const notices: Projection<NoticeId, NoticeVersions, NoticeAdopted, AdoptedNotice> = {
  name: 'notices',
  version: 1,
  types: ['NoticeAdopted'],
  parts: ({ event: { terms, sha256 } }: LogEvent<NoticeAdopted>) => [
    [terms.noticeId, { terms, sha256 }],
  ],
  initial: () => ({ versions: [] }),
  evolve: ({ versions }, adopted) => ({ versions: [...versions, adopted] }),
}
