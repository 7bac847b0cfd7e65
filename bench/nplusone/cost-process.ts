import { off, unrepeated } from './overhead.ts'
import { openPool } from './subjects/pg.ts'
import { throughputShare } from './throughput.ts'

const [url = '', pairs, requests, runs] = process.argv.slice(2)
const share = await throughputShare(url, openPool, Number(pairs), Number(requests))
process.stdout.write(JSON.stringify({ share, once: unrepeated(Number(runs)), unheard: off(Number(runs)) }))
