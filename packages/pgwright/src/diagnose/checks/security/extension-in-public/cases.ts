import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one in public, and leaves one in its own schema',
    planted: `
      create extension pg_trgm;
      create schema extensions;
      create extension btree_gin schema extensions;`,
    finds: ['pg_trgm'],
    leaves: ['btree_gin', 'plpgsql'],
  },
]
