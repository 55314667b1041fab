/** What the tests of the outbox share: an item's content, and a worker whose clock they move. */
import {
  type NotificationsChange,
  notificationsChangeSchema,
  type SavedNotifications,
} from '@foyer/protocol/notifications';
import type { OutboxData, OutboxMessage } from '@foyer/protocol/outbox';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { createEgressGuard } from '../../http/egress-guard.ts';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import { saveNotifications } from '../notifications/save-notifications.ts';
import { SecretBox } from '../notifications/secret-box.ts';
import { createSite } from '../sites/create-site.ts';
import { insertOutboxItems } from './insert-outbox-items.ts';
import { toOutboxRow } from './outbox-row.ts';
import { OutboxWorker } from './outbox-worker.ts';
import { UnsubscribeLinks } from './unsubscribe-links.ts';

const testSecret = 'a secret of at least thirty-two characters';

export const links = new UnsubscribeLinks(testSecret);

/** A site named Shop and a visitor named Ann. */
export const outboxData: OutboxData = {
  site: 'Shop',
  rule: { kind: 'prospectRule', name: 'Serious' },
  visitor: {
    id: 'a'.repeat(32),
    name: 'Ann',
    company: 'Ann’s Ltd',
    email: 'ann@visitor.example',
    phone: '+447700900111',
  },
  page: { url: 'https://shop.example/prices', title: 'Prices' },
  entryPage: 'https://shop.example/',
  referrer: 'https://search.example/?q=shop',
  country: 'GB',
  visit: { id: '01890000-0000-7000-8000-000000000007', number: 3 },
  link: '/console/visits/7',
  at: Date.parse('2026-07-01T12:00:00Z'),
};

export const staffMail = (to = 'staff@shop.example'): OutboxMessage => ({
  kind: 'email',
  template: 'staff',
  to,
  data: outboxData,
});
export const visitorMail = (to = 'ann@visitor.example'): OutboxMessage => ({
  kind: 'email',
  template: 'visitor',
  to,
  data: outboxData,
});
export const sms = (to = '+447700900222'): OutboxMessage => ({ kind: 'sms', to, data: outboxData });
export const webhook = (event: 'alert.matched' | 'prospect.fired' = 'prospect.fired'): OutboxMessage => ({
  kind: 'webhook',
  event,
  data: outboxData,
});

/** Notifications that go to receivers on this machine. */
export const mailTo = (port: number) => ({
  host: '127.0.0.1',
  port,
  security: 'none' as const,
  from: { name: 'The shop', address: 'shop@shop.example' },
});
export const smsTo = (port: number) => ({
  url: `http://127.0.0.1:${port}/sms`,
  contentType: 'application/json' as const,
  body: '{"to":"{{to}}","text":"{{text}}"}',
  countries: ['+44'],
});

/** An installation's clock, epoch ms, that nothing moves but the test. */
export interface TestClock {
  ms: number;
}

/** A worker as one node has it. */
export interface TestOutbox {
  readonly worker: OutboxWorker;
  readonly clock: TestClock;
  /** Gives the signal that the attempts under way have taken too long. */
  expire(): void;
  addSite(name?: string): Promise<string>;
  configure(
    siteId: string,
    change: Omit<z.input<typeof notificationsChangeSchema>, 'version'>,
  ): Promise<SavedNotifications>;
  /** Writes items as a cause does; the answer are their ids. */
  add(siteId: string, ...messages: OutboxMessage[]): Promise<string[]>;
  /** Sends what is due at an instant, and what becomes due by that. */
  runAt(ms: number): Promise<void>;
  /** Moves the clock from one due instant to the next until nothing waits any more. */
  runToEnd(): Promise<void>;
  rows(siteId?: string): Promise<Selectable<Database['outbox']>[]>;
  /** State and number of attempts of each item, in the order they were added. */
  fates(siteId?: string): Promise<string[]>;
}

/** Opens a worker. `ports`: the receivers that it may connect to. Items jitter by nothing unless `random` is given. */
export function openTestOutbox(
  storage: Storage,
  ports: readonly number[],
  {
    clock = { ms: Date.parse('2026-07-01T12:00:00Z') },
    random = () => 0.5,
    secret = testSecret,
    laneLimit = 50_000,
    onWarning = () => undefined,
  }: {
    clock?: TestClock;
    random?: () => number;
    /** The installation's. */
    secret?: string;
    laneLimit?: number;
    onWarning?: (message: string) => void;
  } = {},
): TestOutbox {
  const { db, dialect } = storage;
  const now = () => clock.ms;
  const box = new SecretBox(secret);
  let deadlines: AbortController[] = [];
  const expire = () => {
    for (const deadline of deadlines) deadline.abort(new DOMException('late', 'TimeoutError'));
    deadlines = [];
  };
  const worker = new OutboxWorker({
    storage,
    box,
    links,
    now,
    random,
    laneLimit,
    guard: createEgressGuard(ports.map((port) => `127.0.0.1:${port}`)),
    origin: () => 'https://chat.example.com',
    logger: { warn: (_details, message) => onWarning(message), error: (_details, message) => onWarning(message) },
    announce: async () => undefined,
    deadline: () => {
      const controller = new AbortController();
      deadlines.push(controller);
      return controller.signal;
    },
  });
  const rows: TestOutbox['rows'] = async (siteId) => {
    const query = db.selectFrom('outbox').selectAll().orderBy('id');
    return siteId === undefined ? query.execute() : query.where('site_id', '=', siteId).execute();
  };
  const run = async () => {
    await worker.tick();
    await worker.idle();
  };
  return {
    worker,
    clock,
    expire,
    rows,
    addSite: async (name = 'Shop') => (await db.transaction().execute((trx) => createSite(trx, { name }, clock.ms))).id,
    async configure(siteId, change) {
      const { version } = await readNotifications(db, siteId);
      const parsed: NotificationsChange = notificationsChangeSchema.parse({ ...change, version });
      const changer = { operatorId: null, name: 'A test', at: clock.ms };
      return saveNotifications({ db, box, changer }, siteId, parsed, clock.ms);
    },
    async add(siteId, ...messages) {
      const items = messages.map((message) => {
        const id = newId();
        const cause = { siteId, id, at: clock.ms, occurrence: id, cause: 'Serious', visitorId: 'v', visitId: null };
        return toOutboxRow({ ...cause, message });
      });
      return db.transaction().execute((trx) => insertOutboxItems(trx, dialect, items));
    },
    async runAt(ms) {
      clock.ms = ms;
      await run();
    },
    async runToEnd() {
      await run();
      for (;;) {
        const { next } = await db
          .selectFrom('outbox')
          .select((build) => build.fn.min('next_at').as('next'))
          .where('state', 'in', ['waiting', 'sending'])
          .executeTakeFirstOrThrow();
        if (next === null) return;
        // What is due already waits for an endpoint that is left alone for a while.
        clock.ms = Math.max(Number(next), clock.ms + 30_000);
        await run();
      }
    },
    fates: async (siteId) => (await rows(siteId)).map(({ state, attempts }) => `${state} ${attempts}`),
  };
}
