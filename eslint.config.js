// Only what needs types, or what Biome cannot say. Looks and everyday rules are Biome's.
import fpTs from 'eslint-plugin-fp-ts'
import tseslint from 'typescript-eslint'

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', 'test/bench/peers/**'] },
  {
    files: ['packages/*/src/**/*.ts', 'examples/**/*.ts', 'test/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: 'tsconfig.lint.json',
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin, 'fp-ts': fpTs },
    rules: {
      // A TaskEither that nobody runs does nothing, in silence.
      'fp-ts/no-discarded-pure-expression': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': 'error',
    },
  },
  {
    files: ['packages/crm/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: [
            "NewExpression[callee.name='Date'][arguments.length=0]",
            "CallExpression[callee.name='Date']",
            "MemberExpression[object.name='Date']:matches([property.name='now'], [property.value='now'])",
            "MemberExpression[object.name='Math']:matches([property.name='random'], [property.value='random'])",
            "MemberExpression[object.name='Temporal']:matches([property.name='Now'], [property.value='Now'])",
          ].join(', '),
          message:
            'The domain reads no clock and draws no number: the time comes as `issued`, ids and chance come in the command.',
        },
      ],
    },
  },
]
