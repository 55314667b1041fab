import { RedisScript } from './redis-script.ts';

/**
 * Writes a visit if its version is still the one that was read. A visit is stored as `<version> <wakeAt> <JSON>`.
 * KEYS: visit, members of its site, wake-ups. ARGV: version read (empty: none was there), text to store (empty: remove),
 * ms to live, wake-up (empty: none), visitor id, visit name, epoch ms at which it expires.
 * Returns false if written, else what is stored now (empty: nothing).
 */
export const writeVisitScript = new RedisScript(`
local stored = redis.call('GET', KEYS[1])
local version = ''
if stored then version = string.match(stored, '^%S+') end
if version ~= ARGV[1] then return stored or '' end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], ARGV[5])
  redis.call('ZREM', KEYS[3], ARGV[6])
  return false
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[7], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
if ARGV[4] == '' then redis.call('ZREM', KEYS[3], ARGV[6]) else redis.call('ZADD', KEYS[3], ARGV[4], ARGV[6]) end
return false`);

/**
 * Claims wake-ups that are due: moves each to later, so that it comes again if its node dies, and drops those whose visit
 * has expired. KEYS: wake-ups. ARGV: now, limit, epoch ms of the next try, prefix of all keys.
 */
export const takeDueScript = new RedisScript(`
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
local claimed = {}
for _, name in ipairs(due) do
  local colon = string.find(name, ':', 1, true)
  local visit = ARGV[4] .. string.sub(name, 1, colon - 1) .. ':visit:' .. string.sub(name, colon + 1)
  if redis.call('EXISTS', visit) == 1 then
    redis.call('ZADD', KEYS[1], ARGV[3], name)
    claimed[#claimed + 1] = name
  else
    redis.call('ZREM', KEYS[1], name)
  end
end
return claimed`);
