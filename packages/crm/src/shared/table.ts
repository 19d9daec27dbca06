// A map that is never changed: putting an entry makes a new table that shares all but a few small nodes with the old one.
// Copying a Map at each event makes folding an account of thousands of lots quadratic; this keeps it at a few short lists.
//
// A trie over a 32-bit hash of the key, four bits a level. A node has one list without gaps, its entries first and the nodes
// below it after them, and two masks that say which of the sixteen slots each belongs to (Steindorfer and Vinju, "Optimizing
// Hash-Array Mapped Tries for Fast and Lean Immutable JVM Collections", OOPSLA 2015): hot accounts are held by the thousand,
// and roomy lists would take more memory than what is in them.

/** A persistent map from text to `A`. */
export interface Table<A> {
  readonly root: Node<A> | undefined
}

interface Node<A> {
  /** Whose call made it: during that call it may be changed, for nobody else has seen it. */
  readonly owner: Owner
  /** The slots with an entry, and those with a node. Below the last level there are no slots, and both are 0. */
  entries: number
  nodes: number
  /** Key and value of each entry in the order of the slots, then the nodes in the order of theirs. */
  cells: Cell<A>[]
}

type Cell<A> = string | A | Node<A>
type Owner = object

const bits = 4
const mask = 15
const lastShift = 28
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

const bitOf = (hash: number, shift: number): number => 1 << ((hash >>> shift) & mask)

// How many of sixteen bits are set.
const countOf = (slots: number): number => {
  let sum = slots - ((slots >>> 1) & 0x5555)
  sum = (sum & 0x3333) + ((sum >>> 2) & 0x3333)
  sum = (sum + (sum >>> 4)) & 0x0f0f
  return (sum + (sum >>> 8)) & 0x1f
}

const placeOfEntry = <A>({ entries }: Node<A>, bit: number): number =>
  2 * countOf(entries & (bit - 1))

const placeOfNode = <A>({ entries, nodes }: Node<A>, bit: number): number =>
  2 * countOf(entries) + countOf(nodes & (bit - 1))

// Below the last level entries with the same hash stand one after the other.
const placeInRow = <A>({ cells }: Node<A>, key: string): number => {
  for (let place = 0; place < cells.length; place += 2) if (cells[place] === key) return place
  return cells.length
}

/** The value of a key, if it has one. */
export const lookUp = <A>({ root }: Table<A>, key: string): A | undefined => {
  const hash = hashOf(key)
  let node = root
  let shift = 0
  for (; node !== undefined && shift <= lastShift; shift += bits) {
    const bit = bitOf(hash, shift)
    if ((node.entries & bit) !== 0) {
      const place = placeOfEntry(node, bit)
      return node.cells[place] === key ? (node.cells[place + 1] as A) : undefined
    }
    if ((node.nodes & bit) === 0) return undefined
    node = node.cells[placeOfNode(node, bit)] as Node<A>
  }
  return node?.cells[placeInRow(node, key) + 1] as A | undefined
}

// A list with some cells in the place of others, and without room to grow.
const replaced = <A>(
  cells: ReadonlyArray<Cell<A>>,
  from: number,
  removed: number,
  added: ReadonlyArray<Cell<A>>,
): Cell<A>[] => {
  const result = new Array<Cell<A>>(cells.length - removed + added.length)
  for (let i = 0; i < from; i++) result[i] = cells[i] as Cell<A>
  for (let i = 0; i < added.length; i++) result[from + i] = added[i] as Cell<A>
  const shift = added.length - removed
  for (let i = from + removed; i < cells.length; i++) result[i + shift] = cells[i] as Cell<A>
  return result
}

// The node itself if this call made it, else a copy that it may change.
const owned = <A>(node: Node<A>, owner: Owner): Node<A> =>
  node.owner === owner
    ? node
    : { owner, entries: node.entries, nodes: node.nodes, cells: node.cells.slice() }

const nodeWith = <A>(
  key: string,
  value: A,
  hash: number,
  shift: number,
  owner: Owner,
): Node<A> => ({
  owner,
  entries: shift <= lastShift ? bitOf(hash, shift) : 0,
  nodes: 0,
  cells: [key, value],
})

const insert = <A>(
  before: Node<A> | undefined,
  key: string,
  hash: number,
  value: A,
  shift: number,
  owner: Owner,
): Node<A> => {
  if (before === undefined) return nodeWith(key, value, hash, shift, owner)
  const node = owned(before, owner)
  if (shift > lastShift) {
    node.cells = replaced(node.cells, placeInRow(node, key), 2, [key, value])
    return node
  }
  const bit = bitOf(hash, shift)
  if ((node.nodes & bit) !== 0) {
    const place = placeOfNode(node, bit)
    const below = node.cells[place] as Node<A>
    node.cells[place] = insert(below, key, hash, value, shift + bits, owner)
    return node
  }
  const place = placeOfEntry(node, bit)
  if ((node.entries & bit) === 0) {
    node.cells = replaced(node.cells, place, 0, [key, value])
    node.entries |= bit
    return node
  }
  const standing = node.cells[place] as string
  if (standing === key) {
    node.cells[place + 1] = value
    return node
  }
  // Two entries in one slot: both move into a node below.
  const other = node.cells[place + 1] as A
  const next = shift + bits
  const one = nodeWith(standing, other, hashOf(standing), next, owner)
  const both = insert(one, key, hash, value, next, owner)
  node.cells = replaced(node.cells, place, 2, [])
  node.entries ^= bit
  node.cells = replaced(node.cells, placeOfNode(node, bit), 0, [both])
  node.nodes |= bit
  return node
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
  const walk = ({ cells, nodes }: Node<A>): void => {
    const ends = cells.length - countOf(nodes)
    for (let place = 1; place < ends; place += 2) found.push(cells[place] as A)
    for (let place = ends; place < cells.length; place++) walk(cells[place] as Node<A>)
  }
  if (root !== undefined) walk(root)
  return found
}
