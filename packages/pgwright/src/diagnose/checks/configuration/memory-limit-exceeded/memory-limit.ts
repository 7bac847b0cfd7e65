/** Texts of files of the server's machine; null for one that is not there. */
export interface MemoryFiles {
  /** `memory.max` or `memory.limit_in_bytes` of the control groups that the server is in, as far as they were found. */
  readonly groups: readonly (string | null)[]
  readonly meminfo: string | null
}

export interface MemoryLimit {
  readonly bytes: number
  /** Whether a control group sets it, as a container has one, or the machine does. */
  readonly by: 'container' | 'machine'
  /** The machine keeps huge pages, which no control group of memory counts. */
  readonly hugePages: boolean
  readonly machineBytes: number
}

/**
 * What the server can have at most; null where nothing tells it, as where the system is no Linux. A control group without
 * a limit says `max`, or more than any machine has.
 */
export function memoryLimit({ groups, meminfo }: MemoryFiles): MemoryLimit | null {
  const machineBytes = figure(meminfo, 'MemTotal') * 1024
  if (machineBytes === 0) return null
  const limits = groups.map((text) => Number(text?.trim() || Number.NaN)).filter((bytes) => bytes > 0)
  const bytes = Math.min(machineBytes, ...limits)
  const hugePages = figure(meminfo, 'HugePages_Total') > 0
  return { bytes, by: bytes < machineBytes ? 'container' : 'machine', hugePages, machineBytes }
}

/** 0 where it is not there. */
function figure(meminfo: string | null, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(meminfo ?? '')?.[1] ?? 0)
}
