/** Arrows go one way: kernel ← config, ivr, platform ← features ← app ← main. See docs/adr/0002. */
const features = [
  'audit',
  'staff',
  'offices',
  'calls',
  'cases',
  'screening',
  'disclosures',
  'callbacks',
  'custody',
  'registrations',
  'stories',
  'desk',
  'voice',
];

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const packageWall = (name, packages, allowed) =>
  never(
    `wall-${name}`,
    `${name} stays behind its adapter`,
    { path: '^(src|migrations)/', pathNot: allowed },
    { path: `node_modules/(${packages})/` },
  );

/** A feature may import only features on its left, and only through their index.ts. */
const featureOrder = features.map((feature, position) =>
  never(
    `feature-order-${feature}`,
    `${feature} may import only what stands to its left in the order of DESIGN: ${features.slice(0, position).join(', ') || 'nothing'}`,
    { path: `^src/features/${feature}/` },
    { path: `^src/features/(${features.slice(position + 1).join('|') || 'none'})/` },
  ),
);

module.exports = {
  forbidden: [
    never('no-cycles', 'a cycle has no first file to read', {}, { circular: true }),
    never(
      'kernel-alone',
      'kernel is vocabulary without I/O',
      { path: '^src/kernel/' },
      { path: '^src/(?!kernel/)' },
    ),
    never(
      'pure-no-io',
      'kernel and ivr do no I/O; hashing is arithmetic',
      { path: '^src/(kernel|ivr)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    ),
    never('ivr-pure', 'ivr knows kernel only', { path: '^src/ivr/' }, { path: '^src/(?!kernel/|ivr/)' }),
    never(
      'config-low',
      'config knows kernel only',
      { path: '^src/config/' },
      { path: '^src/(?!kernel/|config/)' },
    ),
    never(
      'platform-low',
      'platform knows kernel and config',
      { path: '^src/platform/' },
      { path: '^src/(?!kernel/|config/|platform/)' },
    ),
    never(
      'features-low',
      'features know nothing above them',
      { path: '^src/features/' },
      { path: '^src/(app|main|cli|emulator)' },
    ),
    never(
      'only-voice-runs-flows',
      'only voice, cli and the composition root may import ivr',
      { path: '^src/(features/(?!voice/)|platform/)' },
      { path: '^src/ivr/' },
    ),
    never(
      'emulator-apart',
      'the emulator must be able to disagree with us',
      { path: '^src/emulator/' },
      { path: '^src/(?!kernel/|emulator/)' },
    ),
    never(
      'feature-face',
      'a feature is imported through its index.ts',
      { path: '^src/features/([^/]+)/' },
      { path: '^src/features/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'] },
    ),
    never(
      'feature-face-from-above',
      'app and cli import features through index.ts',
      { path: '^src/(app|cli|main)' },
      { path: '^src/features/', pathNot: '^src/features/[^/]+/index\\.ts$' },
    ),
    ...featureOrder,
    packageWall(
      'kysely',
      'kysely|pg',
      '^(src/platform/(db|outbox)/|src/features/.+\\.repository(\\.ts|/)|migrations/)',
    ),
    packageWall('bullmq', 'bullmq|ioredis', '^src/platform/jobs/'),
    packageWall('twilio', 'twilio', '^src/(platform/telephony|emulator)/'),
    packageWall(
      'fastify',
      'fastify|@fastify|fastify-type-provider-zod',
      '^src/(platform/http/|features/.+\\.routes\\.ts|app/|emulator/)',
    ),
    packageWall('pino', 'pino|prom-client', '^src/platform/(observability|http)/'),
    never(
      'no-test-code-in-product',
      'fakes stay in test/',
      { path: '^src/', pathNot: '\\.test\\.ts$' },
      { path: '^test/' },
    ),
    never(
      'not-to-dev-dep',
      'product code runs without dev dependencies',
      { path: '^(src|migrations)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
