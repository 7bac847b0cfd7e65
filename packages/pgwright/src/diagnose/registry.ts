// Written by `npm run checks` from the folders.
import type { Check } from './check.ts'
import { check as checkpointCompletionTargetLow } from './checks/configuration/checkpoint-completion-target-low/check.ts'
import { check as checkpointTimeoutShort } from './checks/configuration/checkpoint-timeout-short/check.ts'
import { check as checkpointsRequested } from './checks/configuration/checkpoints-requested/check.ts'
import { check as checksumFailures } from './checks/configuration/checksum-failures/check.ts'
import { check as checksumsOff } from './checks/configuration/checksums-off/check.ts'
import { check as collationVersionChanged } from './checks/configuration/collation-version-changed/check.ts'
import { check as damageIgnored } from './checks/configuration/damage-ignored/check.ts'
import { check as effectiveCacheSizeLow } from './checks/configuration/effective-cache-size-low/check.ts'
import { check as fsyncOff } from './checks/configuration/fsync-off/check.ts'
import { check as fullPageWritesOff } from './checks/configuration/full-page-writes-off/check.ts'
import { check as hugePagesMissed } from './checks/configuration/huge-pages-missed/check.ts'
import { check as logOfWholePages } from './checks/configuration/log-of-whole-pages/check.ts'
import { check as loggingTooMuch } from './checks/configuration/logging-too-much/check.ts'
import { check as maintenanceMemorySmall } from './checks/configuration/maintenance-memory-small/check.ts'
import { check as memoryLimitExceeded } from './checks/configuration/memory-limit-exceeded/check.ts'
import { check as memoryOvercommitted } from './checks/configuration/memory-overcommitted/check.ts'
import { check as pageCostsTurned } from './checks/configuration/page-costs-turned/check.ts'
import { check as parallelWorkersBeyondProcesses } from './checks/configuration/parallel-workers-beyond-processes/check.ts'
import { check as parallelWorkersShort } from './checks/configuration/parallel-workers-short/check.ts'
import { check as plannerMethodOff } from './checks/configuration/planner-method-off/check.ts'
import { check as randomPageCostHigh } from './checks/configuration/random-page-cost-high/check.ts'
import { check as restartPending } from './checks/configuration/restart-pending/check.ts'
import { check as roleSettingsOdd } from './checks/configuration/role-settings-odd/check.ts'
import { check as settingsFileWrong } from './checks/configuration/settings-file-wrong/check.ts'
import { check as sharedBuffersDefault } from './checks/configuration/shared-buffers-default/check.ts'
import { check as slowStatementsNotLogged } from './checks/configuration/slow-statements-not-logged/check.ts'
import { check as standardConformingStringsOff } from './checks/configuration/standard-conforming-strings-off/check.ts'
import { check as statementTextsCut } from './checks/configuration/statement-texts-cut/check.ts'
import { check as statisticsTargetLow } from './checks/configuration/statistics-target-low/check.ts'
import { check as synchronousCommitOff } from './checks/configuration/synchronous-commit-off/check.ts'
import { check as temporaryFileLimitNone } from './checks/configuration/temporary-file-limit-none/check.ts'
import { check as temporaryFilesMany } from './checks/configuration/temporary-files-many/check.ts'
import { check as timezoneNotUtc } from './checks/configuration/timezone-not-utc/check.ts'
import { check as trackActivitiesOff } from './checks/configuration/track-activities-off/check.ts'
import { check as trackCountsOff } from './checks/configuration/track-counts-off/check.ts'
import { check as trackIoTimingOff } from './checks/configuration/track-io-timing-off/check.ts'
import { check as versionEndOfLife } from './checks/configuration/version-end-of-life/check.ts'
import { check as versionOutdated } from './checks/configuration/version-outdated/check.ts'
import { check as applicationAsSuperuser } from './checks/connections/application-as-superuser/check.ts'
import { check as connectionChurn } from './checks/connections/connection-churn/check.ts'
import { check as connectionsNearlyFull } from './checks/connections/connections-nearly-full/check.ts'
import { check as idleConnectionsMany } from './checks/connections/idle-connections-many/check.ts'
import { check as idleInTransaction } from './checks/connections/idle-in-transaction/check.ts'
import { check as idleInTransactionTimeoutOff } from './checks/connections/idle-in-transaction-timeout-off/check.ts'
import { check as longTransaction } from './checks/connections/long-transaction/check.ts'
import { check as maxConnectionsHigh } from './checks/connections/max-connections-high/check.ts'
import { check as poolBeyondServer } from './checks/connections/pool-beyond-server/check.ts'
import { check as sessionsLost } from './checks/connections/sessions-lost/check.ts'
import { check as statementTimeoutOff } from './checks/connections/statement-timeout-off/check.ts'
import { check as superuserConnectionsNone } from './checks/connections/superuser-connections-none/check.ts'
import { check as unencryptedConnections } from './checks/connections/unencrypted-connections/check.ts'
import { check as booleanIndex } from './checks/indexes/boolean-index/check.ts'
import { check as brinOnUncorrelatedColumn } from './checks/indexes/brin-on-uncorrelated-column/check.ts'
import { check as btreeOnArray } from './checks/indexes/btree-on-array/check.ts'
import { check as duplicateIndex } from './checks/indexes/duplicate-index/check.ts'
import { check as foreignKeyWithoutIndex } from './checks/indexes/foreign-key-without-index/check.ts'
import { check as ginPendingList } from './checks/indexes/gin-pending-list/check.ts'
import { check as incompletePartitionedIndex } from './checks/indexes/incomplete-partitioned-index/check.ts'
import { check as indexBloat } from './checks/indexes/index-bloat/check.ts'
import { check as indexCacheHitLow } from './checks/indexes/index-cache-hit-low/check.ts'
import { check as indexPreventsHotUpdates } from './checks/indexes/index-prevents-hot-updates/check.ts'
import { check as indexesLargerThanTable } from './checks/indexes/indexes-larger-than-table/check.ts'
import { check as invalidIndex } from './checks/indexes/invalid-index/check.ts'
import { check as lowSelectivityIndex } from './checks/indexes/low-selectivity-index/check.ts'
import { check as missingIndex } from './checks/indexes/missing-index/check.ts'
import { check as needlessIndexCondition } from './checks/indexes/needless-index-condition/check.ts'
import { check as neverAnalyzedExpressionIndex } from './checks/indexes/never-analyzed-expression-index/check.ts'
import { check as nullHeavyIndex } from './checks/indexes/null-heavy-index/check.ts'
import { check as redundantIndex } from './checks/indexes/redundant-index/check.ts'
import { check as timestampMidKey } from './checks/indexes/timestamp-mid-key/check.ts'
import { check as tooManyIndexes } from './checks/indexes/too-many-indexes/check.ts'
import { check as uniqueSubset } from './checks/indexes/unique-subset/check.ts'
import { check as uniqueWithNullableColumn } from './checks/indexes/unique-with-nullable-column/check.ts'
import { check as unusedIndex } from './checks/indexes/unused-index/check.ts'
import { check as wideIndexKey } from './checks/indexes/wide-index-key/check.ts'
import { check as advisoryLocksMany } from './checks/locks/advisory-locks-many/check.ts'
import { check as blockedSession } from './checks/locks/blocked-session/check.ts'
import { check as deadlocks } from './checks/locks/deadlocks/check.ts'
import { check as exclusiveLockQueue } from './checks/locks/exclusive-lock-queue/check.ts'
import { check as lockTableNearlyFull } from './checks/locks/lock-table-nearly-full/check.ts'
import { check as lockWaitsNotLogged } from './checks/locks/lock-waits-not-logged/check.ts'
import { check as cacheMissingStatement } from './checks/queries/cache-missing-statement/check.ts'
import { check as cartesianProduct } from './checks/queries/cartesian-product/check.ts'
import { check as castOnColumn } from './checks/queries/cast-on-column/check.ts'
import { check as deepOffset } from './checks/queries/deep-offset/check.ts'
import { check as dominatingStatement } from './checks/queries/dominating-statement/check.ts'
import { check as estimateFarOff } from './checks/queries/estimate-far-off/check.ts'
import { check as expressionOnColumn } from './checks/queries/expression-on-column/check.ts'
import { check as hashSpills } from './checks/queries/hash-spills/check.ts'
import { check as jitHeavyStatement } from './checks/queries/jit-heavy-statement/check.ts'
import { check as literalVariants } from './checks/queries/literal-variants/check.ts'
import { check as nPlusOneRatio } from './checks/queries/n-plus-one-ratio/check.ts'
import { check as notInSubquery } from './checks/queries/not-in-subquery/check.ts'
import { check as orFiltersJoin } from './checks/queries/or-filters-join/check.ts'
import { check as orderByRandom } from './checks/queries/order-by-random/check.ts'
import { check as overlapsOperator } from './checks/queries/overlaps-operator/check.ts'
import { check as patternScan } from './checks/queries/pattern-scan/check.ts'
import { check as planningHeavyStatement } from './checks/queries/planning-heavy-statement/check.ts'
import { check as readingMuch } from './checks/queries/reading-much/check.ts'
import { check as rollbacksMany } from './checks/queries/rollbacks-many/check.ts'
import { check as rowsManyPerCall } from './checks/queries/rows-many-per-call/check.ts'
import { check as runningLong } from './checks/queries/running-long/check.ts'
import { check as slowStatement } from './checks/queries/slow-statement/check.ts'
import { check as sortSpills } from './checks/queries/sort-spills/check.ts'
import { check as spillingStatement } from './checks/queries/spilling-statement/check.ts'
import { check as statementEvictions } from './checks/queries/statement-evictions/check.ts'
import { check as statementsNotSeen } from './checks/queries/statements-not-seen/check.ts'
import { check as unfilteredWrite } from './checks/queries/unfiltered-write/check.ts'
import { check as unsteadyStatement } from './checks/queries/unsteady-statement/check.ts'
import { check as waitingMuch } from './checks/queries/waiting-much/check.ts'
import { check as walHeavyStatement } from './checks/queries/wal-heavy-statement/check.ts'
import { check as wholeTableCount } from './checks/queries/whole-table-count/check.ts'
import { check as wideSelectStar } from './checks/queries/wide-select-star/check.ts'
import { check as archiveCommandEmpty } from './checks/replication/archive-command-empty/check.ts'
import { check as archiverFailing } from './checks/replication/archiver-failing/check.ts'
import { check as receiverNotRunning } from './checks/replication/receiver-not-running/check.ts'
import { check as recoveryPaused } from './checks/replication/recovery-paused/check.ts'
import { check as slotInactive } from './checks/replication/slot-inactive/check.ts'
import { check as slotKeepSizeUnlimited } from './checks/replication/slot-keep-size-unlimited/check.ts'
import { check as slotLost } from './checks/replication/slot-lost/check.ts'
import { check as slotRetainsWal } from './checks/replication/slot-retains-wal/check.ts'
import { check as slotsNearlyUsed } from './checks/replication/slots-nearly-used/check.ts'
import { check as standbyConflicts } from './checks/replication/standby-conflicts/check.ts'
import { check as standbyLagging } from './checks/replication/standby-lagging/check.ts'
import { check as standbyNotStreaming } from './checks/replication/standby-not-streaming/check.ts'
import { check as standbyWithoutSlot } from './checks/replication/standby-without-slot/check.ts'
import { check as subscriptionDisabled } from './checks/replication/subscription-disabled/check.ts'
import { check as subscriptionErrors } from './checks/replication/subscription-errors/check.ts'
import { check as subscriptionNotRunning } from './checks/replication/subscription-not-running/check.ts'
import { check as synchronousStandbyMissing } from './checks/replication/synchronous-standby-missing/check.ts'
import { check as walLevelMinimal } from './checks/replication/wal-level-minimal/check.ts'
import { check as allColumnsNullable } from './checks/schema/all-columns-nullable/check.ts'
import { check as charColumn } from './checks/schema/char-column/check.ts'
import { check as checkCallsFunction } from './checks/schema/check-calls-function/check.ts'
import { check as checkInsteadOfNotNull } from './checks/schema/check-instead-of-not-null/check.ts'
import { check as columnWithoutComment } from './checks/schema/column-without-comment/check.ts'
import { check as columnsRunningOut } from './checks/schema/columns-running-out/check.ts'
import { check as crossSchemaForeignKey } from './checks/schema/cross-schema-foreign-key/check.ts'
import { check as deferrableKey } from './checks/schema/deferrable-key/check.ts'
import { check as disabledConstraint } from './checks/schema/disabled-constraint/check.ts'
import { check as duplicateForeignKey } from './checks/schema/duplicate-foreign-key/check.ts'
import { check as floatForMoney } from './checks/schema/float-for-money/check.ts'
import { check as floatKey } from './checks/schema/float-key/check.ts'
import { check as foreignKeyCannotSetNull } from './checks/schema/foreign-key-cannot-set-null/check.ts'
import { check as foreignKeyMissing } from './checks/schema/foreign-key-missing/check.ts'
import { check as foreignKeyNullableComposite } from './checks/schema/foreign-key-nullable-composite/check.ts'
import { check as foreignKeyTypeMismatch } from './checks/schema/foreign-key-type-mismatch/check.ts'
import { check as functionWithoutComment } from './checks/schema/function-without-comment/check.ts'
import { check as immutableFunctionLies } from './checks/schema/immutable-function-lies/check.ts'
import { check as inconsistentTypes } from './checks/schema/inconsistent-types/check.ts'
import { check as integerKeyRunningOut } from './checks/schema/integer-key-running-out/check.ts'
import { check as isolatedTable } from './checks/schema/isolated-table/check.ts'
import { check as jsonColumn } from './checks/schema/json-column/check.ts'
import { check as largeObjectColumn } from './checks/schema/large-object-column/check.ts'
import { check as materializedViewUnpopulated } from './checks/schema/materialized-view-unpopulated/check.ts'
import { check as materializedViewWithoutUniqueIndex } from './checks/schema/materialized-view-without-unique-index/check.ts'
import { check as mixedOwners } from './checks/schema/mixed-owners/check.ts'
import { check as moneyColumn } from './checks/schema/money-column/check.ts'
import { check as nameNeedsQuotes } from './checks/schema/name-needs-quotes/check.ts'
import { check as nameTruncated } from './checks/schema/name-truncated/check.ts'
import { check as nestedViews } from './checks/schema/nested-views/check.ts'
import { check as notValidConstraint } from './checks/schema/not-valid-constraint/check.ts'
import { check as numberedColumns } from './checks/schema/numbered-columns/check.ts'
import { check as oneColumnTable } from './checks/schema/one-column-table/check.ts'
import { check as overlappingForeignKeys } from './checks/schema/overlapping-foreign-keys/check.ts'
import { check as paddingBetweenColumns } from './checks/schema/padding-between-columns/check.ts'
import { check as primaryKeyNotFirst } from './checks/schema/primary-key-not-first/check.ts'
import { check as randomUuidKey } from './checks/schema/random-uuid-key/check.ts'
import { check as regTypeColumn } from './checks/schema/reg-type-column/check.ts'
import { check as reservedWordName } from './checks/schema/reserved-word-name/check.ts'
import { check as ruleOnTable } from './checks/schema/rule-on-table/check.ts'
import { check as selfReference } from './checks/schema/self-reference/check.ts'
import { check as sequenceBehindKey } from './checks/schema/sequence-behind-key/check.ts'
import { check as sequenceRunningOut } from './checks/schema/sequence-running-out/check.ts'
import { check as serialBesideKey } from './checks/schema/serial-beside-key/check.ts'
import { check as serialKey } from './checks/schema/serial-key/check.ts'
import { check as sharedTriggerFunction } from './checks/schema/shared-trigger-function/check.ts'
import { check as sqlAsciiDatabase } from './checks/schema/sql-ascii-database/check.ts'
import { check as tableWithoutComment } from './checks/schema/table-without-comment/check.ts'
import { check as textPrimaryKey } from './checks/schema/text-primary-key/check.ts'
import { check as timeWithTimeZone } from './checks/schema/time-with-time-zone/check.ts'
import { check as timestampWithoutTimeZone } from './checks/schema/timestamp-without-time-zone/check.ts'
import { check as unusedType } from './checks/schema/unused-type/check.ts'
import { check as uuidInText } from './checks/schema/uuid-in-text/check.ts'
import { check as varcharLimit } from './checks/schema/varchar-limit/check.ts'
import { check as widePrimaryKey } from './checks/schema/wide-primary-key/check.ts'
import { check as defaultPrivilegesForEveryone } from './checks/security/default-privileges-for-everyone/check.ts'
import { check as everyoneMayCreate } from './checks/security/everyone-may-create/check.ts'
import { check as extensionInPublic } from './checks/security/extension-in-public/check.ts'
import { check as extensionOutdated } from './checks/security/extension-outdated/check.ts'
import { check as functionSettingCast } from './checks/security/function-setting-cast/check.ts'
import { check as hbaBroken } from './checks/security/hba-broken/check.ts'
import { check as hbaTrust } from './checks/security/hba-trust/check.ts'
import { check as indexBehindPolicy } from './checks/security/index-behind-policy/check.ts'
import { check as loginSuperuser } from './checks/security/login-superuser/check.ts'
import { check as materializedViewBypassesPolicies } from './checks/security/materialized-view-bypasses-policies/check.ts'
import { check as md5Password } from './checks/security/md5-password/check.ts'
import { check as ownerBypassesPolicies } from './checks/security/owner-bypasses-policies/check.ts'
import { check as partitionBypassesPolicies } from './checks/security/partition-bypasses-policies/check.ts'
import { check as passwordNeverExpires } from './checks/security/password-never-expires/check.ts'
import { check as policyAlwaysTrue } from './checks/security/policy-always-true/check.ts'
import { check as policyCallsPerRow } from './checks/security/policy-calls-per-row/check.ts'
import { check as policyCastsColumn } from './checks/security/policy-casts-column/check.ts'
import { check as policyCheckAlwaysTrue } from './checks/security/policy-check-always-true/check.ts'
import { check as policyDisabled } from './checks/security/policy-disabled/check.ts'
import { check as policyMultiplePermissive } from './checks/security/policy-multiple-permissive/check.ts'
import { check as policyOverhead } from './checks/security/policy-overhead/check.ts'
import { check as policyRecursion } from './checks/security/policy-recursion/check.ts'
import { check as policyReferencesUserMetadata } from './checks/security/policy-references-user-metadata/check.ts'
import { check as policySettingCast } from './checks/security/policy-setting-cast/check.ts'
import { check as policyVolatileFunction } from './checks/security/policy-volatile-function/check.ts'
import { check as policyWithoutIndex } from './checks/security/policy-without-index/check.ts'
import { check as roleBypassesPolicies } from './checks/security/role-bypasses-policies/check.ts'
import { check as roleNearSuperuser } from './checks/security/role-near-superuser/check.ts'
import { check as rowSecurityWithoutPolicy } from './checks/security/row-security-without-policy/check.ts'
import { check as securityDefinerForEveryone } from './checks/security/security-definer-for-everyone/check.ts'
import { check as securityDefinerSearchPath } from './checks/security/security-definer-search-path/check.ts'
import { check as tableGrantedToEveryone } from './checks/security/table-granted-to-everyone/check.ts'
import { check as tenantTableWithoutPolicy } from './checks/security/tenant-table-without-policy/check.ts'
import { check as truncatePastPolicies } from './checks/security/truncate-past-policies/check.ts'
import { check as untrustedFunctionForEveryone } from './checks/security/untrusted-function-for-everyone/check.ts'
import { check as userMappingForEveryone } from './checks/security/user-mapping-for-everyone/check.ts'
import { check as viewBypassesPolicies } from './checks/security/view-bypasses-policies/check.ts'
import { check as cacheHitLow } from './checks/tables/cache-hit-low/check.ts'
import { check as defaultPartitionFilled } from './checks/tables/default-partition-filled/check.ts'
import { check as disabledTrigger } from './checks/tables/disabled-trigger/check.ts'
import { check as emptyTable } from './checks/tables/empty-table/check.ts'
import { check as fillfactorWithoutUpdates } from './checks/tables/fillfactor-without-updates/check.ts'
import { check as inheritance } from './checks/tables/inheritance/check.ts'
import { check as largeUnpartitionedTable } from './checks/tables/large-unpartitioned-table/check.ts'
import { check as lowHotRatio } from './checks/tables/low-hot-ratio/check.ts'
import { check as missingPrimaryKey } from './checks/tables/missing-primary-key/check.ts'
import { check as newPageUpdates } from './checks/tables/new-page-updates/check.ts'
import { check as partitionsRunOut } from './checks/tables/partitions-run-out/check.ts'
import { check as publishedWithoutIdentity } from './checks/tables/published-without-identity/check.ts'
import { check as sequentialScansHeavy } from './checks/tables/sequential-scans-heavy/check.ts'
import { check as tableBloat } from './checks/tables/table-bloat/check.ts'
import { check as toastCacheHitLow } from './checks/tables/toast-cache-hit-low/check.ts'
import { check as toastHeavy } from './checks/tables/toast-heavy/check.ts'
import { check as unloggedTable } from './checks/tables/unlogged-table/check.ts'
import { check as unreadTable } from './checks/tables/unread-table/check.ts'
import { check as autovacuumCostLimited } from './checks/vacuum/autovacuum-cost-limited/check.ts'
import { check as autovacuumOff } from './checks/vacuum/autovacuum-off/check.ts'
import { check as autovacuumOffForTable } from './checks/vacuum/autovacuum-off-for-table/check.ts'
import { check as autovacuumThresholdLate } from './checks/vacuum/autovacuum-threshold-late/check.ts'
import { check as autovacuumWorkersSaturated } from './checks/vacuum/autovacuum-workers-saturated/check.ts'
import { check as deadRows } from './checks/vacuum/dead-rows/check.ts'
import { check as indexCleanupOff } from './checks/vacuum/index-cleanup-off/check.ts'
import { check as insertOnlyUnvacuumed } from './checks/vacuum/insert-only-unvacuumed/check.ts'
import { check as multixactWraparound } from './checks/vacuum/multixact-wraparound/check.ts'
import { check as neverAnalyzedExtendedStatistics } from './checks/vacuum/never-analyzed-extended-statistics/check.ts'
import { check as partitionedTableNotAnalyzed } from './checks/vacuum/partitioned-table-not-analyzed/check.ts'
import { check as preparedTransactionOld } from './checks/vacuum/prepared-transaction-old/check.ts'
import { check as staleStatistics } from './checks/vacuum/stale-statistics/check.ts'
import { check as tableFreezeAge } from './checks/vacuum/table-freeze-age/check.ts'
import { check as vacuumManyIndexPasses } from './checks/vacuum/vacuum-many-index-passes/check.ts'
import { check as vacuumRunningLong } from './checks/vacuum/vacuum-running-long/check.ts'
import { check as xidWraparound } from './checks/vacuum/xid-wraparound/check.ts'
import { check as xminHorizonHeld } from './checks/vacuum/xmin-horizon-held/check.ts'

