// Starts an embedded server and says where, for tests of what becomes of it when this process ends. The options are
// those of `startServer`, as JSON; after `stay` this process does not end by itself.
import { startServer } from '../src/postgres/index.ts'

const [options = '{}', stay] = process.argv.slice(2)
const { processId, dataFolder, url } = await startServer(JSON.parse(options))
console.log(JSON.stringify({ processId, dataFolder, url: url() }))
if (stay === 'stay') setInterval(() => {}, 60_000)
