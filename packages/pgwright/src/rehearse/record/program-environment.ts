import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Files from which tools take variables that the environment does not have. */
const dotEnvFiles = ['.env', '.env.local', '.env.development', '.env.development.local', '.env.test', 'prisma/.env']

const databaseUrl = /^(jdbc:)?postgres(ql)?:\/\//

/**
 * The environment of a program that is to work on a database of ours. Whatever it is given or would find in `.env` files
 * that names a PostgreSQL names ours there, for a program that takes another variable than `DATABASE_URL` would else
 * migrate the database that this one names.
 *
 * @param url of our database, with its password
 */
export async function programEnvironment(
  url: string,
  folder: string,
  given: NodeJS.ProcessEnv = process.env,
): Promise<NodeJS.ProcessEnv> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const [user, secret, database] = [username, password, pathname.slice(1)].map(decodeURIComponent)
  const environment: NodeJS.ProcessEnv = { ...given }
  for (const name of Object.keys(environment)) if (/^PG[A-Z]/.test(name)) delete environment[name]
  for (const [name, value] of [...Object.entries(given), ...(await dotEnv(folder))]) {
    const [, jdbc] = databaseUrl.exec(value ?? '') ?? []
    if (!databaseUrl.test(value ?? '')) continue
    environment[name] = jdbc === undefined ? url : `jdbc:postgresql://${hostname}:${port}/${database}`
  }
  return {
    ...environment,
    DATABASE_URL: url,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: user,
    PGPASSWORD: secret,
    PGDATABASE: database,
    PGSSLMODE: 'disable',
    // What Flyway takes, in place of what its own files say.
    FLYWAY_URL: `jdbc:postgresql://${hostname}:${port}/${database}`,
    FLYWAY_USER: user,
    FLYWAY_PASSWORD: secret,
  }
}

async function dotEnv(folder: string): Promise<[string, string][]> {
  const texts = await Promise.all(dotEnvFiles.map((name) => readFile(path.join(folder, name), 'utf8').catch(() => '')))
  return texts
    .join('\n')
    .split('\n')
    .flatMap((line) => {
      const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*["'`]?([^"'`\s]*)/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, value] satisfies [string, string]]
    })
}
