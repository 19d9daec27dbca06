/** What surrounds a pure function and must not matter to it. */
export interface World {
  /** Milliseconds since 1970 at the first look at a clock; every look takes a minute. */
  readonly now: number
  /** What `Math.random` gives. */
  readonly chance: number
  /** The zone of the machine. */
  readonly zone: string
}

/** Worlds that differ in everything: who gives the same in all of them looks at none. */
export const worlds: ReadonlyArray<World> = [
  { now: Date.UTC(1999, 11, 31, 23, 59), chance: 0, zone: 'UTC' },
  { now: Date.UTC(2051, 5, 15, 12), chance: 0.999, zone: 'Pacific/Kiritimati' },
  { now: Date.UTC(2030, 2, 10, 6, 30), chance: 0.5, zone: 'America/New_York' },
]

const minute = 60_000

/** Runs a function that does not wait, in another world, and restores this one. */
export const inWorld = <A>({ now, chance, zone }: World, run: () => A): A => {
  const RealDate = Date
  const before = {
    now: Date.now,
    random: Math.random,
    elapsed: performance.now,
    zone: process.env['TZ'],
  }
  let looks = 0
  const look = (): number => now + minute * looks++
  const Clock = new Proxy(RealDate, {
    construct: (_, given: ReadonlyArray<unknown>) =>
      Reflect.construct(RealDate, given.length === 0 ? [look()] : given),
    apply: () => new RealDate(look()).toString(),
  })
  try {
    globalThis.Date = Clock
    RealDate.now = look
    Math.random = () => chance
    performance.now = look
    process.env['TZ'] = zone
    return run()
  } finally {
    globalThis.Date = RealDate
    RealDate.now = before.now
    Math.random = before.random
    performance.now = before.elapsed
    if (before.zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = before.zone
  }
}
