// The order of the rooms is the order of the house: a room imports only from rooms above it, through their index.ts.
const rooms = [
  'model',
  'sql',
  'postgres',
  'observe',
  'twin',
  'diagnose',
  'advise',
  'prove',
  'rehearse',
  'apply',
  'export',
  'guard',
  'report',
  'demo',
  'cli',
]
const at = (room) => `^packages/pgwright/src/${room}/`

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...rooms.slice(0, -1).map((room, i) => ({
      name: `${room}-imports-from-above`,
      comment: 'A room imports only from the rooms above it in ARCHITECTURE.md.',
      severity: 'error',
      from: { path: at(room) },
      to: { path: rooms.slice(i + 1).map(at) },
    })),
    {
      name: 'through-the-index',
      comment: 'Another room is entered by its index.ts, so that what lies behind it can change.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/([^/]+)/', pathNot: '\\.test\\.ts$|/testing/' },
      // A driver is a file, and a subpath by itself.
      to: { path: '^packages/$1/src/[^/]+/.+', pathNot: ['^packages/$1/src/$2/', '/index\\.ts$', '/src/drivers/'] },
    },
    {
      name: 'runtime-by-itself',
      comment: 'An application that takes the library does not take the tool.',
      severity: 'error',
      from: { path: '^packages/runtime/', pathNot: '\\.test\\.ts$|/testing/|/test/' },
      to: { path: '^packages/pgwright/' },
    },
    {
      name: 'tests-stay-behind',
      comment: 'What only tests need is not in the package.',
      severity: 'error',
      from: {
        path: '^(packages/[^/]+/src|systems)/',
        pathNot: '\\.test\\.ts$|/testing/|/test/|/checks/.*/cases\\.ts$',
      },
      to: { path: '\\.test\\.ts$|/testing/|/test/|/checks/.*/cases\\.ts$', pathNot: 'node_modules' },
    },
    {
      name: 'systems-are-descriptions',
      comment: 'A reference system, and the frame that they share, know only types of pgwright.',
      severity: 'error',
      from: { path: '^systems/', pathNot: '\\.test\\.ts$|/test/' },
      to: { path: '^packages/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What Prisma generates has circles.
    exclude: { path: '^packages/runtime/test/prisma/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
}
