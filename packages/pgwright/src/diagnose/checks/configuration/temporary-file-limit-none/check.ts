import { settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'temporary-file-limit-none',
  title: 'Temporary files without a limit',
  category: 'configuration',
  severity: 'info',
  optional: true,
  settings: ['temp_file_limit'],
  detect: (read) =>
    Number(read('temp_file_limit').setting) >= 0
      ? null
      : {
          message:
            'temp_file_limit is off: one statement with a join that lacks its condition can fill the disk, and the server with it.',
          evidence: { setting: -1 },
          help: 'Set temp_file_limit to what a single session may take of the disk.',
        },
})
