// What personal data is used for: one entry each, and the only place where a purpose is named.
import { type DataKind, dataKind, type PurposeCode, purposeCode } from '../shared/ids.js'

/** A purpose: which kinds of data may be collected for it, and on what ground they are used. */
export interface Purpose {
  readonly code: PurposeCode
  /**
   * `notice`: what a collection notice named (PDPO DPP1(3), DPP3). `prescribedConsent`: a new purpose. `marketing`: Part 6A.
   * `law`: an Ordinance demands or exempts it, and nobody is asked.
   */
  readonly basis: 'notice' | 'prescribedConsent' | 'marketing' | 'law'
  /** The collection list: what is necessary and not excessive (PDPO DPP1(1)). */
  readonly kinds: ReadonlyArray<DataKind>
  /** Purposes to which this one is directly related (PDPO DPP3(4)). */
  readonly relatedTo: ReadonlyArray<PurposeCode>
  /** The provision that it rests on. */
  readonly section: string
}

const kinds = (...names: ReadonlyArray<string>): ReadonlyArray<DataKind> => names.map(dataKind)

/**
 * The purposes of a shop with a membership programme. No list has an identity-card number, not even a part of one, and none
 * has a date of birth: for a points scheme either is excessive.
 */
export const purposes: ReadonlyArray<Purpose> = [
  {
    code: purposeCode('sale'),
    basis: 'notice',
    kinds: kinds('name', 'mobile', 'email', 'postalAddress'),
    relatedTo: [],
    section: 'DPP3',
  },
  {
    code: purposeCode('afterSales'),
    basis: 'notice',
    kinds: kinds('name', 'mobile', 'email', 'postalAddress'),
    relatedTo: [purposeCode('sale')],
    section: 'DPP3',
  },
  {
    code: purposeCode('membership'),
    basis: 'notice',
    kinds: kinds('name', 'mobile', 'email'),
    relatedTo: [],
    section: 'DPP3',
  },
  {
    code: purposeCode('profiling'),
    basis: 'prescribedConsent',
    kinds: kinds('preferences', 'purchaseHistory'),
    relatedTo: [],
    section: 'DPP3',
  },
  {
    code: purposeCode('matching'),
    basis: 'prescribedConsent',
    kinds: kinds('name', 'mobile', 'email'),
    relatedTo: [],
    section: 's.30',
  },
  {
    code: purposeCode('marketing'),
    basis: 'marketing',
    kinds: kinds('name', 'mobile', 'email', 'postalAddress', 'preferences', 'purchaseHistory'),
    relatedTo: [],
    section: 's.35C',
  },
  {
    code: purposeCode('tax'),
    basis: 'law',
    kinds: kinds('name', 'postalAddress'),
    relatedTo: [],
    section: 'IRO s.51C',
  },
  {
    code: purposeCode('statistics'),
    basis: 'law',
    kinds: kinds('preferences', 'purchaseHistory'),
    relatedTo: [],
    section: 's.62',
  },
]

/** One line of what anybody may read about the shop's use of personal data (PDPO DPP5). */
export interface PurposeStatement {
  readonly purpose: PurposeCode
  readonly kinds: ReadonlyArray<DataKind>
  readonly section: string
}

/** Which kinds of personal data are held, and the main purposes that they are used for: made from a registry, so never stale. */
export const privacyStatement = (
  registry: ReadonlyArray<Purpose> = purposes,
): ReadonlyArray<PurposeStatement> =>
  registry.map(({ code, kinds, section }) => ({ purpose: code, kinds, section }))
