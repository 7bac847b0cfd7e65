import { settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'parallel-workers-beyond-processes',
  title: 'More parallel workers than processes for them',
  category: 'configuration',
  severity: 'info',
  settings: ['max_parallel_workers', 'max_worker_processes'],
  detect: (read) => {
    const [workers, processes] = [
      Number(read('max_parallel_workers').setting),
      Number(read('max_worker_processes').setting),
    ]
    if (workers <= processes) return null
    return {
      message: `max_parallel_workers is ${workers}, and max_worker_processes ${processes}: no more than ${processes} ever run, and replication and extensions take of them too.`,
      evidence: { maxParallelWorkers: workers, maxWorkerProcesses: processes },
      help: 'Raise max_worker_processes above max_parallel_workers, and restart.',
    }
  },
})
