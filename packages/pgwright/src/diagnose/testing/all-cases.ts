// Written by `npm run checks` from the folders.
import { cases as fsyncOff } from '../checks/configuration/fsync-off/cases.ts'
import { cases as duplicateIndex } from '../checks/indexes/duplicate-index/cases.ts'
import { cases as foreignKeyWithoutIndex } from '../checks/indexes/foreign-key-without-index/cases.ts'
import { cases as invalidIndex } from '../checks/indexes/invalid-index/cases.ts'
import type { CheckCase } from './check-case.ts'

/** By the check's id. */
export const casesOf: ReadonlyMap<string, readonly CheckCase[]> = new Map([
  ['fsync-off', fsyncOff],
  ['duplicate-index', duplicateIndex],
  ['foreign-key-without-index', foreignKeyWithoutIndex],
  ['invalid-index', invalidIndex],
])
