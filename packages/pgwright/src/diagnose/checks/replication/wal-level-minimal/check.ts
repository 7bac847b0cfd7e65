import { settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'wal-level-minimal',
  title: 'Log from which nothing can be restored',
  category: 'replication',
  severity: 'warning',
  needs: { primary: true },
  settings: ['wal_level'],
  detect: (read) =>
    read('wal_level').setting === 'minimal'
      ? {
          message:
            'wal_level is minimal: no base backup can be taken while the server runs, nothing can be archived, and no standby can follow.',
          evidence: { setting: 'minimal' },
          help: 'Set wal_level to replica, and restart.',
          fix: ['alter system set wal_level = replica'],
        }
      : null,
})
