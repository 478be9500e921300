/** Who may import whom: docs/architecture.md, "Import rules". */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })

module.exports = {
  forbidden: [
    forbid('no-circular', {}, { circular: true }, 'Cycles hide the order in which things are made.'),
    forbid(
      'schema-imports-nothing-of-ours',
      { path: '^schema/' },
      { path: '^(services|deploy|tests)/' },
      'The contracts come first.',
    ),
    forbid(
      'schema-does-no-io',
      { path: '^schema/', pathNot: '^schema/scripts/' },
      {
        path: '(^node:(fs|http|net|child_process)|node_modules/(pg|typeorm|kafkajs|openai|undici)/)',
        pathNot: '^node:fs/promises$',
      },
      'schema holds contracts only.',
    ),
    forbid(
      'common-imports-schema-only',
      { path: '^services/common/' },
      { path: '^services/(?!common/)' },
      'common is glue below every service.',
    ),
    forbid(
      'services-never-import-each-other',
      { path: '^services/(sampler|voter|trainer|model|gateway)/' },
      { path: '^services/(?!common/)', pathNot: '^services/$1/' },
      'Services meet in events, the graph and the OpenAI protocol.',
    ),
    forbid(
      'cli-and-web-are-clients',
      { path: '^services/gateway/(cli|web)/' },
      { path: '^services/(?!gateway/(cli|web)/)' },
      'The command line and the console are clients of the graph.',
    ),
    forbid(
      'domain-is-framework-free',
      {
        path: '^services/(sampler|voter|trainer)/src/(?!graphql/|events/|store/|llm/|main\\.ts|config\\.ts|service\\.ts)[^/]+/',
      },
      {
        path: '(node_modules/(typeorm|pg|kafkajs|openai|graphql|@apollo|undici)/|/src/(graphql|events|store|llm)/)',
      },
      'Domain folders are pure.',
    ),
    forbid(
      'openai-only-in-llm',
      { path: '^services/(sampler|trainer)/', pathNot: '/src/llm/' },
      { path: 'node_modules/openai/' },
      'One place talks to models.',
    ),
    forbid('not-to-unresolvable', {}, { couldNotResolve: true }, 'An import that cannot be found.'),
    forbid(
      'no-dev-dependencies-in-services',
      {
        path: '^(services|schema)/',
        pathNot: '(\\.test\\.ts$|/scripts/|^schema/scripts/|/assembly/|/pretrain/|\\.d\\.ts$)',
      },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'], pathNot: 'node_modules/@types/' },
      'npm ci --omit=dev must run the product.',
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/generated/|/assembly/|^\\.chorus|/dist/)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
