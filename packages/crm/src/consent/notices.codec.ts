import { list, record, view } from '@patina/eventsourcing'
import { adoptedNoticeCodec } from './notice.codec.js'
import { type NoticeVersions, notices } from './notices.projection.js'

/** The notices that the shop has adopted, key notice id. */
export const noticesView = view(notices, {
  codec: record<NoticeVersions>('NoticeVersions', {
    versions: list(adoptedNoticeCodec, { most: 1_000_000 }),
  }),
  columns: {
    versions: { kind: 'integer', of: ({ versions }) => versions.length },
    part: { kind: 'text', isIndexed: true, of: ({ versions }) => versions[0]?.terms.type ?? null },
  },
})
