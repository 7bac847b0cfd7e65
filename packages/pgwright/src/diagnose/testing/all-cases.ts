// Written by `npm run checks` from the folders.
import { cases as checkpointCompletionTargetLow } from '../checks/configuration/checkpoint-completion-target-low/cases.ts'
import { cases as checkpointTimeoutShort } from '../checks/configuration/checkpoint-timeout-short/cases.ts'
import { cases as checkpointsRequested } from '../checks/configuration/checkpoints-requested/cases.ts'
import { cases as checksumFailures } from '../checks/configuration/checksum-failures/cases.ts'
import { cases as checksumsOff } from '../checks/configuration/checksums-off/cases.ts'
import { cases as collationVersionChanged } from '../checks/configuration/collation-version-changed/cases.ts'
import { cases as damageIgnored } from '../checks/configuration/damage-ignored/cases.ts'
import { cases as effectiveCacheSizeLow } from '../checks/configuration/effective-cache-size-low/cases.ts'
import { cases as fsyncOff } from '../checks/configuration/fsync-off/cases.ts'
import { cases as fullPageWritesOff } from '../checks/configuration/full-page-writes-off/cases.ts'
import { cases as hugePagesMissed } from '../checks/configuration/huge-pages-missed/cases.ts'
import { cases as logOfWholePages } from '../checks/configuration/log-of-whole-pages/cases.ts'
import { cases as loggingTooMuch } from '../checks/configuration/logging-too-much/cases.ts'
import { cases as maintenanceMemorySmall } from '../checks/configuration/maintenance-memory-small/cases.ts'
import { cases as memoryLimitExceeded } from '../checks/configuration/memory-limit-exceeded/cases.ts'
import { cases as memoryOvercommitted } from '../checks/configuration/memory-overcommitted/cases.ts'
import { cases as pageCostsTurned } from '../checks/configuration/page-costs-turned/cases.ts'
import { cases as parallelWorkersBeyondProcesses } from '../checks/configuration/parallel-workers-beyond-processes/cases.ts'
import { cases as parallelWorkersShort } from '../checks/configuration/parallel-workers-short/cases.ts'
import { cases as plannerMethodOff } from '../checks/configuration/planner-method-off/cases.ts'
import { cases as randomPageCostHigh } from '../checks/configuration/random-page-cost-high/cases.ts'
import { cases as restartPending } from '../checks/configuration/restart-pending/cases.ts'
import { cases as roleSettingsOdd } from '../checks/configuration/role-settings-odd/cases.ts'
import { cases as settingsFileWrong } from '../checks/configuration/settings-file-wrong/cases.ts'
import { cases as sharedBuffersDefault } from '../checks/configuration/shared-buffers-default/cases.ts'
import { cases as slowStatementsNotLogged } from '../checks/configuration/slow-statements-not-logged/cases.ts'
import { cases as standardConformingStringsOff } from '../checks/configuration/standard-conforming-strings-off/cases.ts'
import { cases as statementTextsCut } from '../checks/configuration/statement-texts-cut/cases.ts'
import { cases as statisticsTargetLow } from '../checks/configuration/statistics-target-low/cases.ts'
import { cases as synchronousCommitOff } from '../checks/configuration/synchronous-commit-off/cases.ts'
import { cases as temporaryFileLimitNone } from '../checks/configuration/temporary-file-limit-none/cases.ts'
import { cases as temporaryFilesMany } from '../checks/configuration/temporary-files-many/cases.ts'
import { cases as timezoneNotUtc } from '../checks/configuration/timezone-not-utc/cases.ts'
import { cases as trackActivitiesOff } from '../checks/configuration/track-activities-off/cases.ts'
import { cases as trackCountsOff } from '../checks/configuration/track-counts-off/cases.ts'
import { cases as trackIoTimingOff } from '../checks/configuration/track-io-timing-off/cases.ts'
import { cases as versionEndOfLife } from '../checks/configuration/version-end-of-life/cases.ts'
import { cases as versionOutdated } from '../checks/configuration/version-outdated/cases.ts'
import { cases as applicationAsSuperuser } from '../checks/connections/application-as-superuser/cases.ts'
import { cases as connectionChurn } from '../checks/connections/connection-churn/cases.ts'
import { cases as connectionsNearlyFull } from '../checks/connections/connections-nearly-full/cases.ts'
import { cases as idleConnectionsMany } from '../checks/connections/idle-connections-many/cases.ts'
import { cases as idleInTransaction } from '../checks/connections/idle-in-transaction/cases.ts'
import { cases as idleInTransactionTimeoutOff } from '../checks/connections/idle-in-transaction-timeout-off/cases.ts'
import { cases as longTransaction } from '../checks/connections/long-transaction/cases.ts'
import { cases as maxConnectionsHigh } from '../checks/connections/max-connections-high/cases.ts'
import { cases as poolBeyondServer } from '../checks/connections/pool-beyond-server/cases.ts'
import { cases as sessionsLost } from '../checks/connections/sessions-lost/cases.ts'
import { cases as statementTimeoutOff } from '../checks/connections/statement-timeout-off/cases.ts'
import { cases as superuserConnectionsNone } from '../checks/connections/superuser-connections-none/cases.ts'
import { cases as unencryptedConnections } from '../checks/connections/unencrypted-connections/cases.ts'
import { cases as booleanIndex } from '../checks/indexes/boolean-index/cases.ts'
import { cases as brinOnUncorrelatedColumn } from '../checks/indexes/brin-on-uncorrelated-column/cases.ts'
import { cases as btreeOnArray } from '../checks/indexes/btree-on-array/cases.ts'
import { cases as duplicateIndex } from '../checks/indexes/duplicate-index/cases.ts'
import { cases as foreignKeyWithoutIndex } from '../checks/indexes/foreign-key-without-index/cases.ts'
import { cases as ginPendingList } from '../checks/indexes/gin-pending-list/cases.ts'
import { cases as incompletePartitionedIndex } from '../checks/indexes/incomplete-partitioned-index/cases.ts'
import { cases as indexBloat } from '../checks/indexes/index-bloat/cases.ts'
import { cases as indexCacheHitLow } from '../checks/indexes/index-cache-hit-low/cases.ts'
import { cases as indexPreventsHotUpdates } from '../checks/indexes/index-prevents-hot-updates/cases.ts'
import { cases as indexesLargerThanTable } from '../checks/indexes/indexes-larger-than-table/cases.ts'
import { cases as invalidIndex } from '../checks/indexes/invalid-index/cases.ts'
import { cases as lowSelectivityIndex } from '../checks/indexes/low-selectivity-index/cases.ts'
import { cases as missingIndex } from '../checks/indexes/missing-index/cases.ts'
import { cases as needlessIndexCondition } from '../checks/indexes/needless-index-condition/cases.ts'
import { cases as neverAnalyzedExpressionIndex } from '../checks/indexes/never-analyzed-expression-index/cases.ts'
import { cases as nullHeavyIndex } from '../checks/indexes/null-heavy-index/cases.ts'
import { cases as redundantIndex } from '../checks/indexes/redundant-index/cases.ts'
import { cases as timestampMidKey } from '../checks/indexes/timestamp-mid-key/cases.ts'
import { cases as tooManyIndexes } from '../checks/indexes/too-many-indexes/cases.ts'
import { cases as uniqueSubset } from '../checks/indexes/unique-subset/cases.ts'
import { cases as uniqueWithNullableColumn } from '../checks/indexes/unique-with-nullable-column/cases.ts'
import { cases as unusedIndex } from '../checks/indexes/unused-index/cases.ts'
import { cases as wideIndexKey } from '../checks/indexes/wide-index-key/cases.ts'
import { cases as advisoryLocksMany } from '../checks/locks/advisory-locks-many/cases.ts'
import { cases as blockedSession } from '../checks/locks/blocked-session/cases.ts'
import { cases as deadlocks } from '../checks/locks/deadlocks/cases.ts'
import { cases as exclusiveLockQueue } from '../checks/locks/exclusive-lock-queue/cases.ts'
import { cases as lockTableNearlyFull } from '../checks/locks/lock-table-nearly-full/cases.ts'
import { cases as lockWaitsNotLogged } from '../checks/locks/lock-waits-not-logged/cases.ts'
import { cases as cacheMissingStatement } from '../checks/queries/cache-missing-statement/cases.ts'
import { cases as cartesianProduct } from '../checks/queries/cartesian-product/cases.ts'
import { cases as castOnColumn } from '../checks/queries/cast-on-column/cases.ts'
import { cases as deepOffset } from '../checks/queries/deep-offset/cases.ts'
import { cases as dominatingStatement } from '../checks/queries/dominating-statement/cases.ts'
import { cases as estimateFarOff } from '../checks/queries/estimate-far-off/cases.ts'
import { cases as expressionOnColumn } from '../checks/queries/expression-on-column/cases.ts'
import { cases as hashSpills } from '../checks/queries/hash-spills/cases.ts'
import { cases as jitHeavyStatement } from '../checks/queries/jit-heavy-statement/cases.ts'
import { cases as literalVariants } from '../checks/queries/literal-variants/cases.ts'
import { cases as nPlusOneRatio } from '../checks/queries/n-plus-one-ratio/cases.ts'
import { cases as notInSubquery } from '../checks/queries/not-in-subquery/cases.ts'
import { cases as orFiltersJoin } from '../checks/queries/or-filters-join/cases.ts'
import { cases as orderByRandom } from '../checks/queries/order-by-random/cases.ts'
import { cases as overlapsOperator } from '../checks/queries/overlaps-operator/cases.ts'
import { cases as patternScan } from '../checks/queries/pattern-scan/cases.ts'
import { cases as planningHeavyStatement } from '../checks/queries/planning-heavy-statement/cases.ts'
import { cases as readingMuch } from '../checks/queries/reading-much/cases.ts'
import { cases as rollbacksMany } from '../checks/queries/rollbacks-many/cases.ts'
import { cases as rowsManyPerCall } from '../checks/queries/rows-many-per-call/cases.ts'
import { cases as runningLong } from '../checks/queries/running-long/cases.ts'
import { cases as slowStatement } from '../checks/queries/slow-statement/cases.ts'
import { cases as sortSpills } from '../checks/queries/sort-spills/cases.ts'
import { cases as spillingStatement } from '../checks/queries/spilling-statement/cases.ts'
import { cases as statementEvictions } from '../checks/queries/statement-evictions/cases.ts'
import { cases as statementsNotSeen } from '../checks/queries/statements-not-seen/cases.ts'
import { cases as unfilteredWrite } from '../checks/queries/unfiltered-write/cases.ts'
import { cases as unsteadyStatement } from '../checks/queries/unsteady-statement/cases.ts'
import { cases as waitingMuch } from '../checks/queries/waiting-much/cases.ts'
import { cases as walHeavyStatement } from '../checks/queries/wal-heavy-statement/cases.ts'
import { cases as wholeTableCount } from '../checks/queries/whole-table-count/cases.ts'
import { cases as wideSelectStar } from '../checks/queries/wide-select-star/cases.ts'
import { cases as archiveCommandEmpty } from '../checks/replication/archive-command-empty/cases.ts'
import { cases as archiverFailing } from '../checks/replication/archiver-failing/cases.ts'
import { cases as receiverNotRunning } from '../checks/replication/receiver-not-running/cases.ts'
import { cases as recoveryPaused } from '../checks/replication/recovery-paused/cases.ts'
import { cases as slotInactive } from '../checks/replication/slot-inactive/cases.ts'
import { cases as slotKeepSizeUnlimited } from '../checks/replication/slot-keep-size-unlimited/cases.ts'
import { cases as slotLost } from '../checks/replication/slot-lost/cases.ts'
import { cases as slotRetainsWal } from '../checks/replication/slot-retains-wal/cases.ts'
import { cases as slotsNearlyUsed } from '../checks/replication/slots-nearly-used/cases.ts'
import { cases as standbyConflicts } from '../checks/replication/standby-conflicts/cases.ts'
import { cases as standbyLagging } from '../checks/replication/standby-lagging/cases.ts'
import { cases as standbyNotStreaming } from '../checks/replication/standby-not-streaming/cases.ts'
import { cases as standbyWithoutSlot } from '../checks/replication/standby-without-slot/cases.ts'
import { cases as subscriptionDisabled } from '../checks/replication/subscription-disabled/cases.ts'
import { cases as subscriptionErrors } from '../checks/replication/subscription-errors/cases.ts'
import { cases as subscriptionNotRunning } from '../checks/replication/subscription-not-running/cases.ts'
import { cases as synchronousStandbyMissing } from '../checks/replication/synchronous-standby-missing/cases.ts'
import { cases as walLevelMinimal } from '../checks/replication/wal-level-minimal/cases.ts'
import { cases as allColumnsNullable } from '../checks/schema/all-columns-nullable/cases.ts'
import { cases as charColumn } from '../checks/schema/char-column/cases.ts'
import { cases as checkCallsFunction } from '../checks/schema/check-calls-function/cases.ts'
import { cases as checkInsteadOfNotNull } from '../checks/schema/check-instead-of-not-null/cases.ts'
import { cases as columnWithoutComment } from '../checks/schema/column-without-comment/cases.ts'
import { cases as columnsRunningOut } from '../checks/schema/columns-running-out/cases.ts'
import { cases as crossSchemaForeignKey } from '../checks/schema/cross-schema-foreign-key/cases.ts'
import { cases as deferrableKey } from '../checks/schema/deferrable-key/cases.ts'
import { cases as disabledConstraint } from '../checks/schema/disabled-constraint/cases.ts'
import { cases as duplicateForeignKey } from '../checks/schema/duplicate-foreign-key/cases.ts'
import { cases as floatForMoney } from '../checks/schema/float-for-money/cases.ts'
import { cases as floatKey } from '../checks/schema/float-key/cases.ts'
import { cases as foreignKeyCannotSetNull } from '../checks/schema/foreign-key-cannot-set-null/cases.ts'
import { cases as foreignKeyMissing } from '../checks/schema/foreign-key-missing/cases.ts'
import { cases as foreignKeyNullableComposite } from '../checks/schema/foreign-key-nullable-composite/cases.ts'
import { cases as foreignKeyTypeMismatch } from '../checks/schema/foreign-key-type-mismatch/cases.ts'
import { cases as functionWithoutComment } from '../checks/schema/function-without-comment/cases.ts'
import { cases as immutableFunctionLies } from '../checks/schema/immutable-function-lies/cases.ts'
import { cases as inconsistentTypes } from '../checks/schema/inconsistent-types/cases.ts'
import { cases as integerKeyRunningOut } from '../checks/schema/integer-key-running-out/cases.ts'
import { cases as isolatedTable } from '../checks/schema/isolated-table/cases.ts'
import { cases as jsonColumn } from '../checks/schema/json-column/cases.ts'
import { cases as largeObjectColumn } from '../checks/schema/large-object-column/cases.ts'
import { cases as materializedViewUnpopulated } from '../checks/schema/materialized-view-unpopulated/cases.ts'
import { cases as materializedViewWithoutUniqueIndex } from '../checks/schema/materialized-view-without-unique-index/cases.ts'
import { cases as mixedOwners } from '../checks/schema/mixed-owners/cases.ts'
import { cases as moneyColumn } from '../checks/schema/money-column/cases.ts'
import { cases as nameNeedsQuotes } from '../checks/schema/name-needs-quotes/cases.ts'
import { cases as nameTruncated } from '../checks/schema/name-truncated/cases.ts'
import { cases as nestedViews } from '../checks/schema/nested-views/cases.ts'
import { cases as notValidConstraint } from '../checks/schema/not-valid-constraint/cases.ts'
import { cases as numberedColumns } from '../checks/schema/numbered-columns/cases.ts'
import { cases as oneColumnTable } from '../checks/schema/one-column-table/cases.ts'
import { cases as overlappingForeignKeys } from '../checks/schema/overlapping-foreign-keys/cases.ts'
import { cases as paddingBetweenColumns } from '../checks/schema/padding-between-columns/cases.ts'
import { cases as primaryKeyNotFirst } from '../checks/schema/primary-key-not-first/cases.ts'
import { cases as randomUuidKey } from '../checks/schema/random-uuid-key/cases.ts'
import { cases as regTypeColumn } from '../checks/schema/reg-type-column/cases.ts'
import { cases as reservedWordName } from '../checks/schema/reserved-word-name/cases.ts'
import { cases as ruleOnTable } from '../checks/schema/rule-on-table/cases.ts'
import { cases as selfReference } from '../checks/schema/self-reference/cases.ts'
import { cases as sequenceBehindKey } from '../checks/schema/sequence-behind-key/cases.ts'
import { cases as sequenceRunningOut } from '../checks/schema/sequence-running-out/cases.ts'
import { cases as serialBesideKey } from '../checks/schema/serial-beside-key/cases.ts'
import { cases as serialKey } from '../checks/schema/serial-key/cases.ts'
import { cases as sharedTriggerFunction } from '../checks/schema/shared-trigger-function/cases.ts'
import { cases as sqlAsciiDatabase } from '../checks/schema/sql-ascii-database/cases.ts'
import { cases as tableWithoutComment } from '../checks/schema/table-without-comment/cases.ts'
import { cases as textPrimaryKey } from '../checks/schema/text-primary-key/cases.ts'
import { cases as timeWithTimeZone } from '../checks/schema/time-with-time-zone/cases.ts'
import { cases as timestampWithoutTimeZone } from '../checks/schema/timestamp-without-time-zone/cases.ts'
import { cases as unusedType } from '../checks/schema/unused-type/cases.ts'
import { cases as uuidInText } from '../checks/schema/uuid-in-text/cases.ts'
import { cases as varcharLimit } from '../checks/schema/varchar-limit/cases.ts'
import { cases as widePrimaryKey } from '../checks/schema/wide-primary-key/cases.ts'
import { cases as defaultPrivilegesForEveryone } from '../checks/security/default-privileges-for-everyone/cases.ts'
import { cases as everyoneMayCreate } from '../checks/security/everyone-may-create/cases.ts'
import { cases as extensionInPublic } from '../checks/security/extension-in-public/cases.ts'
import { cases as extensionOutdated } from '../checks/security/extension-outdated/cases.ts'
import { cases as functionSettingCast } from '../checks/security/function-setting-cast/cases.ts'
import { cases as hbaBroken } from '../checks/security/hba-broken/cases.ts'
import { cases as hbaTrust } from '../checks/security/hba-trust/cases.ts'
import { cases as indexBehindPolicy } from '../checks/security/index-behind-policy/cases.ts'
import { cases as loginSuperuser } from '../checks/security/login-superuser/cases.ts'
import { cases as materializedViewBypassesPolicies } from '../checks/security/materialized-view-bypasses-policies/cases.ts'
import { cases as md5Password } from '../checks/security/md5-password/cases.ts'
import { cases as ownerBypassesPolicies } from '../checks/security/owner-bypasses-policies/cases.ts'
import { cases as partitionBypassesPolicies } from '../checks/security/partition-bypasses-policies/cases.ts'
import { cases as passwordNeverExpires } from '../checks/security/password-never-expires/cases.ts'
import { cases as policyAlwaysTrue } from '../checks/security/policy-always-true/cases.ts'
import { cases as policyCallsPerRow } from '../checks/security/policy-calls-per-row/cases.ts'
import { cases as policyCastsColumn } from '../checks/security/policy-casts-column/cases.ts'
import { cases as policyCheckAlwaysTrue } from '../checks/security/policy-check-always-true/cases.ts'
import { cases as policyDisabled } from '../checks/security/policy-disabled/cases.ts'
import { cases as policyMultiplePermissive } from '../checks/security/policy-multiple-permissive/cases.ts'
import { cases as policyOverhead } from '../checks/security/policy-overhead/cases.ts'
import { cases as policyRecursion } from '../checks/security/policy-recursion/cases.ts'
import { cases as policyReferencesUserMetadata } from '../checks/security/policy-references-user-metadata/cases.ts'
import { cases as policySettingCast } from '../checks/security/policy-setting-cast/cases.ts'
import { cases as policyVolatileFunction } from '../checks/security/policy-volatile-function/cases.ts'
import { cases as policyWithoutIndex } from '../checks/security/policy-without-index/cases.ts'
import { cases as roleBypassesPolicies } from '../checks/security/role-bypasses-policies/cases.ts'
import { cases as roleNearSuperuser } from '../checks/security/role-near-superuser/cases.ts'
import { cases as rowSecurityWithoutPolicy } from '../checks/security/row-security-without-policy/cases.ts'
import { cases as securityDefinerForEveryone } from '../checks/security/security-definer-for-everyone/cases.ts'
import { cases as securityDefinerSearchPath } from '../checks/security/security-definer-search-path/cases.ts'
import { cases as tableGrantedToEveryone } from '../checks/security/table-granted-to-everyone/cases.ts'
import { cases as tenantTableWithoutPolicy } from '../checks/security/tenant-table-without-policy/cases.ts'
import { cases as truncatePastPolicies } from '../checks/security/truncate-past-policies/cases.ts'
import { cases as untrustedFunctionForEveryone } from '../checks/security/untrusted-function-for-everyone/cases.ts'
import { cases as userMappingForEveryone } from '../checks/security/user-mapping-for-everyone/cases.ts'
import { cases as viewBypassesPolicies } from '../checks/security/view-bypasses-policies/cases.ts'
import { cases as cacheHitLow } from '../checks/tables/cache-hit-low/cases.ts'
import { cases as defaultPartitionFilled } from '../checks/tables/default-partition-filled/cases.ts'
import { cases as disabledTrigger } from '../checks/tables/disabled-trigger/cases.ts'
import { cases as emptyTable } from '../checks/tables/empty-table/cases.ts'
import { cases as fillfactorWithoutUpdates } from '../checks/tables/fillfactor-without-updates/cases.ts'
import { cases as inheritance } from '../checks/tables/inheritance/cases.ts'
import { cases as largeUnpartitionedTable } from '../checks/tables/large-unpartitioned-table/cases.ts'
import { cases as lowHotRatio } from '../checks/tables/low-hot-ratio/cases.ts'
import { cases as missingPrimaryKey } from '../checks/tables/missing-primary-key/cases.ts'
import { cases as newPageUpdates } from '../checks/tables/new-page-updates/cases.ts'
import { cases as partitionsRunOut } from '../checks/tables/partitions-run-out/cases.ts'
import { cases as publishedWithoutIdentity } from '../checks/tables/published-without-identity/cases.ts'
import { cases as sequentialScansHeavy } from '../checks/tables/sequential-scans-heavy/cases.ts'
import { cases as tableBloat } from '../checks/tables/table-bloat/cases.ts'
import { cases as toastCacheHitLow } from '../checks/tables/toast-cache-hit-low/cases.ts'
import { cases as toastHeavy } from '../checks/tables/toast-heavy/cases.ts'
import { cases as unloggedTable } from '../checks/tables/unlogged-table/cases.ts'
import { cases as unreadTable } from '../checks/tables/unread-table/cases.ts'
import { cases as autovacuumCostLimited } from '../checks/vacuum/autovacuum-cost-limited/cases.ts'
import { cases as autovacuumOff } from '../checks/vacuum/autovacuum-off/cases.ts'
import { cases as autovacuumOffForTable } from '../checks/vacuum/autovacuum-off-for-table/cases.ts'
import { cases as autovacuumThresholdLate } from '../checks/vacuum/autovacuum-threshold-late/cases.ts'
import { cases as autovacuumWorkersSaturated } from '../checks/vacuum/autovacuum-workers-saturated/cases.ts'
import { cases as deadRows } from '../checks/vacuum/dead-rows/cases.ts'
import { cases as indexCleanupOff } from '../checks/vacuum/index-cleanup-off/cases.ts'
import { cases as insertOnlyUnvacuumed } from '../checks/vacuum/insert-only-unvacuumed/cases.ts'
import { cases as multixactWraparound } from '../checks/vacuum/multixact-wraparound/cases.ts'
import { cases as neverAnalyzedExtendedStatistics } from '../checks/vacuum/never-analyzed-extended-statistics/cases.ts'
import { cases as partitionedTableNotAnalyzed } from '../checks/vacuum/partitioned-table-not-analyzed/cases.ts'
import { cases as preparedTransactionOld } from '../checks/vacuum/prepared-transaction-old/cases.ts'
import { cases as staleStatistics } from '../checks/vacuum/stale-statistics/cases.ts'
import { cases as tableFreezeAge } from '../checks/vacuum/table-freeze-age/cases.ts'
import { cases as vacuumManyIndexPasses } from '../checks/vacuum/vacuum-many-index-passes/cases.ts'
import { cases as vacuumRunningLong } from '../checks/vacuum/vacuum-running-long/cases.ts'
import { cases as xidWraparound } from '../checks/vacuum/xid-wraparound/cases.ts'
import { cases as xminHorizonHeld } from '../checks/vacuum/xmin-horizon-held/cases.ts'
import type { CheckCase } from './check-case.ts'

