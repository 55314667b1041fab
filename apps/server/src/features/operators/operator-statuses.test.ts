import type { Site } from '@foyer/protocol/site';
import type { WorkPeriods } from '@foyer/protocol/work-periods';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import type { TestSocket } from '../../testing/test-socket.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const minute = 60_000;

/** Work that is done now and then takes its time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

describe.each(appsOnStores)('statuses on %s', (_name, open) => {
  let server: StoredApp;
  let origin: string;
  let site: Site;
  let rounds = 0;
  beforeAll(async () => {
    server = await open();
    origin = await server.listen();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    server.clock.aheadMs = 0; // sessions end after half a day
    site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    rounds += 1;
  });

  async function enter(name: string, role: 'operator' | 'supervisor' = 'operator') {
    const operator = await addOperator(server, `${name} ${'abcdefghijklmnopqrstuvwxyz'[rounds]}`, role, [site.id]);
    return { ...operator, console_: await openConsole(origin, operator.caller) };
  }
  const choose = async (console_: TestSocket, status: string) => {
    console_.send({ type: 'status.chosen', status, requestId: status });
    await console_.next((frame) => frame.type === 'done' && frame.requestId === status);
  };
  const statusOf = async (operator: { caller: StoredApp['admin'] }) =>
    (await operator.caller.must<{ status: string }>('GET', '/api/v1/me')).status;
  /** The next status that the server tells by itself. */
  const turned = (console_: TestSocket) => console_.next((frame) => frame.type === 'status.changed' && frame.cause);
  const setAutoAway = (operator: { caller: StoredApp['admin'] }, minutes: number) =>
    operator.caller.must('PUT', '/api/v1/me/auto-away', { minutes });

  describe('set by another (W-172)', () => {
    test('a supervisor sets it, the person is told who and what, and it counts at once', async () => {
      const [olga, sam] = [await enter('olga'), await enter('sam', 'supervisor')];
      const answers = await sam.console_.ask({
        type: 'status.set',
        siteId: site.id,
        operatorId: olga.id,
        status: 'busy',
        requestId: 'set',
      });
      expect(answers).toContainEqual({ type: 'done', requestId: 'set' });
      expect(await turned(olga.console_)).toEqual({
        type: 'status.changed',
        status: 'busy',
        cause: 'set',
        by: expect.stringMatching(/^sam /),
      });
      expect(await statusOf(olga)).toBe('busy');
      await eventually(
        () => sam.console_.frames.findLast(({ type }) => type === 'colleagues.changed')?.colleagues,
      ).toContainEqual(expect.objectContaining({ operatorId: olga.id, status: 'busy' }));
    });

    test('an operator may not, and nobody may of a person who is not of the site', async () => {
      const [olga, otto, sam] = [await enter('olga'), await enter('otto'), await enter('sam', 'supervisor')];
      const other = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Market' });
      const stranger = await addOperator(server, `stranger ${rounds}`, 'operator', [other.id]);
      const set = (console_: TestSocket, operatorId: string) =>
        console_.ask({ type: 'status.set', siteId: site.id, operatorId, status: 'away', requestId: 'set' });
      expect(await set(otto.console_, olga.id)).toMatchObject([{ type: 'error', code: 'forbidden' }]);
      expect(await set(sam.console_, stranger.id)).toMatchObject([{ type: 'error', code: 'not_found' }]);
      expect([await statusOf(olga), await statusOf(stranger)]).toEqual(['online', 'online']);
    });
  });

  describe('auto away (W-151)', () => {
    test('after five minutes without activity they are Away; doing something brings back the status from before', async () => {
      const olga = await enter('olga');
      await choose(olga.console_, 'busy');
      expect(await olga.caller.must('GET', '/api/v1/me/auto-away')).toEqual({ minutes: 5 });
      server.clock.aheadMs += 5 * minute;
      expect(await turned(olga.console_)).toMatchObject({ status: 'away', cause: 'inactive', by: null });
      expect(await statusOf(olga)).toBe('away');
      olga.console_.send({ type: 'activity.seen' });
      expect(await turned(olga.console_)).toMatchObject({ status: 'busy', cause: 'active' });
      expect(await statusOf(olga)).toBe('busy');
    });

    test('activity in one console keeps them at work, and one in which nobody does anything does not send them away', async () => {
      const olga = await enter('olga');
      const idle = await openConsole(origin, olga.caller);
      for (let count = 0; count < 3; count += 1) {
        server.clock.aheadMs += 4 * minute;
        await olga.console_.ask({ type: 'activity.seen' });
      }
      // A sweep has looked by then: somebody who does nothing has gone in the meantime.
      const otto = await enter('otto');
      server.clock.aheadMs += 4 * minute;
      await olga.console_.ask({ type: 'activity.seen' });
      server.clock.aheadMs += 2 * minute;
      await turned(otto.console_);
      expect(await statusOf(olga)).toBe('online');
      server.clock.aheadMs += 4 * minute;
      expect(await turned(idle)).toMatchObject({ status: 'away', cause: 'inactive' });
    });

    test('who types is at work; beats of the connection are none', async () => {
      const [olga, otto] = [await enter('olga'), await enter('otto')];
      server.clock.aheadMs += 3 * minute;
      await olga.console_.ask({ type: 'team.typing', siteId: site.id, operatorId: null, typing: true });
      await otto.console_.ask({ type: 'ping' });
      server.clock.aheadMs += 3 * minute;
      expect(await turned(otto.console_)).toMatchObject({ status: 'away', cause: 'inactive' });
      expect(await statusOf(olga)).toBe('online');
    });

    test('a time of one’s own, and never with 0', async () => {
      const [olga, otto, oona] = [await enter('olga'), await enter('otto'), await enter('oona')];
      await setAutoAway(olga, 0);
      await setAutoAway(otto, 30);
      server.clock.aheadMs += 29 * minute;
      expect(await turned(oona.console_)).toMatchObject({ cause: 'inactive' });
      expect([await statusOf(olga), await statusOf(otto)]).toEqual(['online', 'online']);
      server.clock.aheadMs += 2 * minute;
      await turned(otto.console_);
      expect(await statusOf(olga)).toBe('online');
      const refused = await olga.caller.call('PUT', '/api/v1/me/auto-away', { body: { minutes: 241 } });
      expect(errorsOf(refused)).toHaveLength(1);
    });

    test('who chose Away, or a status while away, is not brought anywhere by doing something', async () => {
      const [olga, otto] = [await enter('olga'), await enter('otto')];
      await choose(olga.console_, 'away');
      server.clock.aheadMs += 6 * minute;
      await turned(otto.console_);
      await choose(otto.console_, 'beRightBack');
      for (const { console_ } of [olga, otto]) await console_.ask({ type: 'activity.seen' });
      expect([await statusOf(olga), await statusOf(otto)]).toEqual(['away', 'beRightBack']);
    });

    test('a console that comes back by itself leaves them away; somebody who left for the night is not away at once', async () => {
      const olga = await enter('olga');
      server.clock.aheadMs += 6 * minute;
      await turned(olga.console_);
      await olga.console_.close();
      const back = await openConsole(origin, olga.caller);
      expect(await statusOf(olga)).toBe('away');
      await back.ask({ type: 'activity.seen' });
      expect(await statusOf(olga)).toBe('online');
      await back.close();
      server.clock.aheadMs += 10 * minute;
      const otto = await enter('otto');
      const morning = await openConsole(origin, olga.caller);
      server.clock.aheadMs += 4 * minute;
      await morning.ask({ type: 'ping' });
      expect(await statusOf(olga)).toBe('online');
      server.clock.aheadMs += 2 * minute;
      await Promise.all([turned(morning), turned(otto.console_)]);
    });
  });

  describe('work periods', () => {
    /** Periods that begin and end so many minutes from now, today by a zone in which that is the middle of the day. */
    async function setPeriods(operatorId: string, ...ranges: readonly (readonly [from: number, to: number])[]) {
      const now = new Date(server.clock.now());
      // 12:xx there, whatever time it is here: no midnight comes between.
      const offset = now.getUTCHours() - 12;
      const timeZone = offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '+' : ''}${offset}`;
      const clock = (minutes: number) => {
        const at = 12 * 60 + now.getUTCMinutes() + minutes;
        return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
      };
      const every = ranges.map(([from, to]) => ({ from: clock(from), to: clock(to) }));
      const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
      const week = Object.fromEntries(days.map((day) => [day, every]));
      return server.admin.must<WorkPeriods>('PUT', `/api/v1/users/${operatorId}/work-periods`, {
        enabled: true,
        timeZone,
        week,
        version: 0,
      });
    }

    test('at the end they go Away, at the start Online; in between they choose', async () => {
      const olga = await enter('olga');
      await setAutoAway(olga, 0);
      await setPeriods(olga.id, [10, 60], [90, 120]);
      // Outside already: saving changes nothing, and no period has sent them away that the first start could end.
      await olga.console_.ask({ type: 'ping' });
      expect(await statusOf(olga)).toBe('online');
      server.clock.aheadMs += 11 * minute;
      await inPeriod(olga.id, true);
      server.clock.aheadMs += 50 * minute;
      expect(await turned(olga.console_)).toMatchObject({ status: 'away', cause: 'periodEnded' });
      server.clock.aheadMs += 30 * minute;
      expect(await turned(olga.console_)).toMatchObject({ status: 'online', cause: 'periodBegan' });
      await choose(olga.console_, 'busy');
      await olga.console_.ask({ type: 'ping' });
      expect(await statusOf(olga)).toBe('busy');
      server.clock.aheadMs += 30 * minute;
      expect(await turned(olga.console_)).toMatchObject({ status: 'away', cause: 'periodEnded' });
      // Overtime: it stands until the next boundary.
      await choose(olga.console_, 'online');
      expect(await statusOf(olga)).toBe('online');
    });

    /** Waits until the server has seen that they are within a period, or are not. */
    const inPeriod = (operatorId: string, isInside: boolean) =>
      eventually(async () => {
        const query = server.storage.db.selectFrom('operator_activity').select('in_period');
        return (await query.where('operator_id', '=', operatorId).executeTakeFirst())?.in_period;
      }).toBe(Number(isInside));

    test('whoever chose Away before the end is not called back at the next start', async () => {
      const [olga, otto] = [await enter('olga'), await enter('otto')];
      for (const operator of [olga, otto]) {
        await setAutoAway(operator, 0);
        await setPeriods(operator.id, [-5, 10], [30, 60]);
      }
      await choose(olga.console_, 'away');
      server.clock.aheadMs += 11 * minute;
      await turned(otto.console_);
      server.clock.aheadMs += 25 * minute;
      expect(await turned(otto.console_)).toMatchObject({ cause: 'periodBegan' });
      expect(await statusOf(olga)).toBe('away');
    });

    test('they are an administrator’s to change, recorded, with a version; the operator sees their own', async () => {
      const olga = await enter('olga');
      const saved = await setPeriods(olga.id, [-60, 60]);
      expect(saved.version).toBe(1);
      expect(await olga.caller.must('GET', '/api/v1/me/work-periods')).toEqual(saved);
      const url = `/api/v1/users/${olga.id}/work-periods`;
      expect((await server.admin.call('PUT', url, { body: { ...saved, version: 0 } })).statusCode).toBe(409);
      expect((await olga.caller.call('PUT', url, { body: saved })).statusCode).toBe(403);
      expect(await server.admin.must('PUT', url, { ...saved, enabled: false })).toMatchObject({ version: 2 });
      const { items } = await server.admin.must<{ items: object[] }>('GET', '/api/v1/audit?kind=workPeriods');
      expect(items[0]).toMatchObject({ kind: 'workPeriods', documentId: olga.id, fields: ['enabled'] });
    });
  });

  test('a browser that cannot call its operator is marked, as long as none of theirs can', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    const silent = { sound: 'blocked', notice: 'denied', push: 'off' };
    const seen = () =>
      otto.console_.frames
        .findLast(({ type }) => type === 'colleagues.changed')
        ?.colleagues.find((one: { operatorId: string }) => one.operatorId === olga.id)?.cannotRing;
    await olga.console_.ask({ type: 'ring.reported', ring: silent });
    await eventually(seen).toEqual(silent);
    const second = await openConsole(origin, olga.caller);
    await second.ask({ type: 'ring.reported', ring: { ...silent, sound: 'works' } });
    await eventually(seen).toBeUndefined();
    await second.close();
    await eventually(seen).toEqual(silent);
    await olga.console_.ask({ type: 'ring.reported', ring: { ...silent, push: 'works' } });
    await eventually(seen).toBeUndefined();
  });
});
