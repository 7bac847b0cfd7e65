import { z } from 'zod'
import { formatBytes, formatShare, plural } from '../../../../model/index.ts'
import { type Defect, sqlCheck } from '../../../check.ts'
import { ownSources } from '../../../facts/settings.ts'
import { type MemoryLimit, memoryLimit } from './memory-limit.ts'

const row = z.object({
  buffers: z.number(),
  maintenance: z.number(),
  work_mem: z.number(),
  /** Where the values of `work_mem` and `maintenance_work_mem` come from. */
  sources: z.array(z.string()),
  /** Sessions that run a statement, and their parallel workers. */
  busy: z.number(),
  huge_pages: z.string(),
  groups: z.array(z.string().nullable()),
  meminfo: z.string().nullable(),
})
type Row = z.infer<typeof row>

/** What is left must do for all sessions, and for the system's cache, through which every read goes. */
const mostBuffers = 0.8

export const check = sqlCheck({
  id: 'memory-limit-exceeded',
  title: 'Settings that do not fit into the memory',
  category: 'configuration',
  severity: 'warning',
  needs: { files: true },
  reads: 'server',
  row,
  sql: () => `
    select pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers'))::float8 as buffers,
      m.reset_val::float8 * 1024 as maintenance, w.reset_val::float8 * 1024 as work_mem,
      array[w.source, m.source] as sources,
      (select count(*) from pg_catalog.pg_stat_activity a where a.pid <> pg_catalog.pg_backend_pid()
        and (a.backend_type = 'parallel worker' or a.backend_type = 'client backend' and a.state = 'active'))::float8 as busy,
      coalesce(pg_catalog.current_setting('huge_pages_status', true), pg_catalog.current_setting('huge_pages')) as huge_pages,
      array[
        ${fileText(`'/sys/fs/cgroup/memory.max'`)},
        ${fileText(`'/sys/fs/cgroup' || ${groupPath('^0::(/.*)$')} || '/memory.max'`)},
        ${fileText(`'/sys/fs/cgroup/memory/memory.limit_in_bytes'`)},
        ${fileText(`'/sys/fs/cgroup/memory' || ${groupPath('^[0-9]+:(?:[^:]*,)?memory(?:,[^:]*)?:(/.*)$')} || '/memory.limit_in_bytes'`)}
      ] as groups,
      ${fileText(`'/proc/meminfo'`)} as meminfo
    from pg_catalog.pg_settings w, pg_catalog.pg_settings m
    where w.name = 'work_mem' and m.name = 'maintenance_work_mem'`,
  detect: (rows) => rows.flatMap((one) => defectOf(one) ?? []),
  blind: (rows) => {
    const [one] = rows
    if (one === undefined || memoryLimit(one) === null)
      return 'The files that tell how much memory there is are not there: the server does not run on Linux.'
    return one.sources.some((source) => ownSources.has(source))
      ? `The role or the database has its own work_mem, which hides the server's from this session.`
      : null
  },
})

/** Expression: of a file that may be missing. The kernel's files say that they are empty, so a length is given. */
function fileText(path: string): string {
  return `pg_catalog.pg_read_file(${path}, 0, 8192, true)`
}

/** Expression: the control group of the session's process, which a service has outside of a container. */
function groupPath(pattern: string): string {
  return `pg_catalog.substring(${fileText(`'/proc/self/cgroup'`)}, '(?n)${pattern}')`
}

function defectOf(one: Row): Omit<Defect, 'severity'> | null {
  const limit = memoryLimit(one)
  if (limit === null) return null
  const { buffers, maintenance, work_mem: each, busy } = one
  // Huge pages are none of a container's account.
  const apart = limit.hugePages && one.huge_pages !== 'off'
  const share = buffers / (apart ? limit.machineBytes : limit.bytes)
  if (share >= mostBuffers)
    return tooLargeCache(buffers, share, apart ? { ...limit, by: 'machine', bytes: limit.machineBytes } : limit)
  if (one.sources.some((source) => ownSources.has(source))) return null
  const wanted = (apart && limit.by === 'container' ? 0 : buffers) + maintenance + each * busy
  if (wanted <= limit.bytes) return null
  return {
    object: 'memory',
    objectType: 'server',
    message: `${plural(busy, 'session or parallel worker runs a statement', 'sessions and parallel workers run statements')} now, and with one sort of work_mem (${formatBytes(each)}) each, maintenance_work_mem once (${formatBytes(maintenance)}) and shared_buffers (${formatBytes(buffers)}) they would take ${formatBytes(wanted)}; ${ofLimit(limit)} ${formatBytes(limit.bytes)}, and past it the system ends a process, with which all sessions end.`,
    evidence: {
      ...limitEvidence(limit),
      sharedBuffersBytes: buffers,
      maintenanceWorkMemBytes: maintenance,
      workMemBytes: each,
      busySessions: busy,
      wantedBytes: wanted,
    },
    help: 'Lower work_mem for all and raise it for the roles that need it, run fewer statements at once by a pooler, or give it more memory.',
  }
}

function tooLargeCache(buffers: number, share: number, limit: MemoryLimit): Defect {
  return {
    object: 'shared_buffers',
    objectType: 'setting',
    severity: 'error',
    message: `shared_buffers is ${formatBytes(buffers)}, and ${ofLimit(limit)} ${formatBytes(limit.bytes)}: when it has filled, ${formatShare(1 - share)} is left for all sessions, and past the limit the system ends a process, with which all sessions end.`,
    evidence: { ...limitEvidence(limit), sharedBuffersBytes: buffers, share },
    help: 'Set shared_buffers to about a quarter of the memory, and restart; or raise the limit.',
  }
}

function ofLimit({ by }: MemoryLimit): string {
  return by === 'container' ? 'the limit of its container or service is' : 'the machine has'
}

function limitEvidence({ bytes, by }: MemoryLimit) {
  return { limitBytes: bytes, limitBy: by }
}
