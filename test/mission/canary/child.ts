// A whole life in the house, in a process of its own: to be killed at any moment, and started again.
import { join } from 'node:path'
import { customerId, noticeId } from '@patina/crm'
import { noticesView } from '@patina/crm/consent'
import { orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import { leaveArtefacts, note, noteFaults, openEverything } from './artefacts.js'
import { canaryFor } from './canaries.js'
import { filled, type Said } from './filled.js'
import { asking, by, erase, type House, openHouse } from './house.js'
import { arrival, life, opening, people, refused, terms } from './life.js'
import { phoneKind } from './phone.js'

const [folder, keyFile, seed, at, phase] = process.argv.slice(2)
if (folder === undefined || keyFile === undefined || seed === undefined || at === undefined) {
  throw new Error('use: child <folder> <key file> <seed> <instant> live|erase|look')
}

const say = (what: object): boolean => process.stdout.write(`${JSON.stringify(what)}\n`)
let sent = 0

const send = async ({ app }: House, said: Said, ...words: ReadonlyArray<string>) => {
  const { command, canaries } = filled(seed, said)
  noteFaults(folder, command)
  const answer = await app.send(command as never, by(said.type, String(sent), ...words))()
  note(folder, answer)
  sent++
  // What is refused is kept nowhere, so it is not expected to open again.
  say({ sent, canaries: E.isRight(answer) ? canaries.length : 0, refused: E.isLeft(answer) })
  return answer
}

const must = async (house: House, said: Said): Promise<ReadonlyArray<string>> => {
  const answer = await send(house, said)
  if (E.isLeft(answer)) throw new Error(`refused: ${said.type} ${JSON.stringify(answer.left)}`)
  return answer.right._tag === 'Appended' ? answer.right.events : []
}

const live = async (house: House): Promise<void> => {
  for (const command of opening(at)) await must(house, command)
  const adopted = await orThrow(house.app.read(noticesView, noticeId(terms.noticeId)))
  const notice = adopted?.versions.at(-1)
  for (const person of people) {
    let shown = ''
    for (const command of arrival(person, notice, at)) {
      shown = (await must(house, command))[0] ?? shown
    }
    for (const command of life(person, shown, at)) {
      // A gift is issued by itself, and sent by somebody.
      if (command.type === 'ShipGift') await orThrow(house.app.settled)
      await must(house, command)
    }
    for (const command of refused(person, at)) await send(house, command)
    const { value } = canaryFor(`${seed} ${person}`, 'index', phoneKind)
    const unit = { subject: person, class: 'contact', scope: person } as const
    const entry = { kind: 'mobile', value: String(value), unit }
    const through = await orThrow(house.privacy.index.through)
    await orThrow(house.privacy.index.index(through, [entry], []))
    const found = await orThrow(house.privacy.index.lookup('mobile', String(value)))
    say({ indexed: found.includes(person) })
  }
}

// Who is found by what one was called.
const searched = async (house: House, person: (typeof people)[number]): Promise<boolean> => {
  const said = [...arrival(person, undefined, at), ...life(person, '', at)]
  const [name] = said
    .filter(({ type }) => type === 'RecordName')
    .flatMap((command) => filled(seed, command).canaries)
  const { directory } = house.privacy
  if (name === undefined || directory === undefined) throw new Error('nothing to search by')
  const result = await orThrow(directory.search(asking, String(name.value)))
  note(folder, await orThrow(directory.caughtUp))
  return result.people.some(({ subject }) => subject === person)
}

const look = async (house: House): Promise<void> => {
  for (const person of people) {
    const { values, erased } = await openEverything(house, person)
    const { value } = canaryFor(`${seed} ${person}`, 'index', phoneKind)
    const found = await orThrow(house.privacy.index.lookup('mobile', String(value)))
    const known = new Set(
      [...arrival(person, undefined, at), ...life(person, '', at)]
        .flatMap((command) => filled(seed, command).canaries)
        .map((canary) => JSON.stringify(canary.value)),
    )
    const right = values.filter((one) => known.has(JSON.stringify(one))).length
    say({
      person,
      right,
      wrong: values.length - right,
      erased,
      isFound: found.includes(person),
      isSearched: await searched(house, person),
    })
  }
  const denied = await house.privacy.open(
    { ...asking, role: 'nobody' },
    { subjects: [...people], fields: {} },
  )()
  note(folder, denied)
}

const house = await openHouse(folder, keyFile)
say({ opened: true })
if (phase === 'live') await live(house)
if (phase === 'erase') {
  await erase(house, people[0])
  // Who is erased gets no key any more, and what they said then must not end in a log either.
  const late = life(customerId(people[0]), '', at).find(({ type }) => type === 'OptOut')
  if (late !== undefined) await send(house, late, 'late')
}
await orThrow(house.app.settled)
if (phase !== 'look') {
  await orThrow(house.app.rebuild())
  await leaveArtefacts(house, folder, people, join('left', `${phase}-${process.pid}`))
}
await look(house)
await house.close()
say({ done: true })
