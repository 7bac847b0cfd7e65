import { settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'superuser-connections-none',
  title: 'No way in when the server is full',
  category: 'connections',
  severity: 'warning',
  settings: ['superuser_reserved_connections'],
  detect: (read) =>
    Number(read('superuser_reserved_connections').setting) > 0
      ? null
      : {
          message:
            'superuser_reserved_connections is 0: when applications have taken all connections, not even a superuser gets in to end some.',
          evidence: { setting: 0 },
          help: 'Reserve three, as PostgreSQL does by itself, and restart.',
          fix: ['alter system reset superuser_reserved_connections'],
        },
})
