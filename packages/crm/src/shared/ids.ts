// The names by which things are known: one brand for each noun, so that a sale is never taken for a customer.
import { type Branded, describe, isUuid } from '@patina/eventsourcing'

/** A customer: a pseudonym. Nothing about the person can be read from it. */
export type CustomerId = Branded<string, 'CustomerId'>
/** One way to reach a customer: a number, an address. Random, and never made from what it stands for. */
export type IdentifierId = Branded<string, 'IdentifierId'>
/** Something that a customer looks for. */
export type NeedId = Branded<string, 'NeedId'>
/** A day of the year that matters to a customer. */
export type OccasionId = Branded<string, 'OccasionId'>
/** A relation between two customers: both sides of it have the same id. */
export type RelationId = Branded<string, 'RelationId'>
/** Customers who live together. */
export type HouseholdId = Branded<string, 'HouseholdId'>
/** A category of customers. */
export type CategoryId = Branded<string, 'CategoryId'>
/** A sale, known by its shop and the number on its document. */
export type SaleId = Branded<string, 'SaleId'>
/** A return document, known by its shop and its number. It may take lines of several sales back. */
export type ReturnId = Branded<string, 'ReturnId'>
/** One exchange: a return and a sale that belong together. */
export type ExchangeId = Branded<string, 'ExchangeId'>
/** A quotation, where a sale names the one that it follows from. */
export type QuotationId = Branded<string, 'QuotationId'>
/** A loyalty programme. */
export type ProgrammeId = Branded<string, 'ProgrammeId'>
/** The membership of one customer in one programme. */
export type MembershipId = Branded<string, 'MembershipId'>
/** One card of a member. Random, and never made from the number on it. */
export type CardId = Branded<string, 'CardId'>
/** A tier of a programme, such as `gold`: a code that stays while thresholds change. */
export type TierId = Branded<string, 'TierId'>
/** What counts towards a tier: the id of the sale, or of the award of points. */
export type QualifyingId = Branded<string, 'QualifyingId'>
/** What counts back: the id of the return document. */
export type ReversalId = Branded<string, 'ReversalId'>
/** One award of points. */
export type AwardId = Branded<string, 'AwardId'>
/** Points that were earned together and expire together. */
export type LotId = Branded<string, 'LotId'>
/** One spending of points. */
export type RedemptionId = Branded<string, 'RedemptionId'>
/** Points held for something. */
export type PointsHoldId = Branded<string, 'PointsHoldId'>
/** One undoing of a redemption, in whole or in part. */
export type UndoId = Branded<string, 'UndoId'>
/** One adjustment of points by hand. */
export type AdjustmentId = Branded<string, 'AdjustmentId'>
/** One transfer of points from one member to another. */
export type TransferId = Branded<string, 'TransferId'>
/** One move of lots and debts between the accounts of people who turned out to be one, or not. */
export type MoveId = Branded<string, 'MoveId'>

/** One gift to one person. */
export type GiftId = Branded<string, 'GiftId'>
/** What can be given, as the catalogue of gifts has it. */
export type GiftItemId = Branded<string, 'GiftItemId'>
/** One delivery of pieces of a gift item to a shop. */
export type StockCorrectionId = Branded<string, 'StockCorrectionId'>
export type StockDeliveryId = Branded<string, 'StockDeliveryId'>

/** A notice to customers, in all of its versions. */
export type NoticeId = Branded<string, 'NoticeId'>
/** One consent of one customer. */
export type ConsentId = Branded<string, 'ConsentId'>
/** One use of personal data in direct marketing. */
export type UseId = Branded<string, 'UseId'>
/** One handing of personal data to somebody else for their direct marketing. */
export type ProvisionId = Branded<string, 'ProvisionId'>
/** The id of a stored event, where another event names it. */
export type EventId = Branded<string, 'EventId'>

/** A kind of personal data, such as `email`: the word that notices and consents use. */
export type DataKind = Branded<string, 'DataKind'>
/** A class of marketing subjects, such as `watches`: what is offered or advertised. */
export type SubjectClass = Branded<string, 'SubjectClass'>
/** A class of persons to whom data may go, such as `insurers`. */
export type RecipientClass = Branded<string, 'RecipientClass'>
/** What personal data is used for, from the registry of purposes. */
export type PurposeCode = Branded<string, 'PurposeCode'>
/** Somebody outside the shop to whom personal data went. */
export type RecipientId = Branded<string, 'RecipientId'>

