import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'lock-waits-not-logged',
  title: 'Waits for locks that leave no trace',
  category: 'locks',
  severity: 'info',
  settings: ['log_lock_waits', 'deadlock_timeout'],
  detect: (read) =>
    read('log_lock_waits').setting === 'on'
      ? null
      : {
          message: `log_lock_waits is off: a session that waits for a lock for longer than deadlock_timeout (${read('deadlock_timeout').amount} ms) leaves no word of whom it waited for.`,
          evidence: { setting: 'off', deadlockTimeoutMs: read('deadlock_timeout').amount },
          help: 'Turn log_lock_waits on.',
          fix: alterSystem('log_lock_waits', 'on'),
        },
})
