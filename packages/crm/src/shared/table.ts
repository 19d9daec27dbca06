// A map that is never changed: putting an entry makes a new table that shares all but a few small nodes with the old one.
// Copying a Map at each event makes folding an account of thousands of lots quadratic; this keeps it at a few copies of
// sixteen slots. A trie over a 32-bit hash of the key, four bits a level.

/** A persistent map from text to `A`. */
export interface Table<A> {
  readonly root: Node<A> | undefined
}

type Node<A> = Leaf<A> | Branch<A>

// A few entries side by side; below the last level as many as share a hash.
interface Leaf<A> {
  readonly isBranch: false
  readonly owner: Owner
  readonly keys: string[]
  readonly hashes: number[]
  readonly values: A[]
}

interface Branch<A> {
  readonly isBranch: true
  readonly owner: Owner
  readonly slots: (Node<A> | undefined)[]
}

/** Whose call made a node: during that call it may be changed, for nobody else has seen it. */
type Owner = object

const bits = 4
const width = 16
const lastShift = 28
const roomy = 8
const headLength = 8

/** The table without entries. */
export const emptyTable: Table<never> = { root: undefined }

// FNV-1a over both ends of the key: ids that were drawn, derived or counted up all differ in one of them.
const hashOf = (key: string): number => {
  let hash = 0x811c9dc5
  const { length } = key
  const head = Math.min(headLength, length)
  for (let i = 0; i < head; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  for (let i = Math.max(head, length - headLength); i < length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  }
  return hash ^ (hash >>> 15)
}

const slotOf = (hash: number, shift: number): number => (hash >>> shift) & (width - 1)

/** The value of a key, if it has one. */
export const lookUp = <A>({ root }: Table<A>, key: string): A | undefined => {
  let node = root
  const hash = hashOf(key)
  for (let shift = 0; node?.isBranch === true; shift += bits) node = node.slots[slotOf(hash, shift)]
  if (node === undefined) return undefined
  const index = node.keys.indexOf(key)
  return index < 0 ? undefined : node.values[index]
}

const newLeaf = <A>(owner: Owner): Leaf<A> => ({
  isBranch: false,
  owner,
  keys: [],
  hashes: [],
  values: [],
})

const ownLeaf = <A>(leaf: Leaf<A>, owner: Owner): Leaf<A> =>
  leaf.owner === owner
    ? leaf
    : {
        isBranch: false,
        owner,
        keys: leaf.keys.slice(),
        hashes: leaf.hashes.slice(),
        values: leaf.values.slice(),
      }

const ownBranch = <A>(branch: Branch<A>, owner: Owner): Branch<A> =>
  branch.owner === owner ? branch : { isBranch: true, owner, slots: branch.slots.slice() }

const split = <A>({ keys, hashes, values }: Leaf<A>, shift: number, owner: Owner): Branch<A> => {
  const slots = new Array<Node<A> | undefined>(width).fill(undefined)
  for (const [index, key] of keys.entries()) {
    const hash = hashes[index] as number
    const slot = slotOf(hash, shift)
    slots[slot] = insert(slots[slot], key, hash, values[index] as A, shift + bits, owner)
  }
  return { isBranch: true, owner, slots }
}

const insert = <A>(
  node: Node<A> | undefined,
  key: string,
  hash: number,
  value: A,
  shift: number,
  owner: Owner,
): Node<A> => {
  if (node?.isBranch === true) {
    const branch = ownBranch(node, owner)
    const slot = slotOf(hash, shift)
    branch.slots[slot] = insert(branch.slots[slot], key, hash, value, shift + bits, owner)
    return branch
  }
  const before = node ?? newLeaf<A>(owner)
  const index = before.keys.indexOf(key)
  if (index < 0 && before.keys.length >= roomy && shift <= lastShift) {
    return insert(split(before, shift, owner), key, hash, value, shift, owner)
  }
  const leaf = ownLeaf(before, owner)
  const place = index < 0 ? leaf.keys.length : index
  leaf.keys[place] = key
  leaf.hashes[place] = hash
  leaf.values[place] = value
  return leaf
}

/** The table with these entries put in; a later one of the same key wins. */
export const putAll = <A>(
  table: Table<A>,
  entries: ReadonlyArray<readonly [key: string, value: A]>,
): Table<A> => {
  const owner: Owner = {}
  let { root } = table
  for (const [key, value] of entries) root = insert(root, key, hashOf(key), value, 0, owner)
  return { root }
}

/** The table with one entry put in. */
export const put = <A>(table: Table<A>, key: string, value: A): Table<A> =>
  putAll(table, [[key, value]])

/** All values, in no order that means anything. */
export const valuesOf = <A>({ root }: Table<A>): ReadonlyArray<A> => {
  const found: A[] = []
  const walk = (node: Node<A> | undefined): void => {
    if (node?.isBranch === true) for (const slot of node.slots) walk(slot)
    else if (node !== undefined) found.push(...node.values)
  }
  walk(root)
  return found
}
