import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'synchronous-commit-off',
  title: 'Commits that a crash can lose',
  category: 'configuration',
  severity: 'warning',
  settings: ['synchronous_commit', 'wal_writer_delay'],
  detect: (read) => {
    if (read('synchronous_commit').setting !== 'off') return null
    // The documentation's bound: the log's writer has written a commit after three of its rounds at the latest.
    const lostMs = 3 * (read('wal_writer_delay').amount ?? 0)
    return {
      message: `synchronous_commit is off for all sessions: a crash loses what was committed in the last ${lostMs} ms, although the application was told that it is safe.`,
      evidence: { setting: 'off', mostLostMs: lostMs },
      help: 'Turn synchronous_commit on for the server, and off only in the transactions that may be lost.',
      fix: alterSystem('synchronous_commit', 'on'),
    }
  },
})
