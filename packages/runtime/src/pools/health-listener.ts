import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Pools } from './create-pools.ts'

/** For node:http or Express: 200 or 503 with `Health` as JSON. */
export function healthListener(
  pools: Pick<Pools, 'health'>,
  options: { readonly timeoutMs?: number } = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    pools.health(options).then((health) => {
      response.writeHead(health.ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(JSON.stringify(health))
    })
  }
}
