// A shop that gives gifts, as a model: the real deciders and reactions, and between them a runner that may be slow, stop and
// begin again in every way that a real one may. What it keeps: commands of one reaction for one stream are sent in the order
// of the log, none is forgotten, and one that led to events leads to no others. All else is up to who draws.
import type {
  FactsOf,
  Instant,
  Issued,
  LogEvent,
  Position,
  StreamName,
} from '@patina/eventsourcing'
import { instantOf } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { MembershipEvent } from '../../membership/events.js'
import type { PointsCommand, PointsEvent } from '../../points/index.js'
import * as Points from '../../points/index.js'
import { adopted, plainRules } from '../../shared/arbitraries.js'
import type { GiftId } from '../../shared/ids.js'
import { sha256Of } from '../../shared/sha256.js'
import { programmeId } from '../arbitraries.js'
import type { GiftsCommand } from '../commands.js'
import type { GiftsEvent } from '../events.js'
import { giftStandings } from '../gifts.projection.js'
import * as Gifts from '../index.js'

export type WorldCommand = GiftsCommand | PointsCommand
export type WorldEvent = GiftsEvent | PointsEvent

/** One event of the log of this shop. */
export interface Logged {
  readonly stream: StreamName
  readonly event: WorldEvent
  readonly occurredAt: Instant
}

interface Sending {
  readonly id: string
  readonly by: string
  readonly command: WorldCommand
  readonly at: Instant
}

/** The shop. Every answer is a value, so that a law can look at all of it at any moment. */
export interface World {
  /** Somebody asks for something now. */
  readonly ask: (command: WorldCommand) => E.Either<unknown, ReadonlyArray<WorldEvent>>
  /** A reaction takes up its next event, or sends its next command: which one, of all that could be next. */
  readonly step: (which: number) => boolean
  /** Something that was sent before is sent again, by a second runner or after a crash. */
  readonly again: (which: number) => void
  /** Goes on until nothing is left to do. */
  readonly settle: () => void
  readonly pass: (milliseconds: number) => void
  readonly log: () => ReadonlyArray<Logged>
  readonly states: () => ReadonlyMap<StreamName, unknown>
  /** What the process was refused: nothing ever should be. */
  readonly refused: () => ReadonlyArray<unknown>
  readonly now: () => Instant
}

/** The rules of the programme: an umbrella is 100 points, and points live until the end of next year. */
export const rules = adopted(
  { redemption: { ...plainRules.redemption, step: 1, minimum: 1 } },
  programmeId,
)

const rulesView = ((): Points.EarnRules => {
  const event = {
    type: 'ProgrammeRulesAdopted',
    programmeId,
    rules: rules.rules,
    sha256: sha256Of(rules.rules),
  } as MembershipEvent
  return Points.earnRules
    .parts({ event } as LogEvent<MembershipEvent>)
    .reduce(
      (view, [, part]) => Points.earnRules.evolve(view, part),
      Points.earnRules.initial('all'),
    )
})()

const isOfGifts = (command: WorldCommand): command is GiftsCommand =>
  command.type in Gifts.commandCodecs

const streamOf = (command: WorldCommand): StreamName =>
  isOfGifts(command) ? Gifts.streamOf(command) : Points.streamOf(command)

const asked = { asOf: '' as Position }

// Each reaction, with what it must know read at this moment: never older than the event, and often newer.
const reactions = (standingOf: (giftId: string) => Gifts.GiftStanding | undefined) => [
  {
    name: Gifts.giftsForGifts.name,
    types: Gifts.giftsForGifts.types as ReadonlyArray<string>,
    react: (recorded: LogEvent<never>) => Gifts.giftsForGifts.react(recorded, {}),
  },
  {
    name: Gifts.giftsForPoints.name,
    types: Gifts.giftsForPoints.types as ReadonlyArray<string>,
    react: (recorded: LogEvent<never>) => {
      const reads = Gifts.giftsForPoints.facts(recorded)
      if (reads === undefined) return []
      const gift = { ...asked, value: standingOf(reads.gift.key) }
      return Gifts.giftsForPoints.react(recorded, { gift } as FactsOf<never>)
    },
  },
  {
    name: Points.pointsForGifts.name,
    types: Points.pointsForGifts.types as ReadonlyArray<string>,
    react: (recorded: LogEvent<never>) => {
      if (Points.pointsForGifts.facts(recorded) === undefined) return []
      const facts = { rules: { ...asked, value: rulesView } }
      return Points.pointsForGifts.react(recorded, facts as FactsOf<never>)
    },
  },
]

