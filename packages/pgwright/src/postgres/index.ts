export { type EmbeddedServer, type ServerOptions, startServer } from './embedded/server.ts'
