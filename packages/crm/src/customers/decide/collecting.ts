// What may be collected of a customer: what the list of the shop has for the purpose, under a notice that was shown first.
import type { DataKind } from '../../shared/ids.js'
import type { RegisterCustomer } from '../commands.js'
import type { CustomerRegistered } from '../events.js'
import type { CollectionReason } from '../rejections.js'

// A shop has no business with the number of an identity card, nor with a part of it: collecting that for a loyalty scheme was
// found excessive (Office of the Privacy Commissioner for Personal Data; PDPO DPP1(1)(c)).
const neverCollected = /hkid|identity-?card|idcard|id-?number/i

/** Why this must not be collected: every reason. Empty where nothing is, or all of it may be. */
export const collectionReasons = ({
  collecting,
  noticeEventId,
}: RegisterCustomer): ReadonlyArray<CollectionReason> => {
  if (collecting === undefined) return []
  const { kinds, list } = collecting
  const fields = kinds.filter((one) => neverCollected.test(one) || !list.kinds.includes(one))
  return [
    ...(noticeEventId === undefined ? [{ _tag: 'NoticeNotPresented' } as const] : []),
    ...(fields.length === 0
      ? []
      : [{ _tag: 'FieldNotAllowed', fields: inOrder(fields), purpose: list.purpose } as const]),
  ]
}

const inOrder = (kinds: ReadonlyArray<DataKind>): ReadonlyArray<DataKind> =>
  [...new Set(kinds)].sort()

/** What the registration says of it. */
export const collectedOf = ({
  collecting,
  noticeEventId,
}: RegisterCustomer): Pick<CustomerRegistered, 'noticeEventId' | 'collected'> => {
  const shown = noticeEventId === undefined ? {} : { noticeEventId }
  if (collecting === undefined) return shown
  const { purpose, version, sha256 } = collecting.list
  return { ...shown, collected: { purpose, version, sha256, kinds: inOrder(collecting.kinds) } }
}
