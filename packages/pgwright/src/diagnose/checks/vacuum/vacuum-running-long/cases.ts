import type { CheckCase } from '../../../testing/check-case.ts'

const running = { schema: 'public', name: 't', pid: 4711, phase: 'scanning heap', running_s: 30_000, scanned: 0.4 }

export const cases: readonly CheckCase[] = [
  { title: 'finds a vacuum that has run for eight hours', given: [running], finds: ['public.t'] },
  { title: 'leaves one of ten minutes', given: [{ ...running, running_s: 600 }], finds: [], leaves: ['public.t'] },
]