/** One request of a customer about their personal data. */
export type RequestId = Branded<string, 'RequestId'>
/** One disclosure of personal data to somebody outside the shop. */
export type DisclosureId = Branded<string, 'DisclosureId'>
/** One order to keep data. */
export type HoldId = Branded<string, 'HoldId'>
/** One decision to erase. */
export type ErasureId = Branded<string, 'ErasureId'>
/** One breach of personal data, suspected or real. */
export type BreachId = Branded<string, 'BreachId'>

/** One finding that two customers are one person. */
export type MergeId = Branded<string, 'MergeId'>
/** One run of a program that compared the data of many people. */
export type MatchingId = Branded<string, 'MatchingId'>

/** A short code of a list that the shop keeps: 1 to 64 printable ASCII characters, no space at either end. */
export type Code = Branded<string, 'Code'>
/** The code of a shop. */
export type StoreId = Branded<string, 'StoreId'>
/** The code of a member of staff: never a name. */
export type StaffId = Branded<string, 'StaffId'>
/** Why something was done, from the shop's list of reasons. */
export type ReasonCode = Branded<string, 'ReasonCode'>
/** The line of a document, unique within it: 1 to 36 printable ASCII characters, no space at either end. */
export type LineId = Branded<string, 'LineId'>
/** What a document is called on paper: 1 to 64 characters, no space at either end. */
export type DocumentNumber = Branded<string, 'DocumentNumber'>
/** The number that a maker gives to one piece: 1 to 64 printable ASCII characters, no space at either end. */
export type SerialNumber = Branded<string, 'SerialNumber'>
/** What an article is called in the stock: 1 to 64 characters, no space at either end. */
export type Sku = Branded<string, 'Sku'>
/** The country or region that a customer trades from: 1 to 64 characters, no space at either end. */
export type Market = Branded<string, 'Market'>

const code = /^[\x21-\x7e](?:[\x20-\x7e]{0,62}[\x21-\x7e])?$/
const ascii = /^[\x20-\x7e]*$/

/** Says whether the value is a code: 1 to 64 printable ASCII characters, no space at either end. */
export const isCode = (value: unknown): value is string =>
  typeof value === 'string' && code.test(value)

/** Says whether the value can name a line of a document. */
export const isLineCode = (value: unknown): value is string => isCode(value) && value.length <= 36

/** Says whether the value is a text of 1 to 64 characters in NFC with no space at either end. */
export const isLabel = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= 64 &&
  value.trim() === value &&
  (ascii.test(value) ||
    (value.isWellFormed() && !value.includes('\0') && value.normalize('NFC') === value))

const checked =
  <Id extends string>(expected: string, is: (value: unknown) => value is string) =>
  (text: string): Id => {
    if (!is(text)) throw new TypeError(`expected ${expected}, found ${describe(text)}`)
    return text as Id
  }

const uuid = 'a UUID in lower case'
const codeText = '1 to 64 printable ASCII characters, no space at either end'
const labelText = '1 to 64 characters in NFC, no space at either end'

