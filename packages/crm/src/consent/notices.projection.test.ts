import { historiesOf, projectionLaws } from '@patina/testing'
import type { NoticeId } from '../shared/ids.js'
import { sha256Of } from '../shared/sha256.js'
import { noticeTerms } from './arbitraries.js'
import type { NoticeAdopted } from './events.js'
import { noticesView } from './notices.codec.js'

projectionLaws(
  noticesView,
  historiesOf('notice', (id) =>
    noticeTerms.map((drawn): NoticeAdopted => {
      const terms = { ...drawn, noticeId: id as NoticeId }
      return { type: 'NoticeAdopted', terms, sha256: sha256Of(terms) }
    }),
  ),
  { numRuns: 30 },
)
