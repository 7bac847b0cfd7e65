// Written by `npm run checks` from the folders.
import { cases as fsyncOff } from '../checks/configuration/fsync-off/cases.ts'
import { cases as duplicateIndex } from '../checks/indexes/duplicate-index/cases.ts'
import { cases as foreignKeyWithoutIndex } from '../checks/indexes/foreign-key-without-index/cases.ts'
import { cases as incompletePartitionedIndex } from '../checks/indexes/incomplete-partitioned-index/cases.ts'
import { cases as invalidIndex } from '../checks/indexes/invalid-index/cases.ts'
import { cases as needlessIndexCondition } from '../checks/indexes/needless-index-condition/cases.ts'
import { cases as redundantIndex } from '../checks/indexes/redundant-index/cases.ts'
import { cases as unusedIndex } from '../checks/indexes/unused-index/cases.ts'
import { cases as policyAlwaysTrue } from '../checks/security/policy-always-true/cases.ts'
import { cases as policyCallsPerRow } from '../checks/security/policy-calls-per-row/cases.ts'
import { cases as policyCastsColumn } from '../checks/security/policy-casts-column/cases.ts'
import { cases as policyCheckAlwaysTrue } from '../checks/security/policy-check-always-true/cases.ts'
import { cases as policyDisabled } from '../checks/security/policy-disabled/cases.ts'
import { cases as policyMultiplePermissive } from '../checks/security/policy-multiple-permissive/cases.ts'
import { cases as policyRecursion } from '../checks/security/policy-recursion/cases.ts'
import { cases as policyReferencesUserMetadata } from '../checks/security/policy-references-user-metadata/cases.ts'
import { cases as policySettingCast } from '../checks/security/policy-setting-cast/cases.ts'
import { cases as policyVolatileFunction } from '../checks/security/policy-volatile-function/cases.ts'
import { cases as policyWithoutIndex } from '../checks/security/policy-without-index/cases.ts'
import { cases as rowSecurityWithoutPolicy } from '../checks/security/row-security-without-policy/cases.ts'
import type { CheckCase } from './check-case.ts'

/** By the check's id. */
export const casesOf: ReadonlyMap<string, readonly CheckCase[]> = new Map([
  ['fsync-off', fsyncOff],
  ['duplicate-index', duplicateIndex],
  ['foreign-key-without-index', foreignKeyWithoutIndex],
  ['incomplete-partitioned-index', incompletePartitionedIndex],
  ['invalid-index', invalidIndex],
  ['needless-index-condition', needlessIndexCondition],
  ['redundant-index', redundantIndex],
  ['unused-index', unusedIndex],
  ['policy-always-true', policyAlwaysTrue],
  ['policy-calls-per-row', policyCallsPerRow],
  ['policy-casts-column', policyCastsColumn],
  ['policy-check-always-true', policyCheckAlwaysTrue],
  ['policy-disabled', policyDisabled],
  ['policy-multiple-permissive', policyMultiplePermissive],
  ['policy-recursion', policyRecursion],
  ['policy-references-user-metadata', policyReferencesUserMetadata],
  ['policy-setting-cast', policySettingCast],
  ['policy-volatile-function', policyVolatileFunction],
  ['policy-without-index', policyWithoutIndex],
  ['row-security-without-policy', rowSecurityWithoutPolicy],
])
