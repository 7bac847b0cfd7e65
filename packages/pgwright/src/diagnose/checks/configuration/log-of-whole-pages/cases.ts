import type { CheckCase } from '../../../testing/check-case.ts'

const gigabyte = 2 ** 30

function given(pages: number, compression = 'off', days = 10) {
  const since = new Date(Date.now() - days * 86_400_000)
  return [{ pages, block_bytes: 8192, bytes: 500 * gigabyte, compression, since }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds that most is pages', given: given(50_000_000), finds: ['wal_compression'] },
  { title: 'leaves a small part', given: given(5_000_000), finds: [] },
  { title: 'leaves what is compressed', given: given(50_000_000, 'lz4'), finds: [] },
  { title: 'leaves as much over years', given: given(50_000_000, 'off', 1000), finds: [] },
]
