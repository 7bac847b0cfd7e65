// Written by `npm run checks` from the folders.
import type { Check } from './check.ts'
import { check as fsyncOff } from './checks/configuration/fsync-off/check.ts'
import { check as duplicateIndex } from './checks/indexes/duplicate-index/check.ts'
import { check as foreignKeyWithoutIndex } from './checks/indexes/foreign-key-without-index/check.ts'
import { check as invalidIndex } from './checks/indexes/invalid-index/check.ts'

/** By category and id. */
export const checks: readonly Check[] = [fsyncOff, duplicateIndex, foreignKeyWithoutIndex, invalidIndex]
