// Claims of values that nobody may have twice.
import { instantOf } from '@patina/eventsourcing'
import { type Claim, personIndex } from '@patina/privacy/shell'
import fc from 'fast-check'
import { holds, rightOf, same } from '../judgement.js'
import { unitOf, type VaultCheck, vaultOn } from './trial.js'

const minute = (n: number): string => instantOf(Date.UTC(2026, 0, 1) + n * 60_000)

const claimOf = (subject: string, eventId: string, value = 'EXAMPLE 1', at = minute(0)): Claim => ({
  kind: 'card',
  value,
  unit: unitOf(subject),
  eventId,
  stream: `member-${subject}`,
  at,
})

const oneAtATime: VaultCheck = {
  name: 'of several who claim one value at once one gets it, and it is taken until it is given up [K4]',
  run: async ({ open, assert }) => {
    await assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 8 }), async (racers) => {
        const { rows } = await open()
        const index = personIndex((await vaultOn(rows)).vault)
        const claims = Array.from({ length: racers }, (_, n) => claimOf(`s${n}`, `event-${n}`))
        const answers = await Promise.all(claims.map((claim) => index.claim(claim)()))
        const standings = answers.map((answer) => rightOf('a claim', answer))
        const winner = standings.indexOf('claimed')
        same('winners', standings.filter((one) => one === 'claimed').length, 1)
        const won = `event-${winner}`
        for (const one of standings) {
          if (typeof one === 'object') same('who is in the way', one.eventId, won)
        }
        same(
          'the same again',
          rightOf('a claim', await index.claim(claims[winner] as Claim)()),
          'claimed',
        )
        const other = claimOf('someone', 'another event', 'EXAMPLE 2')
        same('another value', rightOf('a claim', await index.claim(other)()), 'claimed')
        rightOf('a release', await index.release([won])())
        const next = claimOf('next', 'next event')
        same('given up', rightOf('a claim', await index.claim(next)()), 'claimed')
      }),
    )
  },
}

const untilErased: VaultCheck = {
  name: 'a confirmed claim is in the index, and nobody else gets the value until its person is erased [K5]',
  run: async ({ open }) => {
    const { rows } = await open()
    const { vault, erase } = await vaultOn(rows)
    const index = personIndex(vault)
    const [first, second] = [claimOf('a', 'event-a'), claimOf('b', 'event-b')]
    const who = async () => rightOf('a lookup', await index.lookup('card', 'EXAMPLE 1')())
    rightOf('a claim', await index.claim(first)())
    same('before its event', await who(), [])
    rightOf('a confirmation', await index.confirm([first])())
    rightOf('a confirmation', await index.confirm([first])())
    same('after its event', await who(), ['a'])
    same('for another', rightOf('a claim', await index.claim(second)()), 'indexed')
    const again = rightOf('a claim', await index.claim(claimOf('a', 'event-c'))())
    same('for the same person', again, 'claimed')
    rightOf('a release', await index.release(['event-c'])())
    await erase('a', 'identity')
    rightOf('what is erased', await vault.catchUp())
    same(
      'for another after the erasure',
      rightOf('a claim', await index.claim(second)()),
      'claimed',
    )
    await erase('b', 'identity')
    rightOf('a confirmation of the erased', await index.confirm([second])())
    same('nobody', await who(), [])
    const third = claimOf('c', 'event-d')
    same('a claim of the erased', rightOf('a claim', await index.claim(third)()), 'claimed')
    rightOf('purging', await index.purge(['c'])())
    same('purged', rightOf('a claim', await index.claim(claimOf('d', 'event-e'))()), 'claimed')
  },
}

const leftBehind: VaultCheck = {
  name: 'claims that nobody has ended are listed, the oldest first, with all that their event is found by',
  run: async ({ open }) => {
    const { rows } = await open()
    const index = personIndex((await vaultOn(rows)).vault)
    const claims = [3, 1, 2].map((n) => claimOf(`s${n}`, `event-${n}`, `EXAMPLE ${n}`, minute(n)))
    for (const claim of claims) rightOf('a claim', await index.claim(claim)())
    const before = async (n: number, limit = 10) =>
      rightOf('claims', await rows.claimsBefore(minute(n), limit)())
    same('none', await before(1), [])
    const some = await before(3)
    const facts = some.map(({ kind, unit, eventId, stream, at }) => [
      kind,
      unit,
      eventId,
      stream,
      at,
    ])
    const wanted = [1, 2].map((n) => [
      'card',
      unitOf(`s${n}`),
      `event-${n}`,
      `member-s${n}`,
      minute(n),
    ])
    same('two', facts, wanted)
    same(
      'one',
      (await before(9, 1)).map(({ eventId }) => eventId),
      ['event-1'],
    )
    holds(
      some.every(({ token }) => token.length === 32),
      'a token is no hash of 32 bytes',
    )
    // A command that is handed on to another stream claims again, for the same event.
    const moved = { ...(claims[1] as Claim), stream: 'member-moved' }
    same('again', rightOf('a claim', await index.claim(moved)()), 'claimed')
    same('its stream', (await before(2))[0]?.stream, 'member-moved')
    // What the list gives is enough to end a claim.
    rightOf('a confirmation', await rows.confirm(some)())
    same(
      'ended',
      (await before(9)).map(({ eventId }) => eventId),
      ['event-3'],
    )
    same('found', rightOf('a lookup', await index.lookup('card', 'EXAMPLE 1')()), ['s1'])
  },
}

export const claimChecks: ReadonlyArray<VaultCheck> = [oneAtATime, untilErased, leftBehind]
