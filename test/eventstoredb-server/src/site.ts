import type { Access } from './access.js'
import type { Behaviour } from './behaviour.js'
import type { Link } from './link.js'
import type { Log } from './log.js'

/** What every service of the server stands on. */
export interface Site {
  readonly log: Log
  readonly access: Access
  readonly behaviour: Behaviour
  readonly link: () => Link
  readonly maxAppendBytes: number
  readonly tellsCaughtUp: boolean
  readonly hasStreamPositions: boolean
  readonly now: () => number
}
