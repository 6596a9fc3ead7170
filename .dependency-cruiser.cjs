/** The arrows of docs/architecture.md. Dynamic imports count like static ones. */
const rooms =
  '^shared/(topology|replication|outage|reaction|readiness|dependencies|failover|operations|alerting|notify|access|audit|views|limits)/';
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'rooms-never-import-adapters',
      severity: 'error',
      from: { path: rooms },
      to: { path: '^shared/(adapters/|app)' },
    },
    {
      name: 'rooms-never-import-packages',
      comment: 'A room is pure: a package would bring its own clock and its own network. node:crypto hashes.',
      severity: 'error',
      from: { path: rooms },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'functions-only-app',
      comment: 'A function is a door: trigger in, one call, reply out.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^shared/', pathNot: '^shared/(app\\.ts|views/)' },
    },
    {
      name: 'adapters-only-rooms',
      severity: 'error',
      from: { path: '^shared/adapters/' },
      to: { path: '^(functions/|shared/app)' },
    },
    {
      name: 'config-imports-no-adapters',
      severity: 'error',
      from: { path: '^shared/config/' },
      to: { path: '^(functions/|shared/(adapters/|app))' },
    },
    {
      name: 'product-never-imports-local',
      severity: 'error',
      from: { path: '^(functions|shared|dashboard)/' },
      to: { path: '^(local|test|bench|doctor)/' },
    },
    {
      name: 'local-never-imports-product',
      comment: "A stand-in that reuses the product's idea of Azure cannot contradict it.",
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(functions|shared|doctor|test|bench)/' },
    },
    {
      name: 'doctor-is-product',
      comment: 'It examines what is deployed, with what is deployed.',
      severity: 'error',
      from: { path: '^doctor/' },
      to: { path: '^(functions|dashboard|local|test|bench)/' },
    },
    {
      name: 'doctor-judges-without-touching',
      comment: 'What a finding means is pure; who finds it is in doctor/run/.',
      severity: 'error',
      from: { path: '^doctor/(judge|report)/' },
      to: {
        path: '^(doctor/run/|shared/app|shared/adapters/)',
        pathNot: '^shared/adapters/azure/sql/(failureAdvice|quoteIdentifier)\\.ts$',
      },
    },
    {
      name: 'doctor-judges-without-packages',
      severity: 'error',
      from: { path: '^doctor/(judge|report)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'estate-knows-nobody',
      severity: 'error',
      from: { path: '^local/estate/' },
      to: { path: '^local/', pathNot: '^local/estate/' },
    },
    {
      name: 'product-uses-dependencies-only',
      severity: 'error',
      from: { path: '^(functions|shared|doctor)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(node:|@azure/functions-core$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
    builtInModules: { add: ['node:sqlite', 'node:test', 'node:sea'] },
  },
};
