import type { Scenario } from '@foyer/protocol/scenario';
import type { Effect } from '@foyer/rules/effect';
import type { RuleSetSource } from '@foyer/rules/rule-set';
import type { Selectable } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { replayScenario } from '../../testing/replay/replay-scenario.ts';
import { type ReplayServer, replayServers } from '../../testing/replay/replay-server.ts';
import { StaffAccounts } from '../../testing/replay/replayed-staff.ts';
import { randomScenario } from '../simulator/random-scenario.ts';
import { SiteConfigurations } from '../visits/site-configuration.ts';
import type { VisitRecording } from './replay-visit.ts';
import { runBackTest } from './run-back-test.ts';

/** On a busy machine; alone, one takes a second or two. */
const timeoutMs = 60_000;
/** Where it is quick, more of them: twenty in all. */
const seedCounts = [16, 4];

/** Decisions of each visit, one line each, sorted. A visit is told by its instant and page, which are the same on every site. */
type Decisions = Readonly<Record<string, readonly string[]>>;

describe.each(replayServers.map((one, place) => [...one, place] as const))('B-302 on %s, a back-test', (...of) => {
  const [, open, place] = of;
  let server: ReplayServer;
  let accounts: StaffAccounts;

  beforeAll(async () => {
    server = await open();
    accounts = new StaffAccounts(server);
  });
  afterAll(() => server.close());

  /** Plays a scenario, and answers what was decided, and what a back-test of these rules then says. */
  async function play(scenario: Scenario, change: (source: RuleSetSource) => RuleSetSource) {
    let found: { live: Decisions; replayed: Decisions; isApproximate: boolean } | null = null;
    await replayScenario(server, accounts, scenario, async (siteId) => {
      found = { live: await decisionsOfLive(server.storage, siteId), ...(await backTest(server, siteId, change)) };
    });
    return found as unknown as { live: Decisions; replayed: Decisions; isApproximate: boolean };
  }

  const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, seed) => first + seed);

  test.each(seedsFrom(101 + place * 20, seedCounts[place] ?? 1))(
    'of the rules in force decides as the live run did, visitor by visitor, seed %i',
    async (seed) => {
      const scenario = without(randomScenario(seed, { visitors: 5, days: 3 }), ['configuration.changed']);
      const { live, replayed, isApproximate } = await play(scenario, (source) => source);
      expect(Object.values(live).flat().length).toBeGreaterThan(15);
      expect(isApproximate).toBe(false);
      expect(replayed).toEqual(live);
    },
    timeoutMs,
  );

  test.each(seedsFrom(201 + place * 20, place === 0 ? 3 : 1))(
    'of a changed rule decides as a live run with it does from the start, seed %i',
    async (seed) => {
      // Nobody answers an invite, and so nobody chats: what they would answer to another one is not known.
      const scenario = without(randomScenario(seed, { visitors: 5, days: 3 }), [
        'configuration.changed',
        'invite.accepted',
        'invite.declined',
        'chat.requested',
      ]);
      const { configuration } = scenario;
      const anyVisit = { startAfterVisits: 1, minPages: 1, minMinutes: null, specificPages: [], conditions: null };
      const changed: Scenario = {
        ...scenario,
        configuration: {
          ...configuration,
          prospectRules: configuration.prospectRules.map((rule) =>
            rule.name === 'Reads' ? { ...rule, ...anyVisit } : rule,
          ),
          alerts: configuration.alerts.map((alert) =>
            alert.name === 'AdWords' ? { ...alert, entryPages: [] } : alert,
          ),
        },
      };
      const before = await play(scenario, (source) => ({
        ...source,
        prospectRules: source.prospectRules.map((rule) => (rule.name === 'Reads' ? { ...rule, ...anyVisit } : rule)),
        alerts: source.alerts.map((alert) => (alert.name === 'AdWords' ? { ...alert, entryPages: [] } : alert)),
      }));
      const { live } = await play(changed, (source) => source);
      expect(before.live).not.toEqual(live);
      expect(before.replayed).toEqual(live);
    },
    timeoutMs,
  );
});

function without(scenario: Scenario, types: readonly string[]): Scenario {
  return { ...scenario, events: scenario.events.filter(({ type }) => !types.includes(type)) };
}

