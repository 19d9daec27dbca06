// The client's six calls as we use them, typed by hand: a scripted one plays them in tests. An option name that the client
// does not know is ignored in silence, so that each of them is written in exactly one place.

/** What the client expects of a stream. */
export type WireExpected = 'any' | 'no_stream' | 'stream_exists' | bigint

/** A place in the log as the client knows it. */
export interface WirePosition {
  readonly commit: bigint
  readonly prepare: bigint
}

/** An event as it is handed to the client, which prints `data` and `metadata`. */
export interface WireEvent {
  readonly id: string
  readonly contentType: 'application/json'
  readonly type: string
  readonly data: unknown
  readonly metadata: unknown
}

/** An event as the client gives it, parsed where it could. */
export interface WireRecorded {
  readonly streamId: string
  readonly id: string
  readonly revision: bigint
  readonly type: string
  readonly data: unknown
  readonly metadata?: unknown
  readonly isJson: boolean
  readonly created: Date
  readonly position?: WirePosition | undefined
}

/** What a read delivers. Without an event it is a link that leads nowhere. */
export interface WireResolved {
  readonly event?: WireRecorded
}

interface WireReadable {
  readonly readableLength: number
  read(): WireResolved | null
  on(event: 'readable' | 'end' | 'close' | 'caughtUp' | 'confirmation', listener: () => void): this
  on(event: 'error', listener: (error: unknown) => void): this
}

/** A read under way. */
export interface WireRead extends WireReadable {
  cancel(): Promise<void>
}

/** A subscription under way. */
export interface WireSubscription extends WireReadable {
  unsubscribe(): Promise<void>
}

/** Which events the server sends to a subscription, and where it tells how far it has looked. */
export interface WireFilter {
  readonly filterOn: 'streamName' | 'eventType'
  readonly prefixes?: ReadonlyArray<string>
  readonly regex?: string
  readonly maxSearchWindow: number
  readonly checkpointInterval: number
  readonly checkpointReached: (subscription: unknown, position: WirePosition) => Promise<void>
}

/** How a page is read. */
export interface WirePaging {
  readonly maxCount: number
  readonly direction: 'forwards' | 'backwards'
  readonly resolveLinkTos: false
}

/** How much the client may hold ready. */
export interface WireBuffer {
  readonly highWaterMark: number
}

/** The client, as far as it is used. */
export interface Client {
  appendToStream(
    stream: string,
    events: ReadonlyArray<WireEvent>,
    options: { readonly expectedRevision: WireExpected; readonly deadline: number },
  ): Promise<{
    readonly nextExpectedRevision: bigint
    readonly position?: WirePosition | undefined
  }>
  readStream(
    stream: string,
    options: WirePaging & { readonly fromRevision: bigint },
    buffer: WireBuffer,
  ): WireRead
  readAll(
    options: WirePaging & { readonly fromPosition: WirePosition | 'start' | 'end' },
    buffer: WireBuffer,
  ): WireRead
  subscribeToAll(
    options: {
      readonly fromPosition: WirePosition | 'start'
      readonly resolveLinkTos: false
      readonly filter: WireFilter
    },
    buffer: WireBuffer,
  ): WireSubscription
  /** Ends all that is under way and lets the connection go. */
  dispose(): Promise<void>
}
