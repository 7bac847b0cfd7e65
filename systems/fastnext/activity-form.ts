import type { PartitionedForm } from '@pgwright/system-frame'
import { activityMonths } from './story.ts'

/**
 * The activity logs by month. Its key begins with the time, so that it also gives everyone's newest. The logs repeat some
 * thousand user agents, each as long as the rest of its row, so these are kept once.
 */
export const activityForm: PartitionedForm = {
  table: 'activity_logs',
  column: 'timestamp',
  ...activityMonths,
  primaryKey: ['timestamp', 'id'],
  indexes: ['(user_id, "timestamp")'],
  dictionaries: [{ column: 'user_agent', table: 'user_agents' }],
}
