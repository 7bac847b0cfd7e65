import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    batch: 'src/batch/index.ts',
    bulk: 'src/bulk/index.ts',
    pages: 'src/pages/index.ts',
    pools: 'src/pools/index.ts',
    tenants: 'src/tenants/index.ts',
  },
  target: 'node20.19',
  fixedExtension: false,
  dts: true,
})
