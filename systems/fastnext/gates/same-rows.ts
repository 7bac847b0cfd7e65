import type { Connection, Gate } from 'pgwright'

/** After everything that has been written: the table and its partitioned form hold the same rows. */
export const sameRows: Gate = {
  id: 'same-rows',
  title: 'Rows of both forms of the activity logs',
  claim: 'the partitioned form loses none and adds none',
  async measure({ owner }) {
    const plain = await digest(owner, 'activity_logs', 'l.user_agent', '')
    const form = await digest(
      owner,
      'partitioned.activity_logs',
      'a.value',
      'left join partitioned.user_agents a on a.id = l.user_agent_id',
    )
    const same = plain.rows === form.rows && plain.sum === form.sum
    return {
      measured: `${form.rows} rows, ${same ? 'the same' : `${plain.rows} in the table, NOT the same`}`,
      met: same,
    }
  },
}

/** Sums do not depend on an order, and the hash is of every column. */
async function digest(owner: Connection, table: string, userAgent: string, join: string) {
  const [row] = await owner.query<{ rows: string; sum: string }>(
    `select count(*) as rows, coalesce(sum(hashtextextended(
       row(l.id, l.user_id, l.action, l.details, l.ip_address, ${userAgent}, l."timestamp")::text, 0)), 0) as sum
     from ${table} l ${join}`,
  )
  return row ?? { rows: '', sum: '' }
}
