import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { scratchFolder } from '../../../test/scratch.ts'
import { type Home, openHome } from './home.ts'
import { processPlace } from './process.ts'
import { reapStale } from './reap.ts'
import { serverUser } from './user.ts'

const scratch = scratchFolder()
let home: Home
beforeEach(async () => {
  home = await openHome(serverUser(), { PGWRIGHT_HOME: scratch })
})

/** No process has an id as high as this. */
const noProcess = 2 ** 30

async function survives(name: string, owner: object | string | undefined, ageMs = 0): Promise<boolean> {
  const folder = join(home.servers, name)
  mkdirSync(folder)
  const text = typeof owner === 'string' ? owner : JSON.stringify(owner)
  if (text !== undefined) writeFileSync(join(folder, 'owner.json'), text)
  const then = new Date(Date.now() - ageMs)
  utimesSync(folder, then, then)
  await reapStale(home)
  return existsSync(folder)
}

test('a folder goes whose owner has ended, or whose id another program now has', async () => {
  const place = await processPlace()
  expect(await survives('ended', { supervisorId: noProcess, place })).toBe(false)
  expect(await survives('another', { supervisorId: process.pid, place })).toBe(false)
})

test("a folder stays whose owner can't be seen from here", async () => {
  expect(await survives('elsewhere', { supervisorId: noProcess, place: 'another machine' })).toBe(true)
})

test('a folder without an owner is left the time to be set up, also if its disk was full', async () => {
  const anHourMs = 3_600_000
  expect(await survives('new', undefined)).toBe(true)
  expect(await survives('forgotten', undefined, anHourMs)).toBe(false)
  expect(await survives('forgotten on a full disk', '', anHourMs)).toBe(false)
})
