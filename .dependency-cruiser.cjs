// Who may import whom. Each rule's comment is the answer to "why is the gate red?".

const tests = '(\\.test|[./]arbitraries)\\.ts$'

const entries = [
  '^packages/[^/]+/src/index\\.ts$',
  '^packages/[^/]+/src/[^/]+/index\\.ts$',
  // Entry points of their own, that are no capabilities.
  '^packages/crm/src/customers/directory/index\\.ts$',
  '^packages/crm/src/customers/duplicates/index\\.ts$',
]

// The packages that each package may import, beside itself. A package that is not in the table may
// import none, so a new package has to be thought about here first.
const oneWay = {
  eventsourcing: [],
  privacy: ['eventsourcing'],
  crm: ['privacy', 'eventsourcing'],
  analysis: ['crm', 'privacy', 'eventsourcing'],
  sqlite: ['privacy', 'eventsourcing'],
  audit: ['privacy', 'eventsourcing'],
  eventstoredb: ['eventsourcing'],
  testing: ['eventsourcing', 'privacy'],
  patina: ['crm', 'privacy', 'eventsourcing'],
  cli: ['patina', 'analysis', 'crm', 'sqlite', 'eventstoredb', 'audit', 'privacy', 'eventsourcing'],
}

const oneWayComment =
  'Dependencies point one way: cli → patina → crm → privacy → eventsourcing, and every adapter only to ' +
  'the ports that it implements. Steps may be skipped, never reversed, and neighbours do not know each ' +
  'other. Move what both need down, or hand it in as an argument from above.'

const oneWayRules = Object.entries(oneWay).flatMap(([name, below]) => [
  {
    name: `one-way-${name}`,
    comment: oneWayComment,
    from: { path: `^packages/${name}/`, pathNot: tests },
    to: { path: '^packages/', pathNot: `^packages/(${[name, ...below].join('|')})/` },
  },
  {
    name: `one-way-${name}-tests`,
    comment: `${oneWayComment} Tests may import what their package may, and \`testing\`.`,
    from: { path: `^packages/${name}/.*${tests}` },
    to: { path: '^packages/', pathNot: `^packages/(${[name, 'testing', ...below].join('|')})/` },
  },
])

// The folders of two packages, and those that each may import besides what lies beside them.
const folders = {
  eventsourcing: {
    events: [],
    stores: [],
    commands: ['events'],
    views: ['events'],
    reactions: ['events', 'commands', 'views'],
    explain: ['events', 'views'],
  },
  sqlite: {
    file: [],
    migrations: [],
    log: ['file', 'migrations'],
    views: ['file', 'migrations'],
    vault: ['file', 'migrations'],
  },
}

const foldersComment =
  'In `eventsourcing` commands and views stand on events and do not know each other, reactions stand on ' +
  'both, and a store on nothing but the ports. In `sqlite` log, views and vault are strangers that stand ' +
  'on the file. Move what two of them need below them.'

const folderRules = Object.entries(folders).flatMap(([name, table]) =>
  Object.entries(table).map(([folder, below]) => ({
    name: `folders-${name}-${folder}`,
    comment: foldersComment,
    from: { path: `^packages/${name}/src/${folder}/`, pathNot: tests },
    to: {
      path: `^packages/${name}/src/[^/]+/`,
      pathNot: `^packages/${name}/src/(${[folder, ...below].join('|')})/`,
    },
  })),
)

