import type { PartitionedForm } from '@pgwright/system-frame'
import { activityMonths } from './story.ts'

/**
 * The activity logs by month. Its key begins with the time, so that it also gives the newest first: the table as it was
 * needs two indexes for both. One user agent in a hundred rows is a new one, so these are kept once.
 */
export const activityForm: PartitionedForm = {
  table: 'activity_logs',
  column: 'timestamp',
  ...activityMonths,
  primaryKey: ['timestamp', 'id'],
  indexes: ['(user_id, "timestamp")'],
  dictionaries: [{ column: 'user_agent', table: 'user_agents' }],
}
