import { instantCodec, integer, list, literal, optional, record, view } from '@patina/eventsourcing'
import {
  adjustmentIdCodec,
  awardIdCodec,
  civilDateCodec,
  codeCodec,
  moveIdCodec,
  pointsCodec,
  pointsHoldIdCodec,
  reasonCodeCodec,
  redemptionIdCodec,
  returnIdCodec,
  saleIdCodec,
  transferIdCodec,
  undoIdCodec,
} from '../shared/codecs.js'
import { balanceCodec } from './balance.codec.js'
import { movements } from './movements.js'
import { type Statement, type StatementLine, statement } from './statement.projection.js'

/** The statement of an account, key membership id: folded on demand, so it declares no columns and is in no list of views. */
export const statementView = view(statement, {
  codec: record<Statement>('Statement', {
    lines: list(
      record<StatementLine>('StatementLine', {
        at: instantCodec,
        onDay: civilDateCodec,
        what: literal('PointsBecameAvailable', ...movements),
        points: integer(),
        balance: integer(),
        owed: pointsCodec,
        pending: optional(pointsCodec),
        awardId: optional(awardIdCodec),
        saleId: optional(saleIdCodec),
        returnId: optional(returnIdCodec),
        redemptionId: optional(redemptionIdCodec),
        holdId: optional(pointsHoldIdCodec),
        undoId: optional(undoIdCodec),
        adjustmentId: optional(adjustmentIdCodec),
        transferId: optional(transferIdCodec),
        moveId: optional(moveIdCodec),
        for: optional(codeCodec),
        reasonCode: optional(reasonCodeCodec),
      }),
      { most: 1_000_000 },
    ),
    standing: balanceCodec,
  }),
  columns: {},
})
