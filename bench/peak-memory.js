// Loaded into a process that is measured (`node --import`): tells at its end how much memory it had at most, on file
// descriptor 3. Asked from outside, the peak of the last moment would be missed, and a process that has ended has none.
import { writeSync } from 'node:fs'

process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS * 1024))
})