const pure = [
  '^packages/crm/src/([^/]+)/(events|[a-z]+-events|commands|rejections|state|decide)\\.ts$',
  '^packages/crm/src/([^/]+)/events\\.v[0-9]+\\.ts$',
  '^packages/crm/src/([^/]+)/decide/[^/]+\\.ts$',
]
// What reads the events of others: a reaction, and the projection of a view over several capabilities.
const readers = '^packages/crm/src/([^/]+)/[^/]+\\.(reaction|projection)\\.ts$'
const pureMayImport = [
  '^packages/crm/src/$1/',
  '^packages/crm/src/shared/',
  '^packages/(privacy|eventsourcing)/src/index\\.ts$',
  '/fp-ts/lib/(Either|Option|ReadonlyArray|ReadonlyNonEmptyArray|Eq|Ord|function)\\.js$',
]
const pureComment =
  'Events, commands, rejections, states, decisions, projections and reactions are the policy, and read ' +
  'like it: they import their siblings, `shared/`, types of `privacy` and `eventsourcing` and six plain ' +
  'modules of fp-ts. An effect belongs to an adapter, a codec to a codec file, a value of the kernel to ' +
  '`shared/`.'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'A cycle hides which module is the foundation. Move what both need into a third module below ' +
        'them, types too.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolves',
      comment:
        'An import that does not resolve escapes every other rule here. Add the dependency to the ' +
        'manifest of this very package, or correct the path.',
      from: {},
      // Node 20 has no node:sqlite; newer ones have.
      to: { couldNotResolve: true, pathNot: '^(node:)?sqlite$' },
    },
    ...oneWayRules,
    ...folderRules,
    {
      name: 'one-way-new-package',
      comment: `${oneWayComment} This package is not in the table of .dependency-cruiser.cjs yet.`,
      from: {
        path: '^packages/([^/]+)/',
        pathNot: `^packages/(${Object.keys(oneWay).join('|')})/`,
      },
      to: { path: '^packages/', pathNot: '^packages/$1/' },
    },
    {
      name: 'one-way-nothing-sees-examples-or-test',
      comment:
        'Packages are used by the examples and the tests, never the other way round: who installs a ' +
        'package has neither.',
      from: { path: '^packages/' },
      to: { path: '^(examples|test)/' },
    },
    {
      name: 'one-way-nothing-sees-test',
      comment: 'An example is what a user would write, and a user has no `test/`.',
      from: { path: '^examples/' },
      to: { path: '^test/' },
    },
    {
      name: 'domain-knows-no-store',
      comment:
        'The domain is pure: it knows no store, makes no id and touches no machine, so that it runs in ' +
        'a browser and a test needs nothing. `shared/` has what is pure and needed.',
      from: { path: '^packages/crm/', pathNot: tests },
      to: {
        path: [
          '^packages/(sqlite|eventstoredb)/',
          '(^|/)node_modules/(uuid|@photostructure|@eventstore)/',
        ],
      },
    },
    {
      name: 'domain-knows-no-store-nor-node',
      comment:
        'The domain touches no machine, so that it runs in a browser and a test needs nothing. An ' +
        'effect belongs to an adapter; what it finds comes as an argument.',
      from: { path: '^packages/crm/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'one-home-grpc',
      comment:
        'Only `eventstoredb` knows gRPC, and the test server that it is tried out on. Everybody else ' +
        'speaks to the EventStore port.',
      from: { pathNot: ['^packages/eventstoredb/', '^test/eventstoredb(-server)?/'] },
      to: { path: '(^|/)node_modules/(@eventstore|@grpc|@kurrent)/' },
    },
    {
      name: 'one-home-sqlite',
      comment:
        'Only `sqlite` knows SQLite, and which of its two drivers runs. Everybody else speaks to the ' +
        'ports. (Tests under `test/` may open a file to damage it.)',
      from: { path: '^(packages|examples)/', pathNot: '^packages/sqlite/' },
      to: { path: ['^(node:)?sqlite$', '(^|/)node_modules/@photostructure/'] },
    },
    {
      name: 'one-home-crypto',
      comment:
        'Cryptography stands in few places, so that it can be read in an hour: `privacy/shell`, `audit` ' +
        'and, for hashes, `evidence`, `digest` and `uuid` of `eventsourcing`. Import what they offer.',
      from: {
        path: '^packages/',
        pathNot: [
          '^packages/privacy/src/shell/',
          '^packages/audit/',
          '^packages/eventsourcing/src/(events/evidence|views/digest|uuid)\\.ts$',
          tests,
        ],
      },
      to: { path: '^(node:)?crypto$' },
    },
    {
      name: 'keys-only-at-the-edges',
      comment:
        'Sealing, opening and the vault are `@patina/privacy/shell`: for `patina`, adapters, `cli` and ' +
        '`testing`. The domain carries personal values and cannot read them; import `@patina/privacy`.',
      from: { path: '^packages/(eventsourcing|crm|analysis)/' },
      to: { path: '^packages/privacy/src/shell/' },
    },
    {
      name: 'keys-only-at-the-edges-of-privacy',
      comment:
        'What declares and carries personal values runs anywhere and knows neither keys nor Node. What ' +
        'needs either belongs to `shell/`.',
      from: { path: '^packages/privacy/src/', pathNot: ['^packages/privacy/src/shell/', tests] },
      to: { path: ['^packages/privacy/src/shell/', '^node:', '^(crypto|fs)$'] },
    },
    {
      name: 'codecs-only-in-codec-files',
      comment:
        'Types are written by hand, codecs follow them. io-ts stays in `codec.ts`, `<view>.codec.ts` ' +
        'and `shared/`, type imports too: else the stored shape and the one in memory are welded.',
      from: {
        path: '^packages/crm/src/',
        pathNot: ['^packages/crm/src/shared/', '(/|\\.)codec\\.ts$', tests],
      },
      to: { path: '(^|/)node_modules/io-ts/' },
    },
    {
      name: 'pure-files-are-pure',
      comment: pureComment,
      from: { path: pure, pathNot: tests },
      to: { pathNot: pureMayImport },
    },
    {
      name: 'pure-files-are-pure-readers',
      comment: `${pureComment} Projections and reactions also import another capability's \`events\` or \`index\`.`,
      from: { path: readers, pathNot: tests },
      to: { pathNot: [...pureMayImport, '^packages/crm/src/[^/]+/(events|index)\\.ts$'] },
    },
    {
      name: 'pure-files-are-pure-types-only',
      comment: `${pureComment} Write \`import type\` here.`,
      from: { path: [...pure, readers], pathNot: tests },
      to: { path: '^packages/(privacy|eventsourcing)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-tests-in-the-build',
      comment: 'Generators and tests are left out of the build: what imports one would not load.',
      from: { path: '^packages/', pathNot: tests },
      to: { path: `^packages/.*${tests}` },
    },
    {
      name: 'no-deep-imports',
      comment:
        'A package is entered by its index, or by an entry point that its `exports` name. What is not ' +
        'exported is free to change; if you need it, ask for an export.',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot: ['^packages/$1/', ...entries],
      },
    },
    {
      name: 'no-deep-imports-from-outside',
      comment:
        'Examples and tests use the packages as a user does: by the index, or by an entry point that ' +
        'the `exports` name.',
      from: { path: '^(examples|test)/' },
      to: { path: '^packages/[^/]+/', pathNot: entries },
    },
    {
      name: 'capabilities-are-strangers',
      comment:
        'A capability is entered by `events` or `index`. All else is its own business and free to ' +
        'change.',
      from: { path: '^packages/crm/src/([^/]+)/', pathNot: tests },
      to: {
        path: '^packages/crm/src/[^/]+/',
        pathNot: ['^packages/crm/src/($1|shared)/', '^packages/crm/src/[^/]+/(events|index)\\.ts$'],
      },
    },
    {
      name: 'capabilities-are-strangers-types-only',
      comment:
        'Of another capability at most the types are known. A shared value belongs to `shared/`; what ' +
        'one capability does about another is a reaction, written with `import type`.',
      from: { path: '^packages/crm/src/([^/]+)/', pathNot: tests },
      to: {
        path: '^packages/crm/src/[^/]+/',
        pathNot: '^packages/crm/src/($1|shared)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'capabilities-are-strangers-shared',
      comment: '`shared/` is below every capability: it has what two of them need, and knows none.',
      from: { path: '^packages/crm/src/shared/' },
      to: { path: '^packages/crm/src/[^/]+/', pathNot: '^packages/crm/src/shared/' },
    },
  ].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^packages/[^/]+/dist/', '/dist/', '^test/bench/peers/'] },
    // Type imports count: they are how one module knows another.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // Without `types`: our manifests name it first, and rules are about sources.
      conditionNames: ['@patina/source', 'import', 'node', 'default'],
      mainFields: ['main', 'types'],
    },
  },
}