/** By the check's id. */
export const casesOf: ReadonlyMap<string, readonly CheckCase[]> = new Map([
  ['checkpoint-completion-target-low', checkpointCompletionTargetLow],
  ['checkpoint-timeout-short', checkpointTimeoutShort],
  ['checkpoints-requested', checkpointsRequested],
  ['checksum-failures', checksumFailures],
  ['checksums-off', checksumsOff],
  ['collation-version-changed', collationVersionChanged],
  ['damage-ignored', damageIgnored],
  ['effective-cache-size-low', effectiveCacheSizeLow],
  ['fsync-off', fsyncOff],
  ['full-page-writes-off', fullPageWritesOff],
  ['huge-pages-missed', hugePagesMissed],
  ['log-of-whole-pages', logOfWholePages],
  ['logging-too-much', loggingTooMuch],
  ['maintenance-memory-small', maintenanceMemorySmall],
  ['memory-limit-exceeded', memoryLimitExceeded],
  ['memory-overcommitted', memoryOvercommitted],
  ['page-costs-turned', pageCostsTurned],
  ['parallel-workers-beyond-processes', parallelWorkersBeyondProcesses],
  ['parallel-workers-short', parallelWorkersShort],
  ['planner-method-off', plannerMethodOff],
  ['random-page-cost-high', randomPageCostHigh],
  ['restart-pending', restartPending],
  ['role-settings-odd', roleSettingsOdd],
  ['settings-file-wrong', settingsFileWrong],
  ['shared-buffers-default', sharedBuffersDefault],
  ['slow-statements-not-logged', slowStatementsNotLogged],
  ['standard-conforming-strings-off', standardConformingStringsOff],
  ['statement-texts-cut', statementTextsCut],
  ['statistics-target-low', statisticsTargetLow],
  ['synchronous-commit-off', synchronousCommitOff],
  ['temporary-file-limit-none', temporaryFileLimitNone],
  ['temporary-files-many', temporaryFilesMany],
  ['timezone-not-utc', timezoneNotUtc],
  ['track-activities-off', trackActivitiesOff],
  ['track-counts-off', trackCountsOff],
  ['track-io-timing-off', trackIoTimingOff],
  ['version-end-of-life', versionEndOfLife],
  ['version-outdated', versionOutdated],
  ['application-as-superuser', applicationAsSuperuser],
  ['connection-churn', connectionChurn],
  ['connections-nearly-full', connectionsNearlyFull],
  ['idle-connections-many', idleConnectionsMany],
  ['idle-in-transaction', idleInTransaction],
  ['idle-in-transaction-timeout-off', idleInTransactionTimeoutOff],
  ['long-transaction', longTransaction],
  ['max-connections-high', maxConnectionsHigh],
  ['pool-beyond-server', poolBeyondServer],
  ['sessions-lost', sessionsLost],
  ['statement-timeout-off', statementTimeoutOff],
  ['superuser-connections-none', superuserConnectionsNone],
  ['unencrypted-connections', unencryptedConnections],
  ['boolean-index', booleanIndex],
  ['brin-on-uncorrelated-column', brinOnUncorrelatedColumn],
  ['btree-on-array', btreeOnArray],
  ['duplicate-index', duplicateIndex],
  ['foreign-key-without-index', foreignKeyWithoutIndex],
  ['gin-pending-list', ginPendingList],
  ['incomplete-partitioned-index', incompletePartitionedIndex],
  ['index-bloat', indexBloat],
  ['index-cache-hit-low', indexCacheHitLow],
  ['index-prevents-hot-updates', indexPreventsHotUpdates],
  ['indexes-larger-than-table', indexesLargerThanTable],
  ['invalid-index', invalidIndex],
  ['low-selectivity-index', lowSelectivityIndex],
  ['missing-index', missingIndex],
  ['needless-index-condition', needlessIndexCondition],
  ['never-analyzed-expression-index', neverAnalyzedExpressionIndex],
  ['null-heavy-index', nullHeavyIndex],
  ['redundant-index', redundantIndex],
  ['timestamp-mid-key', timestampMidKey],
  ['too-many-indexes', tooManyIndexes],
  ['unique-subset', uniqueSubset],
  ['unique-with-nullable-column', uniqueWithNullableColumn],
  ['unused-index', unusedIndex],
  ['wide-index-key', wideIndexKey],
  ['advisory-locks-many', advisoryLocksMany],
  ['blocked-session', blockedSession],
  ['deadlocks', deadlocks],
  ['exclusive-lock-queue', exclusiveLockQueue],
  ['lock-table-nearly-full', lockTableNearlyFull],
  ['lock-waits-not-logged', lockWaitsNotLogged],
  ['cache-missing-statement', cacheMissingStatement],
  ['cartesian-product', cartesianProduct],
  ['cast-on-column', castOnColumn],
  ['deep-offset', deepOffset],
  ['dominating-statement', dominatingStatement],
  ['estimate-far-off', estimateFarOff],
  ['expression-on-column', expressionOnColumn],
  ['hash-spills', hashSpills],
  ['jit-heavy-statement', jitHeavyStatement],
  ['literal-variants', literalVariants],
  ['n-plus-one-ratio', nPlusOneRatio],
  ['not-in-subquery', notInSubquery],
  ['or-filters-join', orFiltersJoin],
  ['order-by-random', orderByRandom],
  ['overlaps-operator', overlapsOperator],
  ['pattern-scan', patternScan],
  ['planning-heavy-statement', planningHeavyStatement],
  ['reading-much', readingMuch],
  ['rollbacks-many', rollbacksMany],
  ['rows-many-per-call', rowsManyPerCall],
  ['running-long', runningLong],
  ['slow-statement', slowStatement],
  ['sort-spills', sortSpills],
  ['spilling-statement', spillingStatement],
  ['statement-evictions', statementEvictions],
  ['statements-not-seen', statementsNotSeen],
  ['unfiltered-write', unfilteredWrite],
  ['unsteady-statement', unsteadyStatement],
  ['waiting-much', waitingMuch],
  ['wal-heavy-statement', walHeavyStatement],
  ['whole-table-count', wholeTableCount],
  ['wide-select-star', wideSelectStar],
  ['archive-command-empty', archiveCommandEmpty],
  ['archiver-failing', archiverFailing],
  ['receiver-not-running', receiverNotRunning],
  ['recovery-paused', recoveryPaused],
  ['slot-inactive', slotInactive],
  ['slot-keep-size-unlimited', slotKeepSizeUnlimited],
  ['slot-lost', slotLost],
  ['slot-retains-wal', slotRetainsWal],
  ['slots-nearly-used', slotsNearlyUsed],
  ['standby-conflicts', standbyConflicts],
  ['standby-lagging', standbyLagging],
  ['standby-not-streaming', standbyNotStreaming],
  ['standby-without-slot', standbyWithoutSlot],
  ['subscription-disabled', subscriptionDisabled],
  ['subscription-errors', subscriptionErrors],
  ['subscription-not-running', subscriptionNotRunning],
  ['synchronous-standby-missing', synchronousStandbyMissing],
  ['wal-level-minimal', walLevelMinimal],
  ['all-columns-nullable', allColumnsNullable],
  ['char-column', charColumn],
  ['check-calls-function', checkCallsFunction],
  ['check-instead-of-not-null', checkInsteadOfNotNull],
  ['column-without-comment', columnWithoutComment],
  ['columns-running-out', columnsRunningOut],
  ['cross-schema-foreign-key', crossSchemaForeignKey],
  ['deferrable-key', deferrableKey],
  ['disabled-constraint', disabledConstraint],
  ['duplicate-foreign-key', duplicateForeignKey],
  ['float-for-money', floatForMoney],
  ['float-key', floatKey],
  ['foreign-key-cannot-set-null', foreignKeyCannotSetNull],
  ['foreign-key-missing', foreignKeyMissing],
  ['foreign-key-nullable-composite', foreignKeyNullableComposite],
  ['foreign-key-type-mismatch', foreignKeyTypeMismatch],
  ['function-without-comment', functionWithoutComment],
  ['immutable-function-lies', immutableFunctionLies],
  ['inconsistent-types', inconsistentTypes],
  ['integer-key-running-out', integerKeyRunningOut],
  ['isolated-table', isolatedTable],
  ['json-column', jsonColumn],
  ['large-object-column', largeObjectColumn],
  ['materialized-view-unpopulated', materializedViewUnpopulated],
  ['materialized-view-without-unique-index', materializedViewWithoutUniqueIndex],
  ['mixed-owners', mixedOwners],
  ['money-column', moneyColumn],
  ['name-needs-quotes', nameNeedsQuotes],
  ['name-truncated', nameTruncated],
  ['nested-views', nestedViews],
  ['not-valid-constraint', notValidConstraint],
  ['numbered-columns', numberedColumns],
  ['one-column-table', oneColumnTable],
  ['overlapping-foreign-keys', overlappingForeignKeys],
  ['padding-between-columns', paddingBetweenColumns],
  ['primary-key-not-first', primaryKeyNotFirst],
  ['random-uuid-key', randomUuidKey],
  ['reg-type-column', regTypeColumn],
  ['reserved-word-name', reservedWordName],
  ['rule-on-table', ruleOnTable],
  ['self-reference', selfReference],
  ['sequence-behind-key', sequenceBehindKey],
  ['sequence-running-out', sequenceRunningOut],
  ['serial-beside-key', serialBesideKey],
  ['serial-key', serialKey],
  ['shared-trigger-function', sharedTriggerFunction],
  ['sql-ascii-database', sqlAsciiDatabase],
  ['table-without-comment', tableWithoutComment],
  ['text-primary-key', textPrimaryKey],
  ['time-with-time-zone', timeWithTimeZone],
  ['timestamp-without-time-zone', timestampWithoutTimeZone],
  ['unused-type', unusedType],
  ['uuid-in-text', uuidInText],
  ['varchar-limit', varcharLimit],
  ['wide-primary-key', widePrimaryKey],
  ['default-privileges-for-everyone', defaultPrivilegesForEveryone],
  ['everyone-may-create', everyoneMayCreate],
  ['extension-in-public', extensionInPublic],
  ['extension-outdated', extensionOutdated],
  ['function-setting-cast', functionSettingCast],
  ['hba-broken', hbaBroken],
  ['hba-trust', hbaTrust],
  ['index-behind-policy', indexBehindPolicy],
  ['login-superuser', loginSuperuser],
  ['materialized-view-bypasses-policies', materializedViewBypassesPolicies],
  ['md5-password', md5Password],
  ['owner-bypasses-policies', ownerBypassesPolicies],
  ['partition-bypasses-policies', partitionBypassesPolicies],
  ['password-never-expires', passwordNeverExpires],
  ['policy-always-true', policyAlwaysTrue],
  ['policy-calls-per-row', policyCallsPerRow],
  ['policy-casts-column', policyCastsColumn],
  ['policy-check-always-true', policyCheckAlwaysTrue],
  ['policy-disabled', policyDisabled],
  ['policy-multiple-permissive', policyMultiplePermissive],
  ['policy-overhead', policyOverhead],
  ['policy-recursion', policyRecursion],
  ['policy-references-user-metadata', policyReferencesUserMetadata],
  ['policy-setting-cast', policySettingCast],
  ['policy-volatile-function', policyVolatileFunction],
  ['policy-without-index', policyWithoutIndex],
  ['role-bypasses-policies', roleBypassesPolicies],
  ['role-near-superuser', roleNearSuperuser],
  ['row-security-without-policy', rowSecurityWithoutPolicy],
  ['security-definer-for-everyone', securityDefinerForEveryone],
  ['security-definer-search-path', securityDefinerSearchPath],
  ['table-granted-to-everyone', tableGrantedToEveryone],
  ['tenant-table-without-policy', tenantTableWithoutPolicy],
  ['truncate-past-policies', truncatePastPolicies],
  ['untrusted-function-for-everyone', untrustedFunctionForEveryone],
  ['user-mapping-for-everyone', userMappingForEveryone],
  ['view-bypasses-policies', viewBypassesPolicies],
  ['cache-hit-low', cacheHitLow],
  ['default-partition-filled', defaultPartitionFilled],
  ['disabled-trigger', disabledTrigger],
  ['empty-table', emptyTable],
  ['fillfactor-without-updates', fillfactorWithoutUpdates],
  ['inheritance', inheritance],
  ['large-unpartitioned-table', largeUnpartitionedTable],
  ['low-hot-ratio', lowHotRatio],
  ['missing-primary-key', missingPrimaryKey],
  ['new-page-updates', newPageUpdates],
  ['partitions-run-out', partitionsRunOut],
  ['published-without-identity', publishedWithoutIdentity],
  ['sequential-scans-heavy', sequentialScansHeavy],
  ['table-bloat', tableBloat],
  ['toast-cache-hit-low', toastCacheHitLow],
  ['toast-heavy', toastHeavy],
  ['unlogged-table', unloggedTable],
  ['unread-table', unreadTable],
  ['autovacuum-cost-limited', autovacuumCostLimited],
  ['autovacuum-off', autovacuumOff],
  ['autovacuum-off-for-table', autovacuumOffForTable],
  ['autovacuum-threshold-late', autovacuumThresholdLate],
  ['autovacuum-workers-saturated', autovacuumWorkersSaturated],
  ['dead-rows', deadRows],
  ['index-cleanup-off', indexCleanupOff],
  ['insert-only-unvacuumed', insertOnlyUnvacuumed],
  ['multixact-wraparound', multixactWraparound],
  ['never-analyzed-extended-statistics', neverAnalyzedExtendedStatistics],
  ['partitioned-table-not-analyzed', partitionedTableNotAnalyzed],
  ['prepared-transaction-old', preparedTransactionOld],
  ['stale-statistics', staleStatistics],
  ['table-freeze-age', tableFreezeAge],
  ['vacuum-many-index-passes', vacuumManyIndexPasses],
  ['vacuum-running-long', vacuumRunningLong],
  ['xid-wraparound', xidWraparound],
  ['xmin-horizon-held', xminHorizonHeld],
])
