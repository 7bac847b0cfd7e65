import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'

/**
 * Where process ids mean what they mean here. A cache can be shared with other machines and with containers, and a
 * container can have its host's name.
 */
export async function processPlace(): Promise<string> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '')
  return `${hostname()} ${space}`
}

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
