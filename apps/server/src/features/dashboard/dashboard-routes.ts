import { type DashboardNow, dashboardNowSchema, dashboardTodaySchema } from '@foyer/protocol/dashboard';
import type { Visit } from '@foyer/rules/visit';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Staff } from '../operators/staff.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import { countPartDays, type PartDay } from './count-part-days.ts';
import { countVisitors, readNow } from './read-now.ts';
import { readToday } from './read-today.ts';
import type { Tally } from './tally.ts';

/** Visitors of a site are counted at most this often, however many dashboards are open. */
const countEveryMs = 2000;

/** What the dashboard shows, under /api/v1/sites/:siteId/reports. Callers are operators of the site. */
export const dashboardRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  store: VisitStore<Visit>;
  configurations: SiteConfigurations;
  staff: Staff;
  now: () => number;
}> = async (app, { storage, store, configurations, staff, now }) => {
  const params = z.object({ siteId: z.uuid() });
  const config = { access: { who: 'operator', touches: 'site' } } as const;
  const configurationOf = async (siteId: string) => {
    const configuration = await configurations.find(siteId);
    if (!configuration) throw new AppError('not_found', 'No such site');
    return configuration;
  };

  const visitors = new LRUCache<string, { at: number; counting: Promise<DashboardNow['visitors']> }>({ max: 1000 });
  const visitorsOf = (siteId: string, idleMs: number, at: number) => {
    const known = visitors.get(siteId);
    if (known && at - known.at < countEveryMs && at >= known.at) return known.counting;
    const counting = store.list(siteId).then((visits) => countVisitors(visits, at, idleMs));
    visitors.set(siteId, { at, counting });
    counting.catch(() => visitors.delete(siteId));
    return counting;
  };

  app.get('/now', { schema: { params, response: { 200: dashboardNowSchema } }, config }, async (request) => {
    const { site, rules } = await configurationOf(request.params.siteId);
    const at = now();
    return readNow(storage.db, site, at, await visitorsOf(site.id, rules.source.idleMs, at), staff.presentOn(site.id));
  });

  // Parts of days that are over stay as they are: within a minute all dashboards of a site are shown the same.
  const parts = new LRUCache<string, Promise<ReadonlyMap<string, Tally>>>({ max: 1000 });
  app.get('/today', { schema: { params, response: { 200: dashboardTodaySchema } }, config }, async (request) => {
    const { site } = await configurationOf(request.params.siteId);
    return readToday(storage.reports, site, now(), (wanted: readonly PartDay[]) => {
      const key = JSON.stringify([site.id, wanted]);
      const known = parts.get(key);
      if (known) return known;
      const counting = countPartDays(storage.reports, site, wanted);
      parts.set(key, counting);
      counting.catch(() => parts.delete(key));
      return counting;
    });
  });
};
