import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an extension that was not updated, and leaves one that is',
    planted: `
      create extension pg_trgm version '1.3';
      create extension btree_gin;`,
    finds: ['pg_trgm'],
    leaves: ['btree_gin', 'plpgsql'],
  },
]
