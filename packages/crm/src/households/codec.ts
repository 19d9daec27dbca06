import { type ByType, type EventCodecs, eventCodec, literal, record } from '@patina/eventsourcing'
import { customerIdCodec, householdIdCodec, setOf } from '../shared/codecs.js'
import type { FormHousehold, HouseholdsCommand, JoinHousehold, LeaveHousehold } from './commands.js'
import type { HouseholdFormed, HouseholdJoined, HouseholdLeft, HouseholdsEvent } from './events.js'

const member = { householdId: householdIdCodec, customerId: customerIdCodec }

/** How the events of households are stored. */
export const eventCodecs: EventCodecs<HouseholdsEvent> = {
  HouseholdFormed: eventCodec(
    record<HouseholdFormed>('HouseholdFormed', {
      type: literal('HouseholdFormed'),
      householdId: householdIdCodec,
    }),
  ),
  HouseholdJoined: eventCodec(
    record<HouseholdJoined>('HouseholdJoined', { type: literal('HouseholdJoined'), ...member }),
  ),
  HouseholdLeft: eventCodec(
    record<HouseholdLeft>('HouseholdLeft', { type: literal('HouseholdLeft'), ...member }),
  ),
}

/** Which commands about households are let in. */
export const commandCodecs: ByType<HouseholdsCommand> = {
  FormHousehold: record<FormHousehold>('FormHousehold', {
    type: literal('FormHousehold'),
    householdId: householdIdCodec,
    customerIds: setOf(customerIdCodec),
  }),
  JoinHousehold: record<JoinHousehold>('JoinHousehold', {
    type: literal('JoinHousehold'),
    ...member,
  }),
  LeaveHousehold: record<LeaveHousehold>('LeaveHousehold', {
    type: literal('LeaveHousehold'),
    ...member,
  }),
}
