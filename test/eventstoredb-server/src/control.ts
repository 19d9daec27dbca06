// What a test says to the server's process, and what the process says back. Plain data: it travels as messages.

/** How a server is started. */
export interface ServerOptions {
  /** With certificates, users and access control, or without all three. Default: without. */
  readonly isSecure?: boolean
  /** What it says its version is. Default 23.10.8. */
  readonly version?: string
  /** Whether a subscription is told that it has caught up: servers before 23.10 do not. Default: it is. */
  readonly tellsCaughtUp?: boolean
  /** Whether an event read from its stream says where it lies in the log: some servers send all ones. Default: it does not. */
  readonly hasStreamPositions?: boolean
  /** The most bytes that one append may have. Default 1,048,576. */
  readonly maxAppendBytes?: number
  /** How many event ids are remembered for appends without a revision. Default 100,000. */
  readonly rememberedIds?: number
  /** A file that keeps what was written, so that a server that was killed can be started again on it. */
  readonly journal?: string
  /** The port to listen on. Default: a free one. */
  readonly port?: number
}

/** What becomes of an append that the server was told to treat badly. */
export type AppendFate =
  /** The connection ends: before anything was stored, or after and before the answer. */
  | 'CutBeforeStoring'
  | 'CutAfterStoring'
  /** No answer ever comes, whether stored or not. */
  | 'SilentBeforeStoring'
  | 'SilentAfterStoring'
  /** Stored, and answered three hundred milliseconds late. */
  | 'LateAnswer'
  /** Not stored, and this is the answer. */
  | 'Timeout'
  | 'Unknown'
  | 'Busy'
  | 'Denied'
  | 'TooLarge'
  /** The whole stream of appends ends, with an error or as if all were well. */
  | 'StreamCancelled'
  | 'StreamUnavailable'
  | 'StreamEnded'
  /** Stored, then the whole stream of appends ends with an error, while the connection lives. */
  | 'StreamUnavailableAfterStoring'
  /** The stream ends with an error that lacks what such an error always has. */
  | 'NotLeaderWithoutLeader'

/** An address of a node. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** A member of the cluster, as gossip tells of it. */
export interface Member extends Endpoint {
  readonly state: 'Leader' | 'Follower' | 'ReadOnlyReplica' | 'Manager'
  readonly isAlive: boolean
}

/** What the server is told. */
export type Command =
  | { readonly type: 'Start'; readonly options: ServerOptions }
  | { readonly type: 'Stop' }
  /** Ends every connection. New ones are taken. */
  | { readonly type: 'Cut' }
  /** Ends every connection and takes none, until `ComeBack`. */
  | { readonly type: 'GoAway' }
  | { readonly type: 'ComeBack'; readonly keepsIds: boolean }
  /** Passes nothing on in either direction, and keeps the connections open. */
  | { readonly type: 'Stall'; readonly isStalled: boolean }
  /** The next appends, `times` of them after letting `after` pass, have this fate. */
  | {
      readonly type: 'TreatAppends'
      readonly fate: AppendFate
      readonly times: number
      readonly after: number
    }
  | { readonly type: 'Silence'; readonly what: 'features' | 'reads' | 'subscriptions' | 'nothing' }
  | { readonly type: 'Deny'; readonly what: 'appends' | 'reads' | 'nothing' }
  /** Refuses appends, as a follower does, and names the leader. */
  | { readonly type: 'Follow'; readonly leader: Endpoint | undefined }
  | { readonly type: 'Gossip'; readonly members: ReadonlyArray<Member> }
  /** Ends the subscriptions that are open. */
  | { readonly type: 'DropSubscriptions'; readonly how: 'Error' | 'End' }
  /** From now on ends each subscription after so many events; 0 for never. */
  | { readonly type: 'DropEvery'; readonly events: number }
  /** Delivers the last event before a subscription's start once more: at least once is all that is promised. */
  | { readonly type: 'RepeatFirst'; readonly repeats: boolean }
  | { readonly type: 'ForgetIds' }
  | {
      readonly type: 'AddUser'
      readonly login: string
      readonly password: string
      readonly groups: ReadonlyArray<string>
    }
  /** How far the server's clock is ahead of this machine's. */
  | { readonly type: 'Skew'; readonly milliseconds: number }
  /** Writes so many events of strangers, some of the system and some of other applications. */
  | { readonly type: 'Noise'; readonly events: number }
  /** Writes an event past every rule of the protocol. */
  | {
      readonly type: 'WriteRaw'
      readonly stream: string
      readonly eventType: string
      readonly data: string
      readonly metadata: string
      readonly isJson: boolean
    }
  | { readonly type: 'Dump' }
  | { readonly type: 'Stats' }

/** One stored event, as far as tests compare. */
export interface Dumped {
  readonly stream: string
  readonly revision: string
  readonly id: string
  readonly type: string
  readonly position: string
}

/** What the server has seen. */
export interface Stats {
  readonly connections: number
  readonly openConnections: number
  readonly batchStreams: number
  readonly openReads: number
  readonly openSubscriptions: number
  readonly appends: number
  /** The most appends that were waiting for their answer at one time. */
  readonly mostInFlight: number
  readonly reads: number
  readonly subscriptions: number
  readonly names: ReadonlyArray<string>
}

/** Where a server that was started listens, and the certificate to trust. */
export interface Started {
  readonly port: number
  readonly certificate: string | undefined
}
