import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addOperator } from './add-operator.ts';
import { OperatorStatuses } from './operator-statuses.ts';
import { Staff } from './staff.ts';
import { sumStatusTimes } from './status-log-repository.ts';

const start = Date.UTC(2026, 2, 28, 9);
const second = 1000;
const minute = 60 * second;
const logger = pino({ level: 'silent' });

describe.each(stores)('the log of statuses on %s', (_name, open) => {
  let own: Stores;
  let now: number;
  let olga: string;
  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.close());
  beforeEach(async () => {
    now = start;
    const operator = { name: 'Olga', email: `${newId()}@example.test`, role: 'operator', siteIds: [] } as const;
    olga = await addOperator(own.storage.db, { ...operator, maxChats: 0, passwordHash: null }, start);
  });

  /** One node: its consoles come and go. */
  async function openNode() {
    const { storage, shared } = own;
    const readLoad = async () => ({
      activeByOperator: new Map<string, number>(),
      pendingBySite: new Map<string, number>(),
    });
    const staff = new Staff(shared.presence, shared.bus, readLoad, () => now);
    const statuses = new OperatorStatuses({ storage, bus: shared.bus, staff, logger, now: () => now });
    const presence = { name: 'Olga', siteIds: null, status: 'online', maxChats: 0 } as const;
    return {
      statuses,
      async connect(): Promise<() => Promise<void>> {
        const connectionId = newId();
        await statuses.arrive(olga);
        await staff.join(connectionId, { operatorId: olga, ...presence });
        return () => statuses.depart(olga, staff.leave(connectionId, olga));
      },
      /** Time passes, as a node lives it. */
      async pass(ms: number): Promise<void> {
        const end = now + ms;
        while (now < end) {
          now = Math.min(end, now + 15 * second);
          await statuses.sweep();
        }
      },
      /** Its consoles are gone from presence; it writes nothing any more. */
      async crash(leave: string[]): Promise<void> {
        for (const member of leave) await shared.presence.remove('operators', member);
        await staff.refresh();
      },
      staff,
    };
  }

  const times = async (from = start, before = now) => {
    const sums = await sumStatusTimes(own.storage.db, { from, before, now });
    return Object.fromEntries(
      sums.filter(({ operatorId }) => operatorId === olga).map(({ status, ms }) => [status, ms / minute]),
    );
  };

  test('from coming to going, in each status; of two consoles the last one that goes counts', async () => {
    const node = await openNode();
    const leave = await node.connect();
    await node.pass(3 * minute);
    const leaveOther = await node.connect();
    await node.statuses.choose(olga, 'console', 'busy');
    await node.pass(2 * minute);
    await leave();
    await node.pass(2 * minute);
    expect(await times()).toEqual({ online: 3, busy: 4 });
    await node.statuses.choose(olga, 'console', 'beRightBack');
    await node.statuses.choose(olga, 'console', 'online');
    await node.pass(minute);
    await leaveOther();
    await node.pass(10 * minute);
    expect(await times()).toMatchObject({ online: 4, busy: 4 });
    // Nobody is there: a status that is set counts from when they come.
    await node.statuses.choose(olga, 'console', 'away');
    const leaveAgain = await node.connect();
    await node.pass(minute);
    await leaveAgain();
    expect(await times()).toMatchObject({ online: 4, busy: 4, away: 1 });
  });

  test('auto away is logged when it comes and when it goes', async () => {
    const node = await openNode();
    const leave = await node.connect();
    await node.pass(7 * minute);
    await node.statuses.noteActivity(olga);
    await node.pass(minute);
    await leave();
    expect(await times()).toEqual({ online: 6, away: 2 });
  });

  test('cut to the range that is asked for', async () => {
    const node = await openNode();
    const leave = await node.connect();
    await node.pass(4 * minute);
    await node.statuses.choose(olga, 'console', 'busy');
    await node.pass(4 * minute);
    expect(await times(start + minute, start + 6 * minute)).toEqual({ online: 3, busy: 2 });
    expect(await times(start + 5 * minute, start + 30 * minute)).toEqual({ busy: 3 });
    await leave();
    expect(await times(start + 9 * minute, start + 30 * minute)).toEqual({});
  });

  test('what a node that died has begun ends with its last sign of life', async () => {
    const node = await openNode();
    const connectionId = newId();
    await node.statuses.arrive(olga);
    await node.staff.join(connectionId, {
      operatorId: olga,
      name: 'Olga',
      siteIds: null,
      status: 'online',
      maxChats: 0,
    });
    await node.pass(4 * minute);
    await node.crash([`${olga} ${connectionId}`]);
    const other = await openNode();
    await other.pass(20 * minute);
    expect(await times()).toEqual({ online: 4 });
    // She comes back.
    const leave = await other.connect();
    await other.pass(minute);
    await leave();
    expect(await times()).toEqual({ online: 5 });
  });

  test('after the start of an only node nobody is there, and who comes back soon was there all the time', async () => {
    const node = await openNode();
    await node.connect();
    await node.pass(3 * minute);
    now += 10 * minute;
    const restarted = await openNode();
    await restarted.statuses.begin();
    expect(await times()).toEqual({ online: 3 });
    const leave = await restarted.connect();
    await restarted.pass(minute);
    await leave();
    expect(await times()).toEqual({ online: 4 });
  });

  test('an operator for whom the log was ended by mistake is logged again from the next sign of life', async () => {
    const node = await openNode();
    const leave = await node.connect();
    await node.pass(minute);
    await own.storage.db
      .updateTable('operator_status')
      .set({ until_at: now })
      .where('operator_id', '=', olga)
      .execute();
    now += 20 * second;
    await node.statuses.sweep();
    await node.pass(minute);
    await leave();
    expect(await times()).toEqual({ online: 2 });
  });
});
