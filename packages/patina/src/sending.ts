import {
  type AnyCapability,
  type AnyError,
  type Context,
  type Decider,
  decodeWith,
  describe,
  type EventCodecs,
  type Handle,
  type HandleError,
  type HandlerShell,
  handle,
  type InvalidCommand,
  type OnePerson,
  type Receipt,
  type StreamName,
  type Tagged,
} from '@patina/eventsourcing'
import { inPlace } from '@patina/privacy'
import type { Claims, SealError } from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { createCommandIds } from './command-ids.js'

/** The command side of an application, before types say which capability a command belongs to. */
export interface Sending {
  readonly send: (
    command: unknown,
    context: Context,
  ) => TaskEither<AnyError | HandleError | SealError, Receipt>
  /** The same for who chooses the command id: one that is known of another command is refused. */
  readonly sendNew: Sending['send']
  /** The stream that a decoded command is decided on. */
  readonly streamOf: (command: Tagged) => StreamName
}

interface Route {
  readonly decode: (command: unknown) => Either<InvalidCommand, Tagged>
  readonly streamOf: (command: Tagged) => StreamName
  readonly carryOut: Handle<Tagged, AnyError | SealError>
  readonly handedOver: (error: AnyError) => StreamName | 'later' | undefined
  readonly wholePerson: (command: Tagged) => string | undefined
}

/** Who is one person with a key by all that the log holds, and who is about to be. */
export type PersonOf = (key: string) => TaskEither<AnyError, Pick<OnePerson, 'members' | 'joining'>>

const partOfPerson = (expected: string, found: string): InvalidCommand => ({
  _tag: 'InvalidCommand',
  problems: [{ path: '', expected, found }],
})

// What is decided about somebody who is on the way to be one person with somebody else would be about half of a person.
const partialOf = ({
  members,
  joining = [],
}: Pick<OnePerson, 'members' | 'joining'>): InvalidCommand | undefined => {
  if (members.length > 1) {
    return partOfPerson(
      'all that there is of a person: undo the merges, and send one for each',
      `one of ${members.length} that are one person`,
    )
  }
  return joining.length === 0
    ? undefined
    : partOfPerson(
        'all that there is of a person: wait until the merge that has begun is over',
        'one that is being merged',
      )
}

// What is on the way from one stream to another arrives in milliseconds, unless the process that moves it has died.
const pauseMs = 20
const longestMs = 5_000

const unknownCommand = (command: unknown): InvalidCommand => ({
  _tag: 'InvalidCommand',
  problems: [
    typeof command === 'object' && command !== null && !Array.isArray(command)
      ? {
          path: '/type',
          expected: 'the type of a command of one of the capabilities',
          found: describe(typeOf(command)),
        }
      : { path: '', expected: 'a command: an object with a type', found: describe(command) },
  ],
})

const decoderOf = (
  { commands }: AnyCapability,
  type: string,
): ((command: unknown) => Either<InvalidCommand, Tagged>) => {
  const decode = decodeWith<Tagged>(commands[type] as NonNullable<(typeof commands)[string]>)
  return (command) =>
    E.mapLeft(
      (problems: InvalidCommand['problems']): InvalidCommand => ({
        _tag: 'InvalidCommand',
        problems,
      }),
    )(decode(command))
}

const routesOf = (
  capability: AnyCapability,
  handler: ReturnType<typeof handle<SealError>>,
): ReadonlyArray<[string, Route]> => {
  // The erased capability takes `never`: only what its own codecs let in ever reaches it, and that is what the casts say.
  const decider = capability.decider as unknown as Decider<Tagged, unknown, Tagged, AnyError>
  const codecs = Object.fromEntries(
    Object.entries(capability.events).map(([type, codec]) => [type, inPlace(codec)]),
  ) as unknown as EventCodecs<Tagged>
  const carryOut = handler(decider, codecs)
  const handedOver: Route['handedOver'] = (error) => capability.handedOver?.(error as never)
  const streamOf = capability.streamOf as (command: Tagged) => StreamName
  const wholePerson = (command: Tagged) => capability.wholePerson?.(command as never)
  return Object.keys(capability.commands).map((type) => [
    type,
    { decode: decoderOf(capability, type), streamOf, carryOut, handedOver, wholePerson },
  ])
}

// A context that is none is told by the handler.
const commandIdOf = (context: Partial<Context> | undefined): string => context?.commandId ?? ''

const typeOf = (command: unknown): unknown =>
  typeof command === 'object' && command !== null ? (command as { type?: unknown }).type : undefined

type Sent = Either<AnyError | SealError | HandleError, Receipt>

// One round over the streams that a command is handed on to. Not settled: what it is about is on the way between two of them.
const round = async (
  { streamOf, carryOut, handedOver }: Route,
  command: Tagged,
  context: Context,
): Promise<readonly [sent: Sent, isSettled: boolean]> => {
  const asked: StreamName[] = []
  let stream = streamOf(command)
  for (;;) {
    const sent = await carryOut(stream, command, context)()
    const next = E.isLeft(sent) ? handedOver(sent.left as AnyError) : undefined
    if (next === undefined) return [sent, true]
    asked.push(stream)
    // Two streams that name each other are in the middle of a step.
    if (next === 'later' || asked.includes(next)) return [sent, false]
    stream = next
  }
}

// The stream that was asked for comes first, every time: what was carried out there before is answered from there. What it has
// handed over is asked of the stream that has it now.
const carriedOut = async (route: Route, command: Tagged, context: Context): Promise<Sent> => {
  const until = Date.now() + longestMs
  for (;;) {
    const [sent, isSettled] = await round(route, command, context)
    if (isSettled || Date.now() >= until) return sent
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

/** What an application knows besides its capabilities. By default everybody has one key, and nobody claims a number. */
interface Around {
  readonly personOf?: PersonOf
  readonly settle?: Claims['settle']
}

/** Sends each command to the decider of its capability. `settle` hears what became of each that was well formed. */
export const sending = (
  capabilities: ReadonlyArray<AnyCapability>,
  shell: HandlerShell<SealError>,
  { personOf = (key) => async () => E.right({ members: [key] }), settle }: Around = {},
): Sending => {
  // One handler for all, for what it keeps in memory is bounded for all of them together.
  const handler = handle(shell)
  const routes = new Map(capabilities.flatMap((capability) => routesOf(capability, handler)))

  const ids = createCommandIds()

  const sendWith =
    (isIdChosen: boolean): Sending['send'] =>
    (command, context) =>
    async () => {
      const route = routes.get(typeOf(command) as string)
      if (route === undefined) return E.left(unknownCommand(command))
      const decoded = route.decode(command)
      if (E.isLeft(decoded)) return decoded
      const commandId = commandIdOf(context)
      const stream = route.streamOf(decoded.right)
      const conflict = isIdChosen ? ids.conflict(commandId, stream) : undefined
      if (conflict !== undefined) return E.left(conflict)
      const key = route.wholePerson(decoded.right)
      if (key !== undefined) {
        const person = await personOf(key)()
        if (E.isLeft(person)) return person
        const partial = partialOf(person.right)
        if (partial !== undefined) return E.left(partial)
      }
      const sent = await carriedOut(route, decoded.right, context)
      if (isIdChosen && E.isRight(sent) && sent.right._tag === 'Appended') {
        ids.carriedOut(commandId, stream)
      }
      await settle?.(commandId, sent)
      return sent
    }

  return {
    send: sendWith(false),
    sendNew: sendWith(true),
    streamOf: (command) => (routes.get(command.type) as Route).streamOf(command),
  }
}
