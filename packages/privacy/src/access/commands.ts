import type { AccessDenied, PersonalDataAccessed } from './events.js'

export type AccessCommand = RecordAccess | RecordDenial

/** Record that somebody is about to see values. */
export interface RecordAccess extends Omit<PersonalDataAccessed, 'type'> {
  readonly type: 'RecordAccess'
}

/** Record that somebody was refused. */
export interface RecordDenial extends Omit<AccessDenied, 'type'> {
  readonly type: 'RecordDenial'
}
