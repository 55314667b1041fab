import { notificationsSchema } from '@foyer/protocol/notifications';
import type { ReportSchedule } from '@foyer/protocol/report-schedule';
import { addDays, instantOf, localTime } from '@foyer/rules/site-time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { administrator } from '../../testing/test-app.ts';
import { type DueReportParts, sendDueReports } from './send-due-reports.ts';

const zone = 'Europe/London';
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

describe.each(appsOnStores)('reports by e-mail on %s', (_name, open) => {
  let mail: MailServer;
  let app: StoredApp;
  let siteId: string;
  let below: string;
  let count = 0;
  /** Far enough from now that no timer of the server itself finds it due. */
  const dueDay = addDays(localTime(Date.now(), zone).date, 3);
  const dueAt = instantOf(dueDay, 7 * 60, zone);

  beforeAll(async () => {
    mail = await openMailServer();
    app = await open({ FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port}`, FOYER_URL: 'https://chat.example.com' });
    ({ id: siteId } = await app.admin.must('POST', '/api/v1/sites', { name: 'Lamps <b>', timeZone: zone }));
    below = `/api/v1/sites/${siteId}`;
  });
  afterAll(async () => {
    await app.close();
    await mail.close();
  });

  /** One that is due on `dueDay`, at 7 of the site's clock. */
  const input = (more: object = {}) => ({
    name: `Weekly ${count++}`,
    reportIds: ['visits'],
    every: 'week',
    weekday: weekdays[new Date(`${dueDay}T00:00:00Z`).getUTCDay()],
    hour: 7,
    recipients: ['ann@shop.example', 'bob@shop.example'],
    ...more,
  });
  const add = (more: object = {}) => app.admin.must<ReportSchedule>('POST', `${below}/report-schedules`, input(more));
  const read = (id: string) => app.admin.must<ReportSchedule>('GET', `${below}/report-schedules/${id}`);
  /** Looks for what is due at an instant, as a node does. */
  const look = (at: number, more: Partial<DueReportParts> = {}) =>
    sendDueReports({
      storage: app.storage,
      origin: () => 'https://chat.example.com',
      now: () => at,
      wake: () => undefined,
      logger: { warn: () => undefined },
      ...more,
    });
  const mailsOf = async ({ id }: { id: string }) => {
    const rows = await app.storage.db.selectFrom('outbox').select('occurrence').where('site_id', '=', siteId).execute();
    return rows
      .map(({ occurrence }) => occurrence)
      .filter((one) => one.startsWith(`report ${id} `))
      .sort();
  };

  test('are made, refused beside the field, changed by version only, and deleted', async () => {
    const made = await add({ name: 'Monday' });
    expect(made).toMatchObject({ name: 'Monday', range: 'last7Days', enabled: true, nextAt: dueAt, last: null });
    const refused = await app.admin.call('POST', `${below}/report-schedules`, {
      body: input({ recipients: ['nobody'], reportIds: ['visits', 'visits'] }),
    });
    const { errors } = refused.json<{ errors: { path: string }[] }>();
    expect(errors.map(({ path }) => path).sort()).toEqual(['recipients.0', 'reportIds']);
    const { version } = await app.admin.must('PUT', `${below}/report-schedules/${made.id}`, {
      ...input({ name: 'Off', enabled: false }),
      version: 1,
    });
    expect(await read(made.id)).toMatchObject({ name: 'Off', nextAt: null, version });
    const stale = await app.admin.call('DELETE', `${below}/report-schedules/${made.id}?version=1`);
    expect(stale.statusCode).toBe(409);
    await app.admin.must('DELETE', `${below}/report-schedules/${made.id}?version=${version}`);
    const changes = await app.admin.must<{ items: { kind: string; act: string; documentId: string }[] }>(
      'GET',
      `${below}/audit`,
    );
    const ofIt = changes.items.filter(({ documentId }) => documentId === made.id);
    expect(ofIt.map(({ kind, act }) => `${kind} ${act}`)).toEqual([
      'reportSchedule deleted',
      'reportSchedule changed',
      'reportSchedule created',
    ]);
  });

  test('are sent once when they are due, whatever nodes look, and not again', async () => {
    const made = await add();
    await look(dueAt - 3_600_000); // it counts from here
    await look(dueAt - 1);
    expect(await mailsOf(made)).toEqual([]);
    await Promise.all([look(dueAt), look(dueAt), look(dueAt + 5)]);
    await look(dueAt + 3_600_000);
    expect(await mailsOf(made)).toEqual(
      ['ann@shop.example', 'bob@shop.example'].map((to) => `report ${made.id} ${dueAt} ${to}`),
    );
    const { last, nextAt } = await read(made.id);
    expect(last).toMatchObject({ at: dueAt, error: null });
    expect(last?.mails.map(({ to }) => to)).toEqual(['ann@shop.example', 'bob@shop.example']);
    expect(nextAt).toBe(dueAt); // by the server's clock that instant is still to come
  });

  test('nothing is sent for the time before a schedule was made or changed, or was switched off', async () => {
    const off = await add({ enabled: false });
    const late = await add();
    await look(dueAt + 120_000);
    await look(dueAt + 120_001);
    const { version } = await read(off.id);
    await app.admin.must('PUT', `${below}/report-schedules/${off.id}`, { ...input(), version });
    await look(dueAt + 180_000);
    await look(dueAt + 180_001);
    expect([await mailsOf(off), await mailsOf(late)]).toEqual([[], []]);
    const next = instantOf(addDays(dueDay, 7), 7 * 60, zone);
    await look(next);
    expect([(await mailsOf(off)).length, (await mailsOf(late)).length]).toEqual([2, 2]);
  });

  test('what a node took and could not make is made by the next one, when its time is over', async () => {
    const made = await add({ recipients: ['ann@shop.example'] });
    await look(dueAt - 3_600_000);
    const broken = new Proxy(app.storage, {
      get: (storage, key) => {
        if (key === 'reports') throw new Error('no such disk');
        return Reflect.get(storage, key);
      },
    });
    const warnings: string[] = [];
    await look(dueAt, { storage: broken, logger: { warn: (_details, message) => warnings.push(message) } });
    expect(warnings).toHaveLength(1);
    expect((await read(made.id)).last?.error).toContain('could not be made');
    await look(dueAt + 60_000);
    expect(await mailsOf(made)).toEqual([]);
    await look(dueAt + 5 * 60_000);
    expect(await mailsOf(made)).toHaveLength(1);
    expect((await read(made.id)).last?.error).toBeNull();
  });

  test('a mail has totals, rows and links; what visitors and people wrote is text in it', async () => {
    const at = `${below}/notifications`;
    const { version } = notificationsSchema.parse(await app.admin.must('GET', at));
    const from = { name: 'Foyer', address: 'foyer@shop.example' };
    await app.admin.must('PUT', at, {
      smtp: { host: '127.0.0.1', port: mail.port, security: 'none', from },
      version,
    });
    const day = addDays(localTime(Date.now(), zone).date, -1);
    await app.storage.db
      .insertInto('day_total')
      .values({ site_id: siteId, day, counter: 'visits', value: 1234 })
      .execute();
    const body = input({ name: 'For <me>', range: 'yesterday' });
    const preview = await app.admin.must<{ subject: string; text: string }>(
      'POST',
      `${below}/report-schedules/preview`,
      body,
    );
    expect(preview.text).toContain('Visits: 1,234 (▲ new from 0)');
    const { to } = await app.admin.must<{ to: string }>('POST', `${below}/report-schedules/send-to-me`, body);
    expect(to).toBe(administrator.email);
    await expect.poll(() => mail.mails.length, { timeout: 10_000 }).toBe(1);
    const [received] = mail.mails;
    expect(received?.parsed.subject).toBe(preview.subject);
    expect(received?.recipients).toEqual([to]);
    expect(received?.parsed.html).toContain('For &lt;me&gt;');
    expect(received?.parsed.html).not.toContain('Lamps <b>');
    const link = `https://chat.example.com/console/reports/visits?from=${day}&to=${day}&compare=before`;
    expect(received?.parsed.text).toContain(link);
    expect(received?.parsed.html).toContain(link.replaceAll('&', '&amp;'));
  });
});
