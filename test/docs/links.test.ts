import { existsSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { expect, test } from 'vitest'
import { anchorOf, documents, headingsOf, linksOf, root } from './documents.js'

const isOutside = (target: string): boolean => /^[a-z]+:/.test(target)

const targets = documents.flatMap((document) =>
  linksOf(document)
    .filter((target) => !isOutside(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? document : posix.normalize(posix.join(dirname(document), path))
      return { document, target, file, anchor }
    }),
)

test('every relative link of a document leads to a file or a folder', () => {
  expect(targets.length).toBeGreaterThan(20)
  const broken = targets.filter(
    ({ file }) => file.startsWith('..') || !existsSync(`${root}/${file}`),
  )
  expect(broken.map(({ document, target }) => `${document} -> ${target}`)).toEqual([])
})

test('every link to a heading leads to one', () => {
  const broken = targets.filter(
    ({ file, anchor }) =>
      anchor !== undefined &&
      file.endsWith('.md') &&
      existsSync(`${root}/${file}`) &&
      !headingsOf(file).some(({ title }) => anchorOf(title) === anchor),
  )
  expect(broken.map(({ document, target }) => `${document} -> ${target}`)).toEqual([])
})

test('every page of the documentation can be reached from the README', () => {
  const reached = new Set<string>()
  const visit = (document: string): void => {
    if (reached.has(document)) return
    reached.add(document)
    for (const { document: from, file } of targets) {
      if (from !== document) continue
      if (file.endsWith('.md')) visit(file)
      // A link to a folder shows what is in it.
      else for (const page of documents) if (dirname(page) === file.replace(/\/$/, '')) visit(page)
    }
  }
  visit('README.md')
  const pages = documents.filter((path) => path.startsWith('docs/') || !path.includes('/'))
  expect(pages.filter((path) => !reached.has(path))).toEqual([])
})
