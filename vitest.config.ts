import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'systems/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['packages/pgwright/test/server.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Each file would load PostgreSQL's parser and the whole house anew, which takes longer than most tests.
    isolate: false,
  },
})
