import { dimension } from '@pgwright/system-frame'
import type { Dimensions, Random, Write } from 'pgwright'
import { anyUser } from './people.ts'
import {
  logActivity,
  type Moved,
  moveItem,
  type NewActivity,
  type Read,
  readNotifications,
  recordLogin,
} from './service/changes.ts'
import { momentAfterAnchor } from './story.ts'

const activity: Write<NewActivity> = {
  id: 'log-activity',
  weight: 16,
  parameters: newActivityCall,
  run: logActivity,
}

const move: Write<Moved> = {
  id: 'move-item',
  weight: 6,
  parameters: (random, dimensions) => ({
    itemId: String(random.integer(1, dimension(dimensions, 'items'))),
    ...someoneNow(random, dimensions),
    status: random.pick(['open', 'in_progress', 'done']),
  }),
  run: moveItem,
}

const read: Write<Read> = {
  id: 'read-notifications',
  weight: 2,
  parameters: someoneNow,
  run: readNotifications,
}

const signIn: Write<Read> = {
  id: 'record-login',
  weight: 4,
  parameters: someoneNow,
  run: recordLogin,
}

/** What people do all day: 28 of each hundred calls. */
export const writes: readonly Write[] = [activity, move, read, signIn]

function newActivityCall(random: Random, dimensions: Dimensions): NewActivity {
  return {
    ...someoneNow(random, dimensions),
    action: random.pick(['item.view', 'item.update', 'project.view', 'comment.create']),
    targetId: random.integer(1, dimension(dimensions, 'items')),
    userAgent: `fastnext-mobile/4.${random.integer(0, 40)}.0 (Android 14)`,
  }
}

function someoneNow(random: Random, dimensions: Dimensions): Read {
  return { userId: anyUser(random, dimensions), at: momentAfterAnchor(random.integer(1, 3600)) }
}
