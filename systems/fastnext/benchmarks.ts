import { dimension } from '@pgwright/system-frame'
import type { Benchmark, Claim } from 'pgwright'
import { anyUser, loginOf } from './people.ts'
import { activeUsers, activeUsersNaive } from './service/active-users.ts'
import {
  activityFeed,
  activityFeedNaive,
  type UserActivityCall,
  userActivity,
  userActivityNaive,
} from './service/activity.ts'
import { type AuditSearch, auditTrail, auditTrailNaive } from './service/audit.ts'
import { type LoginCall, userByLogin, userByLoginNaive } from './service/login.ts'
import { unreadNotifications, unreadNotificationsNaive } from './service/notifications.ts'
import { projectsOfUser, projectsOfUserNaive } from './service/projects.ts'
import { type TemplateSearch, templatesByConfig, templatesByConfigNaive } from './service/templates.ts'
import type { UserCall } from './service/user-call.ts'
import { lastThirtyDays, type Window } from './story.ts'
import { nth, words } from './vocabulary.ts'

/** The seed has one line for all queries: p95 of 500 ms before and 50 ms after, "10x faster". */
const claim: Claim = { beforeMs: 500, afterMs: 50, improvement: 0.9 }

const activityOfUser: Benchmark<UserActivityCall> = {
  id: 'user-activity',
  title: "A user's activity of 30 days",
  claim,
  weight: 18,
  parameters: (random, dimensions) => ({ userId: anyUser(random, dimensions), ...lastThirtyDays }),
  naive: userActivityNaive,
  improved: userActivity,
}

const login: Benchmark<LoginCall> = {
  id: 'login',
  title: 'User by e-mail or user name',
  claim,
  weight: 14,
  parameters: (random, dimensions) => ({
    login: loginOf(random.integer(1, dimension(dimensions, 'users')), random.pick(['username', 'email'])),
  }),
  naive: userByLoginNaive,
  improved: userByLogin,
}

const feed: Benchmark<Window> = {
  id: 'activity-feed',
  title: "Everyone's newest activity",
  claim,
  weight: 6,
  parameters: () => lastThirtyDays,
  naive: activityFeedNaive,
  improved: activityFeed,
}

const activeUserList: Benchmark<Window> = {
  id: 'active-users',
  title: 'Active users with their activity',
  claim,
  weight: 2,
  parameters: () => lastThirtyDays,
  naive: activeUsersNaive,
  improved: activeUsers,
}

const templates: Benchmark<TemplateSearch> = {
  id: 'templates-by-config',
  title: 'Workflow templates by configuration',
  claim,
  weight: 4,
  // People look for what is rare: of a connector that is everywhere, they know the templates by name.
  parameters: (random) => ({
    step: {
      connector: nth('connectors', random.integer(20, words.connectors.length - 1)),
      operation: random.pick(['upsert', 'search', 'delete']),
    },
    trigger: { type: random.pick(['webhook', 'schedule', 'manual']) },
  }),
  naive: templatesByConfigNaive,
  improved: templatesByConfig,
}

const audit: Benchmark<AuditSearch> = {
  id: 'audit-by-metadata',
  title: 'Audit trail by metadata',
  claim,
  weight: 4,
  parameters: (random, dimensions) => ({
    ticket: `OPS-${random.integer(1, Math.floor(dimension(dimensions, 'audit_trails') / 100))}`,
    channel: random.pick(['web', 'api']),
  }),
  naive: auditTrailNaive,
  improved: auditTrail,
}

const projects: Benchmark<UserCall> = {
  id: 'project-list',
  title: "A user's projects with counts",
  claim,
  weight: 10,
  parameters: (random, dimensions) => ({ userId: anyUser(random, dimensions) }),
  naive: projectsOfUserNaive,
  improved: projectsOfUser,
}

const notifications: Benchmark<UserCall> = {
  id: 'unread-notifications',
  title: 'Unread notifications',
  claim,
  weight: 14,
  parameters: (random, dimensions) => ({ userId: anyUser(random, dimensions) }),
  naive: unreadNotificationsNaive,
  improved: unreadNotifications,
}

/** What the seed names, and two lists that every such platform has. */
export const benchmarks: readonly Benchmark[] = [
  activityOfUser,
  login,
  feed,
  activeUserList,
  templates,
  audit,
  projects,
  notifications,
]
