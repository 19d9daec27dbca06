import {
  type ByType,
  type EventCodecs,
  eventCodec,
  flag,
  integer,
  list,
  literal,
  optional,
  type Position,
  record,
  refined,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  categoryIdCodec,
  civilDateCodec,
  codeCodec,
  customerIdCodec,
  eventIdCodec,
  reasonCodeCodec,
  sha256Codec,
} from '../shared/codecs.js'
import type {
  ApplyVerdict,
  AssignCategory,
  CategoriesCommand,
  DefineCategory,
  RetireCategory,
  UnassignCategory,
} from './commands.js'
import type { CategoryDefinition, DefinedCategory } from './definition.js'
import type {
  CategoriesEvent,
  CategoryAssigned,
  CategoryDefined,
  CategoryEntered,
  CategoryEntry,
  CategoryLeft,
  CategoryRetired,
  CategoryUnassigned,
} from './events.js'
import { ruleCodec } from './rule.codec.js'

/** A place in the log. */
export const positionCodec: t.Type<Position, unknown> = refined(
  'a position of the log',
  (value): value is Position => typeof value === 'string' && value.length <= 64,
)

const versionCodec = integer(1, 1_000_000)

const definitionCodec: t.Type<CategoryDefinition, unknown> = record<CategoryDefinition>(
  'CategoryDefinition',
  {
    categoryId: categoryIdCodec,
    version: versionCodec,
    code: codeCodec,
    parent: optional(categoryIdCodec),
    exclusiveGroup: optional(codeCodec),
    fromDay: optional(civilDateCodec),
    toDay: optional(civilDateCodec),
    rule: optional(ruleCodec),
  },
)

export const definedCategoryCodec: t.Type<DefinedCategory, unknown> = record<DefinedCategory>(
  'DefinedCategory',
  {
    definition: definitionCodec,
    sha256: sha256Codec,
    retiredOn: optional(civilDateCodec),
  },
)

const asCodec = literal('member', 'excluded')
const ofCategory = { customerId: customerIdCodec, categoryId: categoryIdCodec }
const group = { exclusiveGroup: optional(codeCodec) }

/** How many events a verdict names at most. */
export const mostBecause = 100
const because = list(eventIdCodec, { most: mostBecause })
const verdict = { onDay: civilDateCodec, ruleVersion: versionCodec, because }

export const wordFields = {
  as: asCodec,
  fromDay: civilDateCodec,
  toDay: optional(civilDateCodec),
  version: versionCodec,
  reasonCode: reasonCodeCodec,
}

/** The events of one customer, by type: for the views that keep them, too. */
export const entryCodecs: ByType<CategoryEntry> = {
  CategoryAssigned: record<CategoryAssigned>('CategoryAssigned', {
    type: literal('CategoryAssigned'),
    ...ofCategory,
    ...group,
    ...wordFields,
  }),
  CategoryUnassigned: record<CategoryUnassigned>('CategoryUnassigned', {
    type: literal('CategoryUnassigned'),
    ...ofCategory,
    onDay: civilDateCodec,
    reasonCode: reasonCodeCodec,
  }),
  CategoryEntered: record<CategoryEntered>('CategoryEntered', {
    type: literal('CategoryEntered'),
    ...ofCategory,
    ...group,
    ...verdict,
  }),
  CategoryLeft: record<CategoryLeft>('CategoryLeft', {
    type: literal('CategoryLeft'),
    ...ofCategory,
    ...verdict,
    by: optional(categoryIdCodec),
  }),
}

/** How the events of categories are stored. */
export const eventCodecs: EventCodecs<CategoriesEvent> = {
  CategoryDefined: eventCodec(
    record<CategoryDefined>('CategoryDefined', {
      type: literal('CategoryDefined'),
      categoryId: categoryIdCodec,
      definition: definitionCodec,
      sha256: sha256Codec,
    }),
  ),
  CategoryRetired: eventCodec(
    record<CategoryRetired>('CategoryRetired', {
      type: literal('CategoryRetired'),
      categoryId: categoryIdCodec,
      onDay: civilDateCodec,
      reasonCode: reasonCodeCodec,
    }),
  ),
  CategoryAssigned: eventCodec(entryCodecs.CategoryAssigned),
  CategoryUnassigned: eventCodec(entryCodecs.CategoryUnassigned),
  CategoryEntered: eventCodec(entryCodecs.CategoryEntered),
  CategoryLeft: eventCodec(entryCodecs.CategoryLeft),
}

/** Which commands about categories are let in. */
export const commandCodecs: ByType<CategoriesCommand> = {
  DefineCategory: record<DefineCategory>('DefineCategory', {
    type: literal('DefineCategory'),
    definition: definitionCodec,
  }),
  RetireCategory: record<RetireCategory>('RetireCategory', {
    type: literal('RetireCategory'),
    categoryId: categoryIdCodec,
    onDay: civilDateCodec,
    reasonCode: reasonCodeCodec,
  }),
  AssignCategory: record<AssignCategory>('AssignCategory', {
    type: literal('AssignCategory'),
    customerId: customerIdCodec,
    category: definedCategoryCodec,
    as: optional(asCodec),
    fromDay: civilDateCodec,
    toDay: optional(civilDateCodec),
    reasonCode: reasonCodeCodec,
  }),
  UnassignCategory: record<UnassignCategory>('UnassignCategory', {
    type: literal('UnassignCategory'),
    ...ofCategory,
    reasonCode: reasonCodeCodec,
  }),
  ApplyVerdict: record<ApplyVerdict>('ApplyVerdict', {
    type: literal('ApplyVerdict'),
    customerId: customerIdCodec,
    category: definedCategoryCodec,
    isMember: flag,
    onDay: civilDateCodec,
    because,
  }),
}
