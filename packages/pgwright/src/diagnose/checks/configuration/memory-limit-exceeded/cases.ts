import type { CheckCase } from '../../../testing/check-case.ts'

const gigabyte = 2 ** 30

interface Given {
  readonly buffers?: number
  readonly busy?: number
  readonly hugePages?: string
  readonly groups?: readonly (string | null)[]
  readonly meminfo?: string | null
  readonly source?: string
}

/** On a machine of 64 GB, four gigabytes of it for the container. */
function given({
  buffers = 1,
  busy = 3,
  hugePages = 'off',
  groups = [`${4 * gigabyte}\n`, null, null, null],
  meminfo = meminfoOf(0),
  source = 'configuration file',
}: Given) {
  const settings = { buffers: buffers * gigabyte, maintenance: gigabyte / 4, work_mem: gigabyte / 16 }
  return [{ ...settings, sources: [source, 'default'], busy, huge_pages: hugePages, groups, meminfo }]
}

function meminfoOf(hugePages: number): string {
  return `MemTotal:       67108864 kB\nMemFree:  1024 kB\nHugePages_Total:   ${hugePages}\n`
}

const unlimited = ['max\n', null, '9223372036854771712\n', null]

export const cases: readonly CheckCase[] = [
  { title: 'finds a cache that nearly fills the container', given: given({ buffers: 3.5 }), finds: ['shared_buffers'] },
  {
    title: 'finds one that nearly fills the machine, where no limit is set',
    given: given({ buffers: 60, groups: unlimited }),
    finds: ['shared_buffers'],
  },
  {
    title: 'takes the narrowest of the limits',
    given: given({ buffers: 3.5, groups: ['max\n', `${4 * gigabyte}\n`, null, null] }),
    finds: ['shared_buffers'],
  },
  { title: 'finds that what runs now can take more than there is', given: given({ busy: 60 }), finds: ['memory'] },
  { title: 'leaves what fits, however many might connect', given: given({}), finds: [], leaves: ['memory'] },
  {
    title: 'leaves a container without a limit to its machine',
    given: given({ buffers: 16, busy: 60, groups: unlimited }),
    finds: [],
    leaves: ['shared_buffers', 'memory'],
  },
  {
    title: 'knows that huge pages are of no account to the container',
    given: given({ buffers: 16, hugePages: 'on', meminfo: meminfoOf(9_000) }),
    finds: [],
    leaves: ['shared_buffers', 'memory'],
  },
  {
    title: 'finds huge pages that nearly fill the machine',
    given: given({ buffers: 60, hugePages: 'on', meminfo: meminfoOf(40_000) }),
    finds: ['shared_buffers'],
  },
  {
    title: 'says nothing of sessions where the role has a work_mem of its own',
    given: given({ busy: 60, source: 'user' }),
    finds: [],
    leaves: ['memory'],
  },
  { title: 'does not guess where no file tells the memory', given: given({ buffers: 60, meminfo: null }), finds: [] },
]
