// Which section of the law is held by which tests. The titles of tests begin with their provision; the matrix of
// docs/pdpo.md is made from them. Plain JavaScript, for the script that runs all tests needs it too.
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Each provision once, as titles name it, with its rule in our words. A row without a test does not stand here. */
export const chapters = [
  {
    title: 'Collection, use and retention',
    rows: [
      ['PDPO DPP1(1)', 'Collect what is necessary for the purpose, and nothing excessive'],
      [
        'PDPO DPP1(3)',
        'Tell purposes, transferees, rights and who handles requests, before collecting or first use',
      ],
      ['PDPO s.35', 'The notice need not be repeated within 12 months of the first collection'],
      ['PDPO DPP3', 'A new purpose needs a prescribed consent: express and voluntary'],
      [
        'PDPO s.2(3)',
        'A prescribed consent ends by notice in writing; what was done before stays lawful',
      ],
      ['PDPO DPP2(1)', 'Data in doubt is not used for its purpose until it is confirmed'],
      [
        'PDPO DPP2(2)',
        'Keep no longer than needed: what fell due is erased, or kept by a law that is named',
      ],
      [
        'PDPO s.26',
        'Erase what is no longer required, unless a law or the public interest forbids it',
      ],
      ['PDPO s.30', 'Adverse action after a matching procedure waits for seven days'],
      [
        'PDPO DPP4(1)',
        'Steps for security: sealed values, and openings that name actor and purpose',
      ],
      ['PDPO DPP5', 'Kinds of data and main purposes are open to anyone'],
    ],
  },
  {
    title: 'Access, correction and the log book',
    rows: [
      [
        'PDPO s.17A',
        'Who asks for somebody else needs an authority; one authorised needs it in writing',
      ],
      ['PDPO s.18', 'A person asks whether data is held, and for a copy'],
      ['PDPO s.19(1)', 'Answer within 40 days after receiving the request'],
      [
        'PDPO s.19(2)',
        'If unable: a notice with reasons before the time is over, with the part that can be given',
      ],
      ['PDPO s.19(3)', 'The copy shows the data as it was when the request was received'],
      ['PDPO s.20', 'Refuse only on a ground of the law'],
      ['PDPO s.20(1)', 'Refuse while it is not known who asks'],
      ['PDPO s.20(3)(c)', 'May refuse after two or more similar requests'],
      ['PDPO s.20(3)(d)', 'May refuse where another user controls the data, who is named'],
      ['PDPO s.21', 'Refuse in writing within 40 days, also what is left out of a copy'],
      ['PDPO s.22', 'A correction is asked for of data of which a copy was supplied'],
      ['PDPO s.23', 'Correct within 40 days; tell those who got the data in the 12 months before'],
      ['PDPO s.24', 'Refuse a correction on grounds of its own'],
      ['PDPO s.25(2)', 'A disputed opinion gets a note'],
      ['PDPO s.27', 'A log book of refusals: entered before the notice, kept four years'],
      ['PDPO s.28', 'A fee only for access, and only for direct and necessary cost'],
      [
        'Cap. 1 s.71',
        'A period that would end on a holiday or a warning day ends on the next other day',
      ],
    ],
  },
  {
    title: 'Direct marketing',
    rows: [
      ['PDPO s.35A', 'Consent includes an indication of no objection; silence is none'],
      [
        'PDPO s.35C',
        'Before use: the kinds of data and the classes of marketing subjects are told',
      ],
      ['PDPO s.35D', 'Data from others: their statement in writing, for the classes that it names'],
      ['PDPO s.35E', 'Every use rests on a consent'],
      ['PDPO s.35E(1)(a)', 'No use without consent'],
      ['PDPO s.35E(1)(b)', 'An oral consent is confirmed in writing within 14 days'],
      ['PDPO s.35E(1)(c)', 'The use stays within the kinds and classes that were consented to'],
      ['PDPO s.35F', 'The first use tells that stopping is free'],
      ['PDPO s.35G', 'Stop when the customer says so, whatever was consented before'],
      [
        'PDPO s.35H',
        'One decision serves direct marketing; a prescribed consent is no way around it',
      ],
      ['PDPO s.35J', 'Before providing: written notice of kinds, persons, subjects and gain'],
      ['PDPO s.35K', 'Provide only by written consent that matches'],
      ['PDPO s.35L', 'Stop providing, and tell each recipient in writing'],
      ['UEMO s.10(2)', 'An unsubscribe request is honoured within 10 working days; here at once'],
      ['UEMO s.9(3)', 'The request to stop is kept for at least three years'],
      [
        'IRO s.51C',
        'Business records with the identity of buyers are kept for at least seven years',
      ],
    ],
  },
]

