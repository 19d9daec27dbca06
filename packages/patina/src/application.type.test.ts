// What must not compile, and what is inferred without an annotation, at the face of an application.
import {
  type Context,
  type HandleError,
  type InvalidQuery,
  inMemory,
  type NoOccurredReading,
  newId,
  type Receipt,
  type StoreUnavailable,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import type { SealError } from '@patina/privacy/shell'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { expect, expectTypeOf, test } from 'vitest'
import {
  books,
  type shop,
  type TakeMoney,
  type Takings,
  type TillFull,
  type TooMuch,
  takings,
  takingsView,
  tills,
  type WriteDown,
} from './arbitraries.js'
import {
  type Application,
  type Listed,
  open,
  orThrow,
  type ReadError,
  type RejectionFor,
} from './index.js'

const context: Context = { commandId: newId(), actor: 'me' }
const till = newId()

type Shop = Application<typeof shop>
// Never called: only the types of what is called matter.
const app = (): Shop => {
  throw new Error('this is about types')
}

test('a command may be refused for the rejections of its own capability and no others [K16]', () => {
  const taking = () => app().send({ type: 'TakeMoney', till, amount: 1 }, context)
  expectTypeOf(taking).returns.toEqualTypeOf<
    TaskEither<TillFull | HandleError | SealError, Receipt>
  >()
  const writing = () => app().send({ type: 'WriteDown', book: till, amount: 1 }, context)
  expectTypeOf(writing).returns.toEqualTypeOf<
    TaskEither<TooMuch | HandleError | SealError, Receipt>
  >()
  expect([taking, writing]).toHaveLength(2)
})

test('a command that may be of either capability may be refused by either [K16]', () => {
  const either = (command: TakeMoney | WriteDown) => app().send(command, context)
  expectTypeOf(either).returns.toEqualTypeOf<
    TaskEither<TillFull | TooMuch | HandleError | SealError, Receipt>
  >()
  expectTypeOf<RejectionFor<typeof shop, TakeMoney | WriteDown>>().toEqualTypeOf<
    TillFull | TooMuch
  >()
  expectTypeOf<RejectionFor<typeof shop, TakeMoney>>().toEqualTypeOf<TillFull>()
  expect(either).toBeTypeOf('function')
})

test('a command that no capability has, or that is malformed, does not compile', () => {
  const wrong = () => [
    // @ts-expect-error: nobody has this command
    app().send({ type: 'BurnMoney', till }, context),
    // @ts-expect-error: the amount is missing
    app().send({ type: 'TakeMoney', till }, context),
    // @ts-expect-error: the amount is a number
    app().send({ type: 'TakeMoney', till, amount: '1' }, context),
    // @ts-expect-error: nobody did it
    app().send({ type: 'TakeMoney', till, amount: 1 }, { commandId: newId() }),
    // @ts-expect-error: an event is no command
    app().send({ type: 'MoneyTaken', till, amount: 1 }, context),
  ]
  expect(wrong).toBeTypeOf('function')
})

test('an application has the commands of its own list of capabilities only', () => {
  const onlyTills = open(inMemory(), [tills])
  const sending = async () => {
    const one = await orThrow(onlyTills)
    // @ts-expect-error: there are no books
    return one.send({ type: 'WriteDown', book: till, amount: 1 }, context)
  }
  expect(sending).toBeTypeOf('function')
  const both = open(inMemory(), [tills, books])
  expectTypeOf(orThrow(both)).resolves.toEqualTypeOf<
    Application<readonly [typeof tills, typeof books]>
  >()
})

test('a subscription takes the types of events that there are, and gives their events [K16]', () => {
  const following = async (): Promise<void> => {
    const one = app()
    for await (const delivered of one.subscribe({ types: ['MoneyTaken', 'AccessDenied'] })) {
      if (delivered._tag === 'Left') continue
      const [first] = delivered.right.events
      expectTypeOf(first?.event.type).toEqualTypeOf<'MoneyTaken' | 'AccessDenied' | undefined>()
    }
    // @ts-expect-error: a type that no capability has would be waited for in vain
    one.subscribe({ types: ['MoneyTakn'] })
  }
  expect(following).toBeTypeOf('function')
})

test('a read gives the type of its view, and nothing when nothing happened [K16]', () => {
  const reading = () => app().read(takingsView, till)
  expectTypeOf(reading).returns.toEqualTypeOf<TaskEither<ReadError, Takings | undefined>>()
  const listing = () => app().list(takingsView, { limit: 1 })
  expectTypeOf(listing).returns.toEqualTypeOf<
    TaskEither<ReadError, ReadonlyArray<Listed<string, Takings>>>
  >()
  const asOf = () => app().asOf(takings, till)
  expectTypeOf(asOf).returns.toEqualTypeOf<
    TaskEither<InvalidQuery | NoOccurredReading | UnreadableEvent | StoreUnavailable, Takings>
  >()
  expect([reading, listing, asOf]).toHaveLength(3)
})
