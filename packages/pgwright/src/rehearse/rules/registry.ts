import type { Rule } from '../rule.ts'
import { addColumnRewrites } from './add-column-rewrites.ts'
import { addRequiredColumn } from './add-required-column.ts'
import { attachScans } from './attach-scans.ts'
import { backfillInMigration } from './backfill-in-migration.ts'
import { checkValidatedAtOnce } from './check-validated-at-once.ts'
import { concurrentlyUnderTimeout } from './concurrently-under-timeout.ts'
import { detachNotConcurrent } from './detach-not-concurrent.ts'
import { domainConstraint } from './domain-constraint.ts'
import { dropBreaksApplication } from './drop-breaks-application.ts'
import { dropCascade } from './drop-cascade.ts'
import { dropConstraintLocksBoth } from './drop-constraint-locks-both.ts'
import { dropDatabase } from './drop-database.ts'
import { dropNotNull } from './drop-not-null.ts'
import { enumCreated } from './enum-created.ts'
import { enumValuePosition } from './enum-value-position.ts'
import { enumValueRenamed } from './enum-value-renamed.ts'
import { exclusionBuildsIndex } from './exclusion-builds-index.ts'
import { foreignKeyTypeMismatch } from './foreign-key-type-mismatch.ts'
import { foreignKeyValidatedAtOnce } from './foreign-key-validated-at-once.ts'
import { foreignKeyWithoutIndex } from './foreign-key-without-index.ts'
import { identifierTooLong } from './identifier-too-long.ts'
import { indexDropNotConcurrent } from './index-drop-not-concurrent.ts'
import { indexLeftoverKept } from './index-leftover-kept.ts'
import { indexManyColumns } from './index-many-columns.ts'
import { indexNotConcurrent } from './index-not-concurrent.ts'
import { lockTimeoutMissing } from './lock-timeout-missing.ts'
import { locksOneAfterAnother } from './locks-one-after-another.ts'
import { mergeableAlters } from './mergeable-alters.ts'
import { notRepeatable } from './not-repeatable.ts'
import { partitionOfLocksParent } from './partition-of-locks-parent.ts'
import { policyLocksTable } from './policy-locks-table.ts'
import { policySettingCast } from './policy-setting-cast.ts'
import { preferBigintKey } from './prefer-bigint-key.ts'
import { preferIdentity } from './prefer-identity.ts'
import { preferJsonb } from './prefer-jsonb.ts'
import { preferText } from './prefer-text.ts'
import { preferTimestamptz } from './prefer-timestamptz.ts'
import { primaryKeyOverNullable } from './primary-key-over-nullable.ts'
import { redundantIndex } from './redundant-index.ts'
import { refreshNotConcurrent } from './refresh-not-concurrent.ts'
import { reindexNotConcurrent } from './reindex-not-concurrent.ts'
import { renameBreaksApplication } from './rename-breaks-application.ts'
import { rowSecurityWithoutPolicy } from './row-security-without-policy.ts'
import { schemaNotNamed } from './schema-not-named.ts'
import { setNotNullHasNulls } from './set-not-null-has-nulls.ts'
import { setNotNullScans } from './set-not-null-scans.ts'
import { tableRewritten } from './table-rewritten.ts'
import { transactionNesting } from './transaction-nesting.ts'
import { triggerLocksWrites } from './trigger-locks-writes.ts'
import { truncateTable } from './truncate-table.ts'
import { typeChangeRewrites } from './type-change-rewrites.ts'
import { uncommittedTransaction } from './uncommitted-transaction.ts'
import { uniqueConstraintBuildsIndex } from './unique-constraint-builds-index.ts'
import { uniqueHasDuplicates } from './unique-has-duplicates.ts'
import { unusedIgnore } from './unused-ignore.ts'
import { validatedInSameTransaction } from './validated-in-same-transaction.ts'
import { workUnderExclusiveLock } from './work-under-exclusive-lock.ts'

/** All rules. Of several safer forms of one statement the first is taken, so that those come first that do more. */
export const rules: readonly Rule[] = [
  addColumnRewrites,
  addRequiredColumn,
  attachScans,
  backfillInMigration,
  checkValidatedAtOnce,
  concurrentlyUnderTimeout,
  detachNotConcurrent,
  domainConstraint,
  dropBreaksApplication,
  dropCascade,
  dropConstraintLocksBoth,
  dropDatabase,
  dropNotNull,
  enumCreated,
  enumValuePosition,
  enumValueRenamed,
  exclusionBuildsIndex,
  foreignKeyTypeMismatch,
  foreignKeyValidatedAtOnce,
  foreignKeyWithoutIndex,
  identifierTooLong,
  indexDropNotConcurrent,
  indexLeftoverKept,
  indexManyColumns,
  indexNotConcurrent,
  lockTimeoutMissing,
  locksOneAfterAnother,
  mergeableAlters,
  notRepeatable,
  partitionOfLocksParent,
  policyLocksTable,
  policySettingCast,
  preferBigintKey,
  preferIdentity,
  preferJsonb,
  preferText,
  preferTimestamptz,
  primaryKeyOverNullable,
  redundantIndex,
  refreshNotConcurrent,
  reindexNotConcurrent,
  renameBreaksApplication,
  rowSecurityWithoutPolicy,
  schemaNotNamed,
  setNotNullHasNulls,
  setNotNullScans,
  tableRewritten,
  transactionNesting,
  triggerLocksWrites,
  truncateTable,
  typeChangeRewrites,
  uncommittedTransaction,
  uniqueConstraintBuildsIndex,
  uniqueHasDuplicates,
  unusedIgnore,
  validatedInSameTransaction,
  workUnderExclusiveLock,
]