/** By category and id. */
export const checks: readonly Check[] = [
  checkpointCompletionTargetLow,
  checkpointTimeoutShort,
  checkpointsRequested,
  checksumFailures,
  checksumsOff,
  collationVersionChanged,
  damageIgnored,
  effectiveCacheSizeLow,
  fsyncOff,
  fullPageWritesOff,
  hugePagesMissed,
  logOfWholePages,
  loggingTooMuch,
  maintenanceMemorySmall,
  memoryLimitExceeded,
  memoryOvercommitted,
  pageCostsTurned,
  parallelWorkersBeyondProcesses,
  parallelWorkersShort,
  plannerMethodOff,
  randomPageCostHigh,
  restartPending,
  roleSettingsOdd,
  settingsFileWrong,
  sharedBuffersDefault,
  slowStatementsNotLogged,
  standardConformingStringsOff,
  statementTextsCut,
  statisticsTargetLow,
  synchronousCommitOff,
  temporaryFileLimitNone,
  temporaryFilesMany,
  timezoneNotUtc,
  trackActivitiesOff,
  trackCountsOff,
  trackIoTimingOff,
  versionEndOfLife,
  versionOutdated,
  applicationAsSuperuser,
  connectionChurn,
  connectionsNearlyFull,
  idleConnectionsMany,
  idleInTransaction,
  idleInTransactionTimeoutOff,
  longTransaction,
  maxConnectionsHigh,
  poolBeyondServer,
  sessionsLost,
  statementTimeoutOff,
  superuserConnectionsNone,
  unencryptedConnections,
  booleanIndex,
  brinOnUncorrelatedColumn,
  btreeOnArray,
  duplicateIndex,
  foreignKeyWithoutIndex,
  ginPendingList,
  incompletePartitionedIndex,
  indexBloat,
  indexCacheHitLow,
  indexPreventsHotUpdates,
  indexesLargerThanTable,
  invalidIndex,
  lowSelectivityIndex,
  missingIndex,
  needlessIndexCondition,
  neverAnalyzedExpressionIndex,
  nullHeavyIndex,
  redundantIndex,
  timestampMidKey,
  tooManyIndexes,
  uniqueSubset,
  uniqueWithNullableColumn,
  unusedIndex,
  wideIndexKey,
  advisoryLocksMany,
  blockedSession,
  deadlocks,
  exclusiveLockQueue,
  lockTableNearlyFull,
  lockWaitsNotLogged,
  cacheMissingStatement,
  cartesianProduct,
  castOnColumn,
  deepOffset,
  dominatingStatement,
  estimateFarOff,
  expressionOnColumn,
  hashSpills,
  jitHeavyStatement,
  literalVariants,
  nPlusOneRatio,
  notInSubquery,
  orFiltersJoin,
  orderByRandom,
  overlapsOperator,
  patternScan,
  planningHeavyStatement,
  readingMuch,
  rollbacksMany,
  rowsManyPerCall,
  runningLong,
  slowStatement,
  sortSpills,
  spillingStatement,
  statementEvictions,
  statementsNotSeen,
  unfilteredWrite,
  unsteadyStatement,
  waitingMuch,
  walHeavyStatement,
  wholeTableCount,
  wideSelectStar,
  archiveCommandEmpty,
  archiverFailing,
  receiverNotRunning,
  recoveryPaused,
  slotInactive,
  slotKeepSizeUnlimited,
  slotLost,
  slotRetainsWal,
  slotsNearlyUsed,
  standbyConflicts,
  standbyLagging,
  standbyNotStreaming,
  standbyWithoutSlot,
  subscriptionDisabled,
  subscriptionErrors,
  subscriptionNotRunning,
  synchronousStandbyMissing,
  walLevelMinimal,
  allColumnsNullable,
  charColumn,
  checkCallsFunction,
  checkInsteadOfNotNull,
  columnWithoutComment,
  columnsRunningOut,
  crossSchemaForeignKey,
  deferrableKey,
  disabledConstraint,
  duplicateForeignKey,
  floatForMoney,
  floatKey,
  foreignKeyCannotSetNull,
  foreignKeyMissing,
  foreignKeyNullableComposite,
  foreignKeyTypeMismatch,
  functionWithoutComment,
  immutableFunctionLies,
  inconsistentTypes,
  integerKeyRunningOut,
  isolatedTable,
  jsonColumn,
  largeObjectColumn,
  materializedViewUnpopulated,
  materializedViewWithoutUniqueIndex,
  mixedOwners,
  moneyColumn,
  nameNeedsQuotes,
  nameTruncated,
  nestedViews,
  notValidConstraint,
  numberedColumns,
  oneColumnTable,
  overlappingForeignKeys,
  paddingBetweenColumns,
  primaryKeyNotFirst,
  randomUuidKey,
  regTypeColumn,
  reservedWordName,
  ruleOnTable,
  selfReference,
  sequenceBehindKey,
  sequenceRunningOut,
  serialBesideKey,
  serialKey,
  sharedTriggerFunction,
  sqlAsciiDatabase,
  tableWithoutComment,
  textPrimaryKey,
  timeWithTimeZone,
  timestampWithoutTimeZone,
  unusedType,
  uuidInText,
  varcharLimit,
  widePrimaryKey,
  defaultPrivilegesForEveryone,
  everyoneMayCreate,
  extensionInPublic,
  extensionOutdated,
  functionSettingCast,
  hbaBroken,
  hbaTrust,
  indexBehindPolicy,
  loginSuperuser,
  materializedViewBypassesPolicies,
  md5Password,
  ownerBypassesPolicies,
  partitionBypassesPolicies,
  passwordNeverExpires,
  policyAlwaysTrue,
  policyCallsPerRow,
  policyCastsColumn,
  policyCheckAlwaysTrue,
  policyDisabled,
  policyMultiplePermissive,
  policyOverhead,
  policyRecursion,
  policyReferencesUserMetadata,
  policySettingCast,
  policyVolatileFunction,
  policyWithoutIndex,
  roleBypassesPolicies,
  roleNearSuperuser,
  rowSecurityWithoutPolicy,
  securityDefinerForEveryone,
  securityDefinerSearchPath,
  tableGrantedToEveryone,
  tenantTableWithoutPolicy,
  truncatePastPolicies,
  untrustedFunctionForEveryone,
  userMappingForEveryone,
  viewBypassesPolicies,
  cacheHitLow,
  defaultPartitionFilled,
  disabledTrigger,
  emptyTable,
  fillfactorWithoutUpdates,
  inheritance,
  largeUnpartitionedTable,
  lowHotRatio,
  missingPrimaryKey,
  newPageUpdates,
  partitionsRunOut,
  publishedWithoutIdentity,
  sequentialScansHeavy,
  tableBloat,
  toastCacheHitLow,
  toastHeavy,
  unloggedTable,
  unreadTable,
  autovacuumCostLimited,
  autovacuumOff,
  autovacuumOffForTable,
  autovacuumThresholdLate,
  autovacuumWorkersSaturated,
  deadRows,
  indexCleanupOff,
  insertOnlyUnvacuumed,
  multixactWraparound,
  neverAnalyzedExtendedStatistics,
  partitionedTableNotAnalyzed,
  preparedTransactionOld,
  staleStatistics,
  tableFreezeAge,
  vacuumManyIndexPasses,
  vacuumRunningLong,
  xidWraparound,
  xminHorizonHeld,
]
