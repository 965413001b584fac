// Import directions: the ground (errors, spec, primitives) below, commands on top. One rule for each folder says what it
// may import besides itself and the ground.
const ground = ['errors.ts', 'spec/', 'primitives/']

const allowed = {
  primitives: [],
  spec: [],
  output: [],
  editor: [],
  secrets: [],
  keys: [],
  certs: ['keys/'],
  config: ['keys/', 'certs/', 'secrets/', 'editor/'],
  users: ['editor/', 'config/', 'secrets/'],
  clients: ['editor/', 'config/', 'secrets/'],
  provider: ['config/resolved.ts', 'keys/', 'secrets/'],
  workspace: ['config/', 'editor/', 'keys/', 'output/'],
  token: ['keys/', 'secrets/'],
  dev: ['config/', 'keys/', 'secrets/', 'users/', 'provider/'],
  serve: ['certs/', 'config/', 'dev/', 'keys/', 'secrets/', 'users/', 'provider/', 'workspace/', 'output/'],
  testing: ['config/', 'dev/', 'keys/', 'library/', 'secrets/', 'users/', 'provider/', 'serve/', 'workspace/'],
  library: ['config/', 'dev/', 'keys/', 'secrets/', 'users/', 'provider/', 'serve/', 'testing/', 'workspace/'],
}

const wings = Object.entries(allowed).map(([folder, others]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} imports ${['the ground', ...others].join(', ')} and nothing else of this project`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [...ground, `${folder}/`, ...others].map((path) => `^src/${path}`) },
}))

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nobody-imports-commands',
      comment: 'only the main module knows the commands',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli\\.ts$|commands/)' },
      to: { path: '^src/commands/' },
    },
    {
      name: 'errors-stand-alone',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'declared-packages-only',
      comment: 'what the published program imports must be a runtime dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    ...wings,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