/** The id of a customer. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const customerId = checked<CustomerId>(uuid, isUuid)
/** The id of an identifier, chosen by who adds it. Throws a `TypeError` for anything but a UUID in lower case. */
export const identifierId = checked<IdentifierId>(uuid, isUuid)
/** The id of a need, chosen by who records it. Throws a `TypeError` for anything but a UUID in lower case. */
export const needId = checked<NeedId>(uuid, isUuid)
/** The id of an occasion, chosen by who records it. Throws a `TypeError` for anything but a UUID in lower case. */
export const occasionId = checked<OccasionId>(uuid, isUuid)
/** The id of a relation, chosen by who records its first side. Throws a `TypeError` for anything but a UUID in lower case. */
export const relationId = checked<RelationId>(uuid, isUuid)
/** The id of a household, chosen by who forms it. Throws a `TypeError` for anything but a UUID in lower case. */
export const householdId = checked<HouseholdId>(uuid, isUuid)
/** The id of a category, chosen by who defines it. Throws a `TypeError` for anything but a UUID in lower case. */
export const categoryId = checked<CategoryId>(uuid, isUuid)
/** The id of a card, chosen by who issues it. Throws a `TypeError` for anything but a UUID in lower case. */
export const cardId = checked<CardId>(uuid, isUuid)
/** The id of a programme. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const programmeId = checked<ProgrammeId>(uuid, isUuid)
/** The id of an exchange, chosen by who records it. Throws a `TypeError` for anything but a UUID in lower case. */
export const exchangeId = checked<ExchangeId>(uuid, isUuid)
/** The id of a quotation. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const quotationId = checked<QuotationId>(uuid, isUuid)
/** The code of a tier. Throws a `TypeError` for a text that is no code. */
export const tierId = checked<TierId>(codeText, isCode)
/** The id of a redemption, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const redemptionId = checked<RedemptionId>(uuid, isUuid)
/** The id of points held, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const pointsHoldId = checked<PointsHoldId>(uuid, isUuid)
/** The id of an undo, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const undoId = checked<UndoId>(uuid, isUuid)
/** The id of a gift, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const giftId = checked<GiftId>(uuid, isUuid)
/** The id of a gift item, chosen by who lists it. Throws a `TypeError` for anything but a UUID in lower case. */
export const giftItemId = checked<GiftItemId>(uuid, isUuid)
/** The id of a delivery, chosen by who enters it. Throws a `TypeError` for anything but a UUID in lower case. */
export const stockCorrectionId = checked<StockCorrectionId>(uuid, isUuid)
export const stockDeliveryId = checked<StockDeliveryId>(uuid, isUuid)
/** The id of an adjustment, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const adjustmentId = checked<AdjustmentId>(uuid, isUuid)
/** The id of a transfer, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const transferId = checked<TransferId>(uuid, isUuid)
/** A code. Throws a `TypeError` for a text that is none. */
export const codeOf = checked<Code>(codeText, isCode)
/** The code of a shop. Throws a `TypeError` for a text that is no code. */
export const storeId = checked<StoreId>(codeText, isCode)
/** The code of a member of staff. Throws a `TypeError` for a text that is no code. */
export const staffId = checked<StaffId>(codeText, isCode)
/** The code of a reason. Throws a `TypeError` for a text that is no code. */
export const reasonCode = checked<ReasonCode>(codeText, isCode)
/** The line of a document. Throws a `TypeError` for a text that cannot be one. */
export const lineId = checked<LineId>('1 to 36 printable ASCII characters', isLineCode)
/** The number of a document. Throws a `TypeError` for a text that cannot be one. */
export const documentNumber = checked<DocumentNumber>(labelText, isLabel)
/** The number of a piece. Throws a `TypeError` for a text that is no code. */
export const serialNumber = checked<SerialNumber>(codeText, isCode)
/** The name of an article in the stock. Throws a `TypeError` for a text that cannot be one. */
export const sku = checked<Sku>(labelText, isLabel)
/** The market of a customer. Throws a `TypeError` for a text that cannot be one. */
export const market = checked<Market>(labelText, isLabel)
/** The id of a notice. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const noticeId = checked<NoticeId>(uuid, isUuid)
/** The id of a consent, chosen by who enters it. Throws a `TypeError` for anything but a UUID in lower case. */
export const consentId = checked<ConsentId>(uuid, isUuid)
/** The id of a use, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const useId = checked<UseId>(uuid, isUuid)
/** The id of a provision, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const provisionId = checked<ProvisionId>(uuid, isUuid)
/** The id of an event. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const eventId = checked<EventId>(uuid, isUuid)
/** The id of a merge, chosen by who asks for it. Throws a `TypeError` for anything but a UUID in lower case. */
export const mergeId = checked<MergeId>(uuid, isUuid)
/** The id of a matching, chosen by who runs it. Throws a `TypeError` for anything but a UUID in lower case. */
export const matchingId = checked<MatchingId>(uuid, isUuid)
/** A kind of personal data. Throws a `TypeError` for a text that is no code. */
export const dataKind = checked<DataKind>(codeText, isCode)
/** A class of marketing subjects. Throws a `TypeError` for a text that is no code. */
export const subjectClass = checked<SubjectClass>(codeText, isCode)
/** A class of persons. Throws a `TypeError` for a text that is no code. */
export const recipientClass = checked<RecipientClass>(codeText, isCode)
/** A purpose. Throws a `TypeError` for a text that is no code. */
export const purposeCode = checked<PurposeCode>(codeText, isCode)
/** A recipient of data. Throws a `TypeError` for a text that is no code. */
export const recipientId = checked<RecipientId>(codeText, isCode)
/** The id of a request. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const requestId = checked<RequestId>(uuid, isUuid)
/** The id of a disclosure. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const disclosureId = checked<DisclosureId>(uuid, isUuid)
/** The id of a hold. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const holdId = checked<HoldId>(uuid, isUuid)
/** The id of an erasure. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const erasureId = checked<ErasureId>(uuid, isUuid)
/** The id of a breach. Throws a `TypeError` for anything but a UUID in lower case: that is a bug. */
export const breachId = checked<BreachId>(uuid, isUuid)
