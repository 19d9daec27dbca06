// Events as they are proposed and kept.

/** An event as a client proposes it. */
export interface Proposed {
  readonly id: string
  readonly type: string
  readonly isJson: boolean
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

/** An event as it is kept. */
export interface Recorded extends Proposed {
  readonly stream: string
  readonly revision: bigint
  readonly position: number
  /** In units of 100 nanoseconds since 1970. */
  readonly ticks: bigint
}
