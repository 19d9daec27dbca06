import { instantCodec, integer, list, literal, optional, record, view } from '@patina/eventsourcing'
import {
  awardIdCodec,
  civilDateCodec,
  codeCodec,
  pointsCodec,
  pointsHoldIdCodec,
  redemptionIdCodec,
  returnIdCodec,
  saleIdCodec,
  undoIdCodec,
} from '../shared/codecs.js'
import { type Statement, type StatementLine, statement } from './statement.projection.js'

/** The statement of an account, key membership id: folded on demand, so it declares no columns and is in no list of views. */
export const statementView = view(statement, {
  codec: record<Statement>('Statement', {
    lines: list(
      record<StatementLine>('StatementLine', {
        at: instantCodec,
        onDay: civilDateCodec,
        what: literal(
          'PointsAwarded',
          'PointsReversed',
          'PointsRedeemed',
          'RedemptionUndone',
          'PointsExpired',
          'DeficitAbsorbed',
          'PointsHeld',
          'PointsReleased',
        ),
        points: integer(),
        balance: integer(),
        owed: pointsCodec,
        awardId: optional(awardIdCodec),
        saleId: optional(saleIdCodec),
        returnId: optional(returnIdCodec),
        redemptionId: optional(redemptionIdCodec),
        holdId: optional(pointsHoldIdCodec),
        undoId: optional(undoIdCodec),
        for: optional(codeCodec),
      }),
      { most: 1_000_000 },
    ),
  }),
  columns: {},
})
