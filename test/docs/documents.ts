// What the tests of the documents share: files, blocks of code, headings, links.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.pnpm-store'])
const isMade = (name: string): boolean => /\.(log|tgz|tsbuildinfo)$/.test(name)

const below = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : below(path)
    return entry.isFile() && !isMade(entry.name) ? [path] : []
  })

/** Every file that is kept in the repository, as a path from its root with `/`. */
export const files: ReadonlyArray<string> = below(root)
  .map((path) => relative(root, path).split(sep).join('/'))
  .sort()

/** The text of a file of the repository. */
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The documents: every Markdown file that a user or a contributor reads. */
export const documents: ReadonlyArray<string> = files.filter(
  (path) => path.endsWith('.md') && !path.startsWith('.changeset/'),
)

/** A fenced block of a document: its language, its text and the line that it begins at. */
export interface Block {
  readonly document: string
  readonly line: number
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a document, in order. Indentation of the fence, as in a list, is taken off. */
export const blocksOf = (document: string): ReadonlyArray<Block> => {
  const blocks: Block[] = []
  let open: { line: number; language: string; indent: number; lines: string[] } | undefined
  for (const [index, line] of textOf(document).split('\n').entries()) {
    const fence = /^( *)```(\S*)\s*$/.exec(line)
    if (fence === null) {
      open?.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)))
    } else if (open === undefined) {
      const [, indent = '', language = ''] = fence
      open = { line: index + 1, language, indent: indent.length, lines: [] }
    } else {
      blocks.push({
        document,
        line: open.line,
        language: open.language,
        text: open.lines.join('\n'),
      })
      open = undefined
    }
  }
  if (open !== undefined) throw new Error(`${document}:${open.line} a block is never closed`)
  return blocks
}

/** A document without its fenced blocks. */
export const proseOf = (document: string): string =>
  textOf(document).replace(/^( *)```[^\n]*\n[\s\S]*?^\1```\s*$/gm, '')

/** The headings of a document, without their marks, in order. */
export const headingsOf = (document: string): ReadonlyArray<{ level: number; title: string }> =>
  [...proseOf(document).matchAll(/^(#{1,6}) (.+?)\s*$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }))

/** What a heading is called in a link to it: as GitHub does. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** The targets of the links of a document, those in blocks and in code left out. */
export const linksOf = (document: string): ReadonlyArray<string> =>
  [
    ...proseOf(document)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target = '']) => target)

/** The sources of tests, and of the suites that tests call: where the title of a test can stand. */
export const sourcesOfTests: ReadonlyArray<string> = files.filter(
  (path) =>
    path.endsWith('.test.ts') || (path.startsWith('packages/testing/src/') && path.endsWith('.ts')),
)

/** Every literal text of a source; the titles of tests and of suites are among them. */
export const literalsIn = (path: string): ReadonlySet<string> => {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest))
  return found
}

/** A promise of `docs/guarantees.md`: its heading, and the tests that hold it. */
export interface Guarantee {
  readonly title: string
  readonly heldBy: ReadonlyArray<{ readonly source: string; readonly test: string }>
}

/**
 * The promises of `docs/guarantees.md`. Each is a heading of the second level; each test that holds it is a line
 * "- `path of the source`: title of the test".
 */
export const guarantees = (): ReadonlyArray<Guarantee> =>
  textOf('docs/guarantees.md')
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf('\n')).trim(),
      heldBy: [...section.matchAll(/^- `([^`]+)`: (.+?)\s*$/gm)].map(
        ([, source = '', test = '']) => ({ source, test }),
      ),
    }))
