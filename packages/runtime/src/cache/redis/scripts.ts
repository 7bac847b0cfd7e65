import { createHash } from 'node:crypto'

/** A script that runs in Redis as one step, known there by its hash. */
export interface Script {
  readonly text: string
  readonly sha: string
}

function script(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

// All keys of a cache begin with KEYS[1], the state of its epoch: a hash of e (epoch), r (run id of the server), g (the
// WAL's lineage) and w (the highest invalidation of all). Values and tags of another epoch are never looked at.
// A tag that is not there any more (expired, evicted) makes an entry invalid, and w takes its place for a fill: what
// Redis forgets can cost a hit, never a stale one.

/**
 * Takes the lock where there is no value, or a stale one.
 *
 * ARGV: epoch, key, token, ms of the lock → {'hit', lsn, tags, data, fresh ms, stale ms, 'locked' or ''} | {'lock'} | {'wait'} | {'epoch'}
 */
export const readScript = script(`
local state, epoch = KEYS[1], ARGV[1]
if redis.call('HGET', state, 'e') ~= epoch then return {'epoch'} end
local at = state .. ':v:' .. epoch .. ':' .. ARGV[2]
local v = redis.call('HMGET', at, 'l', 't', 'd', 's')
if v[1] then
  local valid = true
  for _, tag in ipairs(cjson.decode(v[2])) do
    local bar = redis.call('GET', state .. ':t:' .. epoch .. ':' .. tag)
    if not bar or v[1] < bar then valid = false break end
  end
  if valid then
    local fresh = redis.call('PTTL', at) - tonumber(v[4])
    local locked = fresh <= 0 and redis.call('SET', state .. ':l:' .. epoch .. ':' .. ARGV[2], ARGV[3], 'NX', 'PX', ARGV[4])
    return {'hit', v[1], v[2], v[3], tostring(fresh), v[4], locked and 'locked' or ''}
  end
  redis.call('DEL', at)
end
if redis.call('SET', state .. ':l:' .. epoch .. ':' .. ARGV[2], ARGV[3], 'NX', 'PX', ARGV[4]) then return {'lock'} end
return {'wait'}`)

/**
 * ARGV: epoch, key, token, lineage, lsn, tags as JSON, data, ttl ms, stale ms within it, ms a tag lives
 * → 'kept' | 'overtaken' | 'lineage' | 'epoch'
 */
export const storeScript = script(`
local state, epoch = KEYS[1], ARGV[1]
local lock = state .. ':l:' .. epoch .. ':' .. ARGV[2]
if redis.call('GET', lock) == ARGV[3] then redis.call('DEL', lock) end
local now = redis.call('HMGET', state, 'e', 'g', 'w')
if now[1] ~= epoch then return 'epoch' end
if now[2] ~= ARGV[4] then return 'lineage' end
local lsn, kept = ARGV[5], true
for _, tag in ipairs(cjson.decode(ARGV[6])) do
  local at = state .. ':t:' .. epoch .. ':' .. tag
  local bar = redis.call('GET', at)
  if bar then
    redis.call('PEXPIRE', at, ARGV[10])
  else
    bar = now[3]
    redis.call('SET', at, bar, 'PX', ARGV[10])
  end
  if lsn < bar then kept = false end
end
if not kept then return 'overtaken' end
local at = state .. ':v:' .. epoch .. ':' .. ARGV[2]
local there = redis.call('HGET', at, 'l')
if there and there > lsn then return 'kept' end
redis.call('HSET', at, 'l', lsn, 't', ARGV[6], 'd', ARGV[7], 's', ARGV[9])
redis.call('PEXPIRE', at, ARGV[8])
return 'kept'`)

/** ARGV: epoch, key, token */
export const releaseScript = script(`
local lock = KEYS[1] .. ':l:' .. ARGV[1] .. ':' .. ARGV[2]
if redis.call('GET', lock) == ARGV[3] then redis.call('DEL', lock) end
return 'released'`)

/** ARGV: epoch, lineage, lsn, ms a tag lives, channel, tags as JSON → 'told' | 'lineage' | 'epoch' */
export const invalidateScript = script(`
local state, epoch, lsn = KEYS[1], ARGV[1], ARGV[3]
local now = redis.call('HMGET', state, 'e', 'g', 'w')
if now[1] ~= epoch then return 'epoch' end
if now[2] ~= ARGV[2] then return 'lineage' end
if now[3] < lsn then redis.call('HSET', state, 'w', lsn) end
for _, tag in ipairs(cjson.decode(ARGV[6])) do
  local at = state .. ':t:' .. epoch .. ':' .. tag
  local bar = redis.call('GET', at)
  if not bar or bar < lsn then bar = lsn end
  redis.call('SET', at, bar, 'PX', ARGV[4])
end
redis.call('PUBLISH', ARGV[5], '{"tags":' .. ARGV[6] .. ',"lsn":"' .. lsn .. '"}')
return 'told'`)

/**
 * A new epoch where there is none, where the server was started anew (it may have come back with an old file, or be a
 * replica that lacks the last writes), where the epoch is the one that is to end, or where another process has not been
 * heard for longer than is normal: it may owe invalidations.
 *
 * ARGV: epoch to end or '', new epoch, run id, lineage, lsn, channel, ms of silence → {epoch, lineage}
 */
export const openScript = script(`
local state = KEYS[1]
local now = redis.call('HMGET', state, 'e', 'r', 'g')
local time = redis.call('TIME')
local silent = redis.call('ZCOUNT', state .. ':m', '-inf', time[1] * 1000 + time[2] / 1000 - ARGV[7])
if silent == 0 and now[1] and now[1] ~= ARGV[1] and now[2] == ARGV[3] then return {now[1], now[3]} end
redis.call('DEL', state, state .. ':m')
redis.call('HSET', state, 'e', ARGV[2], 'r', ARGV[3], 'g', ARGV[4], 'w', ARGV[5])
redis.call('PUBLISH', ARGV[6], '{"epoch":"' .. ARGV[2] .. '"}')
return {ARGV[2], ARGV[4]}`)

/** ARGV: channel of this process alone, number of the beat → epoch or '' */
export const beatScript = script(`
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1] .. ':m', time[1] * 1000 + time[2] / 1000, ARGV[1])
redis.call('PUBLISH', ARGV[1], '{"beat":' .. ARGV[2] .. '}')
return redis.call('HGET', KEYS[1], 'e') or ''`)

/** A process that ends owes nothing. ARGV: its channel */
export const leaveScript = script(`return redis.call('ZREM', KEYS[1] .. ':m', ARGV[1])`)
