import type { CheckCase } from '../../../testing/check-case.ts'

const standby = { application: 'standby1', host: null }

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one for which nothing is kept',
    given: [{ ...standby, keep_bytes: 0, archive: 'off' }],
    finds: ['"standby1"'],
  },
  {
    title: 'leaves one that can use an archive, or for which enough is kept',
    given: [
      { ...standby, keep_bytes: 0, archive: 'on' },
      { ...standby, keep_bytes: 8 * 2 ** 30, archive: 'off' },
    ],
    finds: [],
  },
]
