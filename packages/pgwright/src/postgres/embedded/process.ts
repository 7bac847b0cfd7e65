import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * Whether the process still runs and has `mark` on its command line. The id alone proves nothing: it is given to
 * another program once the first has ended.
 */
export async function runsWith(processId: number, mark: string): Promise<boolean> {
  return (await commandLine(processId)).includes(mark)
}

async function commandLine(processId: number): Promise<string> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${processId}/cmdline`, 'utf8')
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(processId)])
    return stdout
  } catch {
    return ''
  }
}
