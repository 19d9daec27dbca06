// Who has seen personal data, and who was refused. Stored for ever: add, never edit.
import type { Rule } from '../purpose.js'

export type AccessEvent = PersonalDataAccessed | AccessDenied

/** What every entry says: who, what for, about whom. Ids only. */
interface Access {
  readonly accessId: string
  readonly purpose: string
  readonly actor: string
  readonly role: string
  /** Every id of everybody whose values were asked for, each once; at most 10,000. */
  readonly subjects: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<string>
  readonly recipient?: string
  readonly reason?: string
}

/** Somebody was about to see values. Written before any is handed out. */
export interface PersonalDataAccessed extends Access {
  readonly type: 'PersonalDataAccessed'
  readonly outcome: Outcomes
}

/** How many values opened, how many were erased, how many could not be opened. */
export interface Outcomes {
  readonly opened: number
  readonly erased: number
  readonly failed: number
}

/** Somebody asked for what the purpose does not allow. */
export interface AccessDenied extends Access {
  readonly type: 'AccessDenied'
  readonly rules: ReadonlyArray<Rule>
}
