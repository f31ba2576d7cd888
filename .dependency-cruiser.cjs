/**
 * The floors of the house: each room of lib/ names the rooms it may import. Tests may also use scripts/testing and the
 * embedded bucket; nothing else looks upwards.
 */
const pure = ['contracts', 'access', 'format'];
const ground = [...pure, 'platform', 'storage', 'generated'];
const domain = [
  ...ground,
  'audit',
  'users',
  'files',
  'uploads',
  'accounts',
  'shares',
  'requests',
  'tokens',
  'webhooks',
  'jobs',
];

const rooms = {
  contracts: pure,
  access: pure,
  format: pure,
  uploader: [],
  bucket: [],
  platform: [...pure, 'generated'],
  storage: [...pure, 'platform', 'generated'],
  audit: ground,
  users: [...ground, 'audit'],
  files: [...ground, 'audit', 'users'],
  uploads: [...ground, 'audit', 'users', 'files'],
  accounts: [...ground, 'audit', 'users', 'files', 'uploads'],
  shares: [...ground, 'audit', 'users', 'files'],
  requests: [...ground, 'audit', 'users', 'files'],
  tokens: [...ground, 'audit', 'users', 'files'],
  webhooks: [...ground, 'audit', 'users', 'files'],
  jobs: domain,
  doctor: domain,
  admin: [...domain, 'doctor'],
  // One floor, the seam: http asks auth who calls; auth's own pages and routes use http's words.
  auth: [...domain, 'http'],
  http: [...domain, 'auth'],
  'api-client': [...pure, 'uploader'],
  generated: [],
};

const test = '[.](test|integration[.]test)[.]tsx?$';
const anyOf = (names) => `(${names.join('|')})`;

const floors = Object.entries(rooms).map(([room, below]) => ({
  name: `floor-of-${room}`,
  comment: `lib/${room} imports ${below.length > 0 ? `itself and ${below.join(', ')}` : 'itself only'}.`,
  severity: 'error',
  from: { path: `^lib/${room}/`, pathNot: test },
  to: { path: '^(lib|app|components)/', pathNot: `^lib/${anyOf([room, ...below])}/` },
}));

module.exports = {
  forbidden: [
    ...floors,
    {
      name: 'every-room-has-a-floor',
      comment: 'A new folder in lib/ gets its line in the table above.',
      severity: 'error',
      from: { path: `^lib/(?!${anyOf(Object.keys(rooms))}/)`, pathNot: test },
      to: {},
    },
    {
      name: 'client-sees-pure-code-only',
      comment: 'components/ are sent to the browser.',
      severity: 'error',
      from: { path: '^components/', pathNot: test },
      to: { path: '^(lib|app)/', pathNot: `^lib/${anyOf([...pure, 'uploader', 'api-client'])}/` },
    },
    {
      name: 'app-leaves-the-bucket-alone',
      comment: 'The app talks S3 to whatever bucket there is.',
      severity: 'error',
      from: { path: '^app/', pathNot: test },
      to: { path: '^lib/bucket/' },
    },
    {
      name: 'nothing-imports-the-side-rooms',
      severity: 'error',
      from: { path: '^(lib|app|components)/', pathNot: test },
      to: { path: '^(scripts|e2e|bench)/' },
    },
    {
      name: 'tests-use-scripts-testing-only',
      severity: 'error',
      from: { path: `^(lib|app|components)/.*${test}` },
      to: { path: '^(scripts|e2e|bench)/', pathNot: '^scripts/testing/' },
    },
    {
      name: 'nothing-imports-a-test',
      severity: 'error',
      from: {},
      to: { path: test },
    },
    {
      name: 'aws-in-storage-only',
      comment: 'One place knows the AWS SDK; tests may use it as an independent client.',
      severity: 'error',
      from: { path: '^(lib|app|components)/', pathNot: `^lib/storage/|^lib/bucket/conformance/|${test}` },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'engine-without-a-framework',
      comment: 'lib/uploader and lib/bucket can be published on their own.',
      severity: 'error',
      from: { path: '^lib/(uploader|bucket)/', pathNot: test },
      to: { path: 'node_modules/(react|react-dom|next|server-only|pg|@prisma)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: { pathNot: '^next-env' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(node_modules|^lib/generated)' },
    exclude: { path: '^([.]next|[.]next-test|[.]data|[.]test|test-results|playwright-report)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
