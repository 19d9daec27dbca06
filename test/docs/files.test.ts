import { expect, test } from 'vitest'
import { files, textOf } from './documents.js'

const patternsOf = (option: string): ReadonlyArray<string> => {
  const [, list = ''] =
    new RegExp(`test: \\{[^]*?\\b${option}: \\[([^\\]]*)\\]`).exec(textOf('vitest.config.ts')) ?? []
  return [...list.matchAll(/'([^']+)'/g)].map(([, pattern = '']) => pattern)
}

const matches = (pattern: string): ((path: string) => boolean) => {
  const source = pattern
    .split(/(\*\*\/|\*\*|\*)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '**') return '.*'
      return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    })
    .join('')
  const expression = new RegExp(`^${source}$`)
  return (path) => expression.test(path)
}

// Wider than any pattern on purpose: what a reader takes for a test must be one.
const looksLikeATest = (path: string): boolean =>
  /[._-](tests?|specs?)\.[cm]?[jt]sx?$/i.test(path) || path.includes('/__tests__/')

test('every file that looks like a test is one that Vitest runs [K15]', () => {
  const included = patternsOf('include').map(matches)
  const excluded = patternsOf('exclude').map(matches)
  const runs = (path: string): boolean =>
    included.some((is) => is(path)) && !excluded.some((is) => is(path))
  const isTestOfATool = (path: string): boolean => path.startsWith('scripts/')
  expect(included.length).toBeGreaterThan(0)
  expect(files.filter(looksLikeATest).filter(runs).length).toBeGreaterThan(0)
  expect(
    files.filter((path) => looksLikeATest(path) && !runs(path) && !isTestOfATool(path)),
  ).toEqual([])
})

test('no file names a machine, a tool that wrote it or a page that is not here', () => {
  const words = [
    // Paths of a machine.
    /\/work\//,
    /\/(?:home|Users)\/[a-z]/,
    /\/root\b/,
    /\/tmp\/[a-z]/i,
    // Who or what typed it.
    /\b(?:chat\s?gpt|claude|copilot|anthropic|openai|language model|ai assistant)\b/i,
    /\bco-authored-by\b/i,
    // Working papers.
    /(?<!guide\/|\]\()\b(?:house-style|kernel|domain|pitfalls|privacy|audit|eventstoredb|analysis)\.md\b/,
    /\(domain \d/,
    /\b(?:FIXME|XXX)\b/,
  ]
  const isText = (path: string): boolean =>
    /\.(ts|mts|cts|[cm]?js|json|md|ya?ml|sql|sh|toml)$/.test(path)
  const found = files
    .filter(
      (path) => isText(path) && path !== 'pnpm-lock.yaml' && path !== 'test/docs/files.test.ts',
    )
    .flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) =>
          words.some((word) => word.test(line)) ? [`${path}:${index + 1}`] : [],
        ),
    )
  expect(found).toEqual([])
})

test('a page that a source names is there, and no source counts its sections', () => {
  const sources = files.filter((path) => /\.(ts|mjs|cjs|ya?ml|json)$/.test(path))
  const named = sources.flatMap((path) =>
    [
      ...textOf(path).matchAll(
        /\bdocs\/[\w./-]*\.md\b|\b(?:README|ARCHITECTURE|CONTRIBUTING)\.md\b/g,
      ),
    ].map(([page]) => ({ path, page })),
  )
  expect(named.length).toBeGreaterThan(3)
  const isPattern = ({ path }: { path: string }): boolean => path.startsWith('test/docs/')
  expect(named.filter((one) => !isPattern(one) && !files.includes(one.page))).toEqual([])
  const counted = sources.filter((path) => /\.md`?,? sections? \d/.test(textOf(path)))
  expect(counted).toEqual([])
})
