import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessTrace } from '@pgwright/runtime/register'

/** Of each process that has asked for something; one that was killed while it wrote has left its last whole file. */
export async function readProcessTraces(folder: string): Promise<ProcessTrace[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.map((text) => JSON.parse(text) as ProcessTrace).filter(({ roundTrips }) => roundTrips > 0)
}