interface Queue {
  /** How many events of the log the reaction has taken up. */
  taken: number
  readonly byStream: Map<StreamName, Sending[]>
}

/** Opens a shop in which nothing has happened, at noon in Hong Kong on 1 June 2024. */
export const openWorld = (): World => {
  const log: Logged[] = []
  const states = new Map<StreamName, unknown>()
  const standings = new Map<string, Gifts.GiftStanding>()
  const done = new Set<string>()
  const sent: Sending[] = []
  const refused: unknown[] = []
  const all = reactions((giftId) => standings.get(giftId))
  const queues = new Map<string, Queue>(
    all.map(({ name }) => [name, { taken: 0, byStream: new Map() }]),
  )
  let clock = Date.UTC(2024, 5, 1, 4)
  let asks = 0

  const append = (stream: StreamName, event: WorldEvent, occurredAt: Instant): void => {
    log.push({ stream, event, occurredAt })
    if (!(event.type in Gifts.eventCodecs)) return
    for (const [key, part] of giftStandings.parts({ event } as LogEvent<GiftsEvent>)) {
      const before = standings.get(key) ?? giftStandings.initial(key as GiftId)
      standings.set(key, giftStandings.evolve(before, part))
    }
  }

  const carryOut = (
    command: WorldCommand,
    issued: Issued,
  ): E.Either<unknown, ReadonlyArray<WorldEvent>> => {
    const stream = streamOf(command)
    // What led to events before leads to no others: their ids follow from the id of the command.
    if (done.has(`${stream} ${issued.commandId}`)) return E.right([])
    const decider = (isOfGifts(command) ? Gifts : Points) as unknown as {
      readonly initial: unknown
      readonly evolve: (state: unknown, event: WorldEvent) => unknown
      readonly decide: (
        command: WorldCommand,
        state: unknown,
        issued: Issued,
      ) => E.Either<unknown, ReadonlyArray<WorldEvent>>
    }
    const state = states.has(stream) ? states.get(stream) : decider.initial
    const decided = decider.decide(command, state, issued)
    if (E.isLeft(decided)) return decided
    if (decided.right.length > 0) done.add(`${stream} ${issued.commandId}`)
    states.set(stream, decided.right.reduce(decider.evolve, state))
    for (const event of decided.right) append(stream, event, issued.at)
    return decided
  }

  const send = ({ id, by, command, at }: Sending): void => {
    const outcome = carryOut(command, { commandId: id, at, by: `reaction:${by}` })
    if (E.isLeft(outcome)) refused.push({ command: command.type, ...(outcome.left as object) })
  }

  // What could happen next: a reaction takes up an event, or sends the first command that it has for some stream.
  const nexts = (): ReadonlyArray<() => void> =>
    all.flatMap(({ name, types, react }): ReadonlyArray<() => void> => {
      const queue = queues.get(name) as Queue
      const entry = log[queue.taken]
      const takeUp = (): void => {
        const place = queue.taken++
        if (entry === undefined || !types.includes(entry.event.type)) return
        const { event, occurredAt } = entry
        for (const [index, command] of react({ event } as LogEvent<never>).entries()) {
          const stream = streamOf(command)
          const one: Sending = {
            id: `${name} ${place} ${index}`,
            by: name,
            command,
            at: occurredAt,
          }
          queue.byStream.set(stream, [...(queue.byStream.get(stream) ?? []), one])
        }
      }
      const sends = [...queue.byStream].flatMap(([stream, [first, ...rest]]) =>
        first === undefined
          ? []
          : [
              () => {
                queue.byStream.set(stream, rest)
                sent.push(first)
                send(first)
              },
            ],
      )
      return entry === undefined ? sends : [takeUp, ...sends]
    })

  const step = (which: number): boolean => {
    const possible = nexts()
    possible[which % Math.max(1, possible.length)]?.()
    return possible.length > 0
  }

  const now = (): Instant => instantOf(clock)
  return {
    ask: (command) => {
      clock += 1
      return carryOut(command, { commandId: `asked ${asks++}`, at: now(), by: 'staff-7' })
    },
    step,
    again: (which) => {
      const one = sent[which % Math.max(1, sent.length)]
      if (one !== undefined) send(one)
    },
    settle: () => {
      for (let more = true; more; ) more = step(0)
    },
    pass: (milliseconds) => {
      clock += milliseconds
    },
    log: () => log,
    states: () => states,
    refused: () => refused,
    now,
  }
}