async function backTest(
  { storage, clock }: ReplayServer,
  siteId: string,
  change: (source: RuleSetSource) => RuleSetSource,
): Promise<{ replayed: Decisions; isApproximate: boolean }> {
  const configuration = await new SiteConfigurations(storage.db).find(siteId);
  if (configuration === null) throw new Error('no such site');
  const { source } = configuration.rules;
  const lines = new Lines();
  let approximate = 0;
  const plan = {
    siteId,
    subject: { kind: 'exclusions', id: '' } as const,
    inForce: source,
    changed: change(source),
    // By the ids of the visits, which are made by the machine's clock.
    from: 0,
    before: Date.now() + 86_400_000,
    now: clock.at,
  };
  for (const share of [0, 1]) {
    const tally = await runBackTest(
      storage.reports,
      plan,
      { share, shares: 2 },
      {
        onDecision: (set, { recording, entryPage }, at, effects) => {
          if (set === 'changed')
            for (const effect of effects) lines.add(keyOf(recording, entryPage), lineOf(effect, at), effect.type);
        },
      },
    );
    approximate += tally.approximate;
  }
  return { replayed: lines.sorted(), isApproximate: approximate > 0 };
}

function keyOf({ startedAt }: Pick<VisitRecording, 'startedAt'>, entryPage: string): string {
  return `${startedAt} ${entryPage}`;
}

function lineOf(effect: Effect, at: number): string | null {
  switch (effect.type) {
    case 'alert.matched':
      return `${at} alert ${effect.alertName} 0`;
    case 'prospect.fired':
      return `${at} prospectRule ${effect.ruleName} 0`;
    case 'shadow.matched':
      return `${at} ${effect.rule} ${effect.name} 1`;
    case 'customer.flagged':
      return `${at} customer ${effect.isNew ? 'new' : 'repeat'}`;
    case 'invite.sent':
      return `${at} sent ${effect.inviteName} ${effect.source}`;
    case 'invite.suppressed':
      return effect.reason === 'inviteMissing'
        ? null
        : `${at} suppressed ${effect.inviteName} ${effect.source} ${effect.reason}`;
    case 'revenue.booked':
      return `${at} revenue ${effect.amount}`;
    default:
      return null;
  }
}

type Row<T extends keyof Database> = Selectable<Database[T]>;

async function decisionsOfLive({ db }: Storage, siteId: string): Promise<Decisions> {
  const visits = await db.selectFrom('visit').selectAll().where('site_id', '=', siteId).execute();
  const keys = new Map(visits.map((visit) => [visit.id, keyOf({ startedAt: visit.started_at }, visit.entry_page)]));
  const lines = new Lines();
  const add = (visitId: string, line: string) => lines.add(keys.get(visitId) ?? visitId, line, '');
  const of = async <T extends 'firing' | 'customer_entry' | 'invitation' | 'revenue_entry'>(table: T) =>
    (await db
      .selectFrom(table as 'firing')
      .selectAll()
      .where('site_id', '=', siteId)
      .execute()) as unknown as Row<T>[];
  for (const { visit_id, at, rule_kind, rule_name, shadow } of await of('firing'))
    add(visit_id, `${at} ${rule_kind} ${rule_name} ${shadow}`);
  for (const { visit_id, at, kind } of await of('customer_entry')) add(visit_id, `${at} customer ${kind}`);
  for (const { visit_id, queued_at, invite_name, source, state, reason } of await of('invitation')) {
    if (reason === 'inviteMissing') continue;
    const what = `${invite_name} ${source}`;
    add(visit_id, state === 'suppressed' ? `${queued_at} suppressed ${what} ${reason}` : `${queued_at} sent ${what}`);
  }
  for (const { visit_id, at, amount } of await of('revenue_entry')) add(visit_id, `${at} revenue ${amount}`);
  return lines.sorted();
}

class Lines {
  readonly #lines: Record<string, string[]> = {};

  /** What is held back again for the same reason is stored once. */
  add(visit: string, line: string | null, type: string): void {
    if (line === null) return;
    this.#lines[visit] ??= [];
    const known = this.#lines[visit];
    const what = line.slice(line.indexOf(' '));
    if (type === 'invite.suppressed' && known.some((one) => one.endsWith(what))) return;
    known.push(line);
  }

  sorted(): Decisions {
    return Object.fromEntries(
      Object.entries(this.#lines)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([visit, own]) => [visit, own.toSorted()]),
    );
  }
}
