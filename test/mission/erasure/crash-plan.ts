// What the process that is killed and its test agree on.
import type { DecideErasure } from '@patina/crm/privacy-requests'
import type { Context } from '@patina/eventsourcing'
import { decisionOf } from './shop.js'

export const visitorId = '00000000-0000-4000-8000-00000000c0de'
export const otherId = '00000000-0000-4000-8000-00000000c0d0'
export const erasureId = '00000000-0000-4000-8000-00000000e0de'
export const person = { name: 'Visitor 91c3 Example', mobile: '+85200000091' }

/** The decision that is sent, and sent again after a crash. */
export const erasureOf = (): { readonly command: DecideErasure; readonly context: Context } => ({
  command: decisionOf(visitorId, { erasureId }),
  context: { commandId: '00000000-0000-4000-8000-00000000cafe', actor: 'dpo-1' },
})
