import { dirname, posix } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { files, textOf } from './documents.js'

const terms = [...textOf('docs/glossary.md').matchAll(/^- (.+?): /gm)].flatMap(([, head = '']) =>
  [...head.matchAll(/\*\*([^*]+)\*\*/g)].map(([, term = '']) => term),
)

// `Memberships` and `membership`, `Statuses` and `status`, `Categories` and `category` are one word each.
const stem = (word: string): string =>
  word
    .toLowerCase()
    .replace(/ies$/, 'y')
    .replace(/(?<=[sxz]|ch|sh)es$/, '')
    .replace(/(?<![su])s$/, '')

const known = new Set(terms.flatMap((term) => term.split(' ')).map(stem))

const wordsOf = (name: string): ReadonlyArray<string> =>
  name.match(/[A-Z]+(?![a-z])|[A-Z][a-z]+/g) ?? []

/** The types that a module exports, by declaring them or by passing them on. */
const typesOf = (path: string): ReadonlyArray<string> => {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest)
  return source.statements.flatMap((statement): ReadonlyArray<string> => {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      const isExported = statement.modifiers?.some(
        ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
      )
      return isExported === true ? [statement.name.text] : []
    }
    if (!ts.isExportDeclaration(statement)) return []
    const { exportClause, moduleSpecifier, isTypeOnly } = statement
    if (exportClause === undefined) {
      if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return []
      const target = posix.join(dirname(path), moduleSpecifier.text.replace(/\.js$/, '.ts'))
      return typesOf(target)
    }
    return ts.isNamedExports(exportClause)
      ? exportClause.elements
          .filter((element) => isTypeOnly || element.isTypeOnly)
          .map(({ name }) => name.text)
      : []
  })
}

test('the glossary has each term once', () => {
  expect(terms.length).toBeGreaterThan(60)
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([])
})

test('every type that a package exports is named with a word of the glossary', () => {
  // A package without a README is not there for users yet.
  const indexes = files.filter((path) => {
    const [, name] = /^packages\/([^/]+)\/src\/(?:[^/]+\/)?index\.ts$/.exec(path) ?? []
    return name !== undefined && files.includes(`packages/${name}/README.md`)
  })
  // A rejection is a clause, not a noun: the page of its capability explains it.
  const rejections = new Set(
    files.filter((path) => /\/rejections\.ts$/.test(path)).flatMap(typesOf),
  )
  const names = new Set(indexes.flatMap(typesOf).filter((name) => !rejections.has(name)))
  expect(names.size).toBeGreaterThan(50)
  const strange = [...names].filter((name) => !wordsOf(name).some((word) => known.has(stem(word))))
  expect(strange.sort()).toEqual([])
})

test('the page of a capability names each of its commands, events and rejections', () => {
  const unions = files.filter((path) =>
    /^packages\/crm\/src\/[^/]+\/(?:commands|events|rejections)\.ts$/.test(path),
  )
  expect(unions.length).toBeGreaterThanOrEqual(12)
  for (const path of unions) {
    const [union = '', ...others] = typesOf(path).filter((name) =>
      /(?:Command|Event|Rejection)$/.test(name),
    )
    expect([path, others]).toEqual([path, []])
    const [, members = ''] =
      new RegExp(`export type ${union} =([^]*?)\n\n`).exec(textOf(path)) ?? []
    const names = members.match(/\w+/g) ?? []
    const page = `docs/guide/${path.split('/')[3]}.md`
    const prose = files.includes(page) ? textOf(page) : ''
    expect([page, names.filter((name) => !prose.includes(`\`${name}\``))]).toEqual([page, []])
    expect(names.length).toBeGreaterThan(0)
  }
})
