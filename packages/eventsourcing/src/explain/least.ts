// The search for few events that make a figure by themselves: delta debugging (Zeller and Hildebrandt 2002), halves first,
// then smaller pieces down to single ones, then every choice where there are few. It pauses after each trial, so that a shell
// can let others work. Of `n` places of which `k` are left it makes about `k` log(`n`/`k`) trials, and never many more than `n`.

/** Whether these places, in rising order, are enough. */
export type IsEnough = (places: ReadonlyArray<number>) => boolean

/** Few places that are enough, and how thoroughly less was tried. */
export interface Least {
  readonly places: ReadonlyArray<number>
  readonly tried: 'every-part' | 'every-event'
}

/** Up to so many, every choice of some of them is tried: 1,024 trials. */
const mostForEveryPart = 10

// The choices of `count` places, those with the earliest first.
function* choices(
  places: ReadonlyArray<number>,
  count: number,
  from = 0,
): Generator<ReadonlyArray<number>, void> {
  if (count === 0) {
    yield []
    return
  }
  for (let at = from; at + count <= places.length; at++) {
    for (const others of choices(places, count - 1, at + 1)) {
      yield [places[at] as number, ...others]
    }
  }
}

function* amongAll(
  places: ReadonlyArray<number>,
  isEnough: IsEnough,
): Generator<undefined, ReadonlyArray<number>> {
  for (let count = 0; count < places.length; count++) {
    for (const some of choices(places, count)) {
      yield
      if (isEnough(some)) return some
    }
  }
  return places
}

// Where half of a piece might still go, and where no piece of that size went: what remains is then mostly needed, and the sizes
// between would be tried in vain.
const finerThan = (size: number, isShorter: boolean): number => {
  if (isShorter) return Math.ceil(size / 2)
  return size < 32 ? 1 : Math.floor(size / 8)
}

// Leaves out pieces, the latest first, as long as what is left is enough; then smaller ones. It ends after a round in which
// no single place could be left out: one that could not before may be superfluous once another is gone.
function* withoutPieces(
  places: ReadonlyArray<number>,
  isEnough: IsEnough,
): Generator<undefined, ReadonlyArray<number>> {
  let kept = places
  let size = kept.length
  while (size > 0) {
    let isShorter = false
    for (let end = kept.length; end > 0; end -= size) {
      const start = Math.max(0, end - size)
      const left = [...kept.slice(0, start), ...kept.slice(end)]
      yield
      if (!isEnough(left)) continue
      kept = left
      isShorter = true
    }
    if (size > 1) size = finerThan(size, isShorter)
    else if (!isShorter) size = 0
  }
  return kept
}

/**
 * Few of `count` places that are enough, where all of them are. Of choices of one size the earliest. Not always the fewest
 * that there are, once there are more than ten.
 */
export function* least(count: number, isEnough: IsEnough): Generator<undefined, Least> {
  const all = Array.from({ length: count }, (_, at) => at)
  const left = count <= mostForEveryPart ? all : yield* withoutPieces(all, isEnough)
  return left.length <= mostForEveryPart
    ? { places: yield* amongAll(left, isEnough), tried: 'every-part' }
    : { places: left, tried: 'every-event' }
}
