import type { DashboardNow } from '@foyer/protocol/dashboard';
import type { Site } from '@foyer/protocol/site';
import { localTime, startOfDay } from '@foyer/rules/site-time';
import type { Visit } from '@foyer/rules/visit';
import { hasOpened, visitState } from '@foyer/rules/visit-state';
import { type Kysely, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';
import type { PresentOperator } from '../operators/staff.ts';

const lateMs = 86_400_000;

/** What goes on at a site in this moment. `present`: everybody connected who works on it. */
export async function readNow(
  db: Kysely<Database>,
  site: Pick<Site, 'id' | 'timeZone'>,
  now: number,
  visitors: DashboardNow['visitors'],
  present: readonly PresentOperator[],
): Promise<DashboardNow> {
  const open = await db
    .selectFrom('chat')
    .select((eb) => ['state', eb.fn.countAll<number | string>().as('chats'), eb.fn.min('pending_since').as('since')])
    .where('site_id', '=', site.id)
    // As it stands in the index of open chats.
    .where(sql<boolean>`state in ('pending', 'active')`)
    .groupBy('state')
    .execute();
  const pending = open.find(({ state }) => state === 'pending');
  const start = startOfDay(localTime(now, site.timeZone).date, site.timeZone);
  const missed = await db
    .selectFrom('chat')
    .select((eb) => eb.fn.countAll<number | string>().as('chats'))
    .where('site_id', '=', site.id)
    .where(sql<boolean>`state = 'missed' and answered is null`)
    .where('id', '>=', smallestIdAt(start - lateMs))
    .where('requested_at', '>=', start)
    .executeTakeFirstOrThrow();
  return {
    at: now,
    visitors,
    operators: present
      .map(({ operatorId, name, status, activeChats, maxChats }) => ({
        operatorId,
        name,
        status,
        activeChats,
        maxChats,
        hasRoom: status === 'online' && (maxChats === 0 || activeChats < maxChats),
      }))
      .sort((one, other) => one.name.localeCompare(other.name, 'en')),
    chats: {
      pending: Number(pending?.chats ?? 0),
      active: Number(open.find(({ state }) => state === 'active')?.chats ?? 0),
      longestWaitingSince: pending?.since == null ? null : Number(pending.since),
    },
    missedToday: Number(missed.chats),
  };
}

/** How many of a site's visitors have a page open. */
export function countVisitors(visits: Iterable<Visit>, now: number, idleMs: number): DashboardNow['visitors'] {
  const counts = { active: 0, idle: 0, left: 0 };
  for (const visit of visits) if (hasOpened(visit)) counts[visitState(visit, now, idleMs)] += 1;
  return { online: counts.active + counts.idle, active: counts.active, idle: counts.idle };
}
