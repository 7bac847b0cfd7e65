import http from 'node:http'
import https from 'node:https'
import type { Watch } from '../detect/index.ts'
import { watchScope } from '../detect/index.ts'
import { withScope } from '../scope/index.ts'

type Emit = (this: unknown, event: string, ...given: unknown[]) => boolean

interface Request {
  readonly method?: string
  readonly url?: string
}

interface Response {
  once(event: 'close', then: () => void): void
}

/** Each request to a server of this process is a scope of its own. */
export function watchRequests(through: (watch: Watch) => void): void {
  for (const { prototype } of [http.Server, https.Server]) {
    const server = prototype as unknown as { emit: Emit }
    const { emit } = server
    server.emit = function (event, ...given) {
      if (event !== 'request') return emit.call(this, event, ...given)
      const [request, response] = given as [Request, Response]
      return withScope(routeOf(request), (scope) => {
        const { watch, end } = watchScope(scope)
        response.once('close', () => {
          end()
          through(watch)
        })
        return emit.call(this, event, ...given)
      })
    }
  }
}

/** Without what names one thing of many: a middleware that knows the pattern puts it in its place. */
function routeOf({ method = 'GET', url = '/' }: Request): string {
  const path = url.split(/[?#]/)[0] ?? '/'
  const parts = path.split('/').map((part) => (/\d|^.{25,}$|%/.test(part) ? ':id' : part))
  return `${method} ${parts.join('/')}`
}
