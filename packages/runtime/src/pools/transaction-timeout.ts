import type pg from 'pg'

type Verify = NonNullable<pg.PoolConfig['verify']>

/** At the start of a session older servers would refuse the setting, and with it the session. */
const setTimeoutOfTransactions = `
select set_config('transaction_timeout', $1, false)
where current_setting('server_version_num')::int >= 170000`

/** What pg's pool does with a new connection before it gives it out. */
export function withTransactionTimeout(timeoutMs: number, next: Verify | undefined): Verify {
  return (client, done) => {
    client.query(setTimeoutOfTransactions, [String(timeoutMs)], (error: Error | null) => {
      if (error) done(error)
      else if (next) next(client, done)
      else done()
    })
  }
}