/** Provisions that nothing holds yet, and what is missing. */
export const notYet = [
  ['PDPO DPP2(3)', 'A register of processors and their contracts'],
  [
    'PDPO s.20(1)(b)',
    'Redacting other persons in a copy: the copy itself is made outside of the domain',
  ],
  ['PDPO s.33', 'A record of transfers out of Hong Kong; the section is not in operation'],
  ['PDPO s.35B', 'A campaign that is excused, with its reason: there are no campaigns'],
  ['PDPO s.35I', 'The engagement of a contractor, to whom handing data is no provision'],
  ['UEMO s.9', 'Unsubscribe facilities in messages: there are no mailings'],
  ['UEMO s.11', 'The do-not-call registers themselves: a hit is told as a hindrance'],
  ['GDPR 12(3)', 'Deadlines of one month, and two more'],
]

const provision = /^((?:PDPO|UEMO|IRO|GDPR|Cap\. \d+) [^:]+): \S/

/** The provision that a title begins with, if it begins with one. */
export const provisionOf = (title) => provision.exec(title)?.[1]

const testsBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      return ['node_modules', 'dist', 'docs'].includes(entry.name) ? [] : testsBelow(path)
    }
    return entry.name.endsWith('.test.ts') ? [path] : []
  })

/** Every title in the sources that begins with a provision: `{ provision, title, path }`. */
export const provisionTitles = () =>
  ['packages', 'examples', 'test']
    .flatMap((folder) => testsBelow(join(root, folder)))
    .flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\btest\(\s*(['"`])(.+?)\1,\s/g)].flatMap(
        ([, , title]) => {
          const provision = provisionOf(title)
          const from = relative(root, path).split(sep).join('/')
          return provision === undefined ? [] : [{ provision, title, path: from }]
        },
      ),
    )
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))

const rowOf = ([provision, rule], titles) => {
  const held = titles
    .filter((one) => one.provision === provision)
    .map(({ path, title }) => `\`${path}\`: ${title.slice(provision.length + 2)}`)
  return `| ${provision} | ${rule} | ${held.join('<br>')} |`
}

/** The page docs/pdpo.md as the titles make it. */
export const page = () => {
  const titles = provisionTitles()
  return [
    '# Sections of the law and their tests',
    '',
    'Made from the titles of the tests by `node test/docs/pdpo-matrix.mjs`; a test of the documents compares. A run of',
    'all tests fails when no test of a row has passed. PDPO is the Personal Data (Privacy) Ordinance (Cap. 486) of Hong',
    'Kong, UEMO the Unsolicited Electronic Messages Ordinance (Cap. 593). The rules are paraphrased; this is no legal',
    'advice, and nothing here has been checked by a lawyer. Read the official text before you rely on a row.',
    '',
    ...chapters.flatMap(({ title, rows }) => [
      `## ${title}`,
      '',
      '| Provision | Rule | Held by |',
      '| --- | --- | --- |',
      ...rows.map((row) => rowOf(row, titles)),
      '',
    ]),
    '## Not held yet',
    '',
    '| Provision | What is missing |',
    '| --- | --- |',
    ...notYet.map(([provision, missing]) => `| ${provision} | ${missing} |`),
    '',
  ].join('\n')
}

/** The rows of which no test passed in the run that a report is about: what scripts/report-tests.mjs writes. */
export const rowsWithoutAPassingTest = (report) => {
  const passed = report.files.flatMap(({ tests }) =>
    tests.filter(({ state }) => state === 'passed').map(({ name }) => provisionOf(name)),
  )
  return chapters
    .flatMap(({ rows }) => rows.map(([provision]) => provision))
    .filter((provision) => !passed.includes(provision))
}

const isRun =
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
if (isRun) writeFileSync(join(root, 'docs/pdpo.md'), page())
