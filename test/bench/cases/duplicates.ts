import { join } from 'node:path'
import type { Case, CaseInput } from '../case.js'
import { febrlSets, readFebrl } from '../duplicates/febrl.js'
import { type Judged, judge } from '../duplicates/judge.js'
import { madeUpRegister, type Register } from '../duplicates/made-up-register.js'
import { compare, timed } from '../pairs.js'
import { withRaw } from '../raw.js'

const seed = 20_240_601

// What the answer must reach on any scale: less is a fault, and its figures are none.
const leastRecall = 0.9

// The same search by SQL on texts as they are written: equal numbers and addresses, or family name and year. It compares
// nothing, and explains nothing.
const rawPairs = async (folder: string, { customers }: Register): Promise<number> =>
  withRaw(join(folder, 'raw.db'), (database) => {
    database.exec('CREATE TABLE keys (key TEXT NOT NULL, customer INTEGER NOT NULL) STRICT; BEGIN')
    const insert = database.prepare('INSERT INTO keys VALUES (?, ?)')
    for (const [index, one] of customers.entries()) {
      const { familyName, bornOn, phones = [], emails = [], cardNumbers = [] } = one
      const year = bornOn === undefined ? [] : [`${familyName} ${bornOn.slice(0, 4)}`]
      for (const key of [...phones, ...emails, ...cardNumbers, ...year]) insert.run(key, index)
    }
    database.exec('COMMIT; CREATE INDEX by_key ON keys (key, customer)')
    const found = database.prepare(
      `SELECT count(*) AS n FROM (SELECT DISTINCT a.customer, b.customer FROM keys a
       JOIN keys b ON a.key = b.key AND a.customer < b.customer)`,
    )
    return (found.get() as { readonly n: number }).n
  })

const febrlNotes = async (folder: string | undefined): Promise<ReadonlyArray<string>> => {
  if (folder === undefined)
    return ['FEBRL was not read: give its folder with --febrl or PATINA_FEBRL']
  const notes: string[] = []
  for (const set of Object.keys(febrlSets)) {
    for (const withNumbers of [true, false]) {
      const { words } = judge(await readFebrl(folder, set, withNumbers))
      notes.push(`${set}${withNumbers ? '' : ', without numbers of persons'}: ${words}`)
    }
  }
  return notes
}

const run = async ({ folder, scale, febrlFolder }: CaseInput) => {
  const register = madeUpRegister(scale.customers, seed)
  let judged: Judged | undefined
  const { spread, ...compared } = await compare(
    folder,
    1,
    {
      ours: () => {
        judged = judge(register)
        return Promise.resolve({ seconds: judged.seconds, count: register.customers.length })
      },
      raw: (own) =>
        timed(async () => {
          await rawPairs(own, register)
          return register.customers.length
        }),
    },
    true,
  )
  if (judged === undefined || judged.likely.recall < leastRecall) {
    throw new Error(`recall: expected ${leastRecall}, found ${judged?.likely.recall ?? 0}`)
  }
  return {
    ...compared,
    peers: {},
    notes: [
      judged.words,
      `ratio ${spread}; raw joins on equal texts and compares nothing`,
      ...(await febrlNotes(febrlFolder)),
    ],
  }
}

/** Duplicates among made-up customers, and among those of FEBRL: how fast, and how many are found. */
export const duplicates: Case = { unit: 'customers', run }
