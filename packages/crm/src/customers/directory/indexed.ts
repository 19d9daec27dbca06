import type { IndexedKind } from '@patina/privacy'
import { normalEmail, normalPhone } from '@patina/privacy'
import { cardNumber, email, mobile } from '../../shared/kinds.js'
import { normalCardNumber } from '../duplicates/normal-forms.js'

/**
 * By what customers are found as a whole: telephone numbers, addresses of e-mail, and the numbers of cards, of which nobody
 * gets one that somebody has. A card that was blocked or replaced keeps its number: a lost one must not lead to another
 * member.
 */
export const customerIndex: ReadonlyArray<IndexedKind> = [
  { kind: mobile, normal: normalPhone },
  { kind: email, normal: normalEmail },
  {
    kind: cardNumber,
    normal: (written) => normalCardNumber(written) || undefined,
    isUnique: true,
  },
]
