import { assertNever } from '@foyer/protocol/assert-never';
import type { Scenario, ScenarioEvent } from '@foyer/protocol/scenario';
import { rebuildTotals } from '../../features/visits/rebuild-totals.ts';
import type { Decisions } from './decisions.ts';
import { decisionsOfServer } from './decisions-of-server.ts';
import type { ReplayServer } from './replay-server.ts';
import { ReplayedStaff, type StaffAccounts } from './replayed-staff.ts';
import { ReplayedVisitor } from './replayed-visitor.ts';
import { ScenarioSite } from './scenario-site.ts';
import { sendsBeacons } from './sends-beacons.ts';

/** How long before its first event a scenario's site is set up, scenario time. */
const beforehandMs = 3_600_000;

/** Plays a scenario against the running server, on a site of its own, and answers what the server decided. */
export async function replayScenario(
  server: ReplayServer,
  accounts: StaffAccounts,
  scenario: Scenario,
): Promise<Decisions> {
  const events = scenario.events
    .map((event) => ({ event, at: Date.parse(event.at) }))
    .sort((one, other) => one.at - other.at);
  const [first] = events;
  if (first === undefined) throw new Error('a scenario without events cannot be replayed');
  server.clock.at = first.at - beforehandMs;
  server.world.enter(scenario);
  const site = await ScenarioSite.create(scenario, () => accounts.admin());
  const staff = await ReplayedStaff.open(server, accounts, scenario);
  const replay = new Replay(server, scenario, site, staff, events);
  try {
    for (const { event, at } of events) {
      await replay.passTime(at);
      await replay.take(event);
    }
    return await replay.readDecisions();
  } finally {
    await replay.close();
  }
}

class Replay {
  readonly #server: ReplayServer;
  readonly #scenario: Scenario;
  readonly #site: ScenarioSite;
  readonly #staff: ReplayedStaff;
  readonly #visitors = new Map<string, ReplayedVisitor>();
  readonly #nameById = new Map<string, string>();
  readonly #excludedAt = new Map<string, number[]>();
  /** When each visit that is over was found to be, by id. */
  readonly #endedAt = new Map<string, number>();
  readonly #timeoutMs: number;
  #turn = 0;

  constructor(
    server: ReplayServer,
    scenario: Scenario,
    site: ScenarioSite,
    staff: ReplayedStaff,
    events: readonly { readonly at: number; readonly event: ScenarioEvent }[],
  ) {
    this.#server = server;
    this.#scenario = scenario;
    this.#site = site;
    this.#staff = staff;
    const visited = { server, siteId: site.id, siteKey: site.key };
    this.#timeoutMs = scenario.site.visitTimeoutMinutes * 60_000;
    const endsAt = events.at(-1)?.at ?? 0;
    for (const { event } of events) {
      if (!('visitor' in event) || this.#visitors.has(event.visitor)) continue;
      const name = event.visitor;
      const isBeacon = sendsBeacons(name, events, this.#timeoutMs, endsAt);
      const visitor = new ReplayedVisitor(name, visited, isBeacon, () => this.#noteExclusion(name));
      this.#visitors.set(name, visitor);
      this.#nameById.set(visitor.id, name);
    }
  }

  /** Lets everything happen that is due by then, each at its instant: what browsers and name servers do, then wake-ups. */
  async passTime(until: number): Promise<void> {
    const { clock, world } = this.#server;
    for (;;) {
      const wakeAt = (await this.#wakeVisits()) ?? Number.POSITIVE_INFINITY;
      const actsAt = Math.min(world.nextAnswerAt, ...[...this.#visitors.values()].map(({ nextAt }) => nextAt));
      const next = Math.max(Math.min(wakeAt, actsAt), clock.at);
      if (next > until) {
        clock.at = Math.max(clock.at, until);
        return;
      }
      clock.at = next;
      await this.#actDue();
      if (wakeAt > next) continue;
      await this.#wakeVisits();
      await this.#settle();
    }
  }

  async take(event: ScenarioEvent): Promise<void> {
    await this.#play(event);
    await this.#settle();
    await this.#actDue();
  }

  async readDecisions(): Promise<Decisions> {
    await this.#staff.barrier();
    return decisionsOfServer(
      this.#server.storage.db,
      this.#site,
      this.#scenario,
      (visitorId) => this.#nameById.get(visitorId) ?? visitorId,
      { popups: this.#staff.popups(this.#site.id), excludedAt: this.#excludedAt, endedAt: this.#endedAt },
    );
  }

  /** Everybody goes; nothing of this scenario is left to happen in the next one's time. */
  async close(): Promise<void> {
    for (const visitor of this.#visitors.values()) await visitor.close();
    await this.#staff.close();
    await this.#server.settled();
    for (;;) {
      const next = await this.#wakeVisits();
      await this.#server.settled();
      if (next === null) break;
      this.#server.clock.at = Math.max(this.#server.clock.at, next);
    }
    const { differences } = await rebuildTotals(this.#server.storage, { write: false });
    if (differences.length > 0)
      throw new Error(`B-306 totals that are not what the facts say: ${JSON.stringify(differences.slice(0, 5))}`);
    // Every console follows all sites of its operator: those that are done with would cost each later replay more.
    await this.#server.storage.db.deleteFrom('site').where('id', '=', this.#site.id).execute();
  }

  async #play(event: ScenarioEvent): Promise<void> {
    switch (event.type) {
      case 'clock':
        return;
      case 'operator.status':
        await this.#staff.setStatus(event.operator, event.status);
        return this.#letAllHear();
      case 'configuration.changed':
        await this.#site.change(event.configuration);
        await this.#staff.barrier();
        return this.#letAllHear();
      default:
        return this.#playVisitor(event);
    }
  }

  /** What concerns everybody is decided where each is connected, and told to the others from there. */
  async #letAllHear(): Promise<void> {
    await this.#server.settled();
    await this.#staff.barrier();
    for (const visitor of this.#visitors.values()) await visitor.caughtUp();
  }

  async #playVisitor(event: Extract<ScenarioEvent, { visitor: string }>): Promise<void> {
    const visitor = this.#visitors.get(event.visitor);
    if (visitor === undefined) throw new Error(`${event.visitor} is no visitor of the scenario`);
    switch (event.type) {
      case 'page.viewed':
        return visitor.viewPage(event);
      case 'page.hidden':
      case 'page.visible':
      case 'page.left':
        return visitor.changePage(event.type, event.tab);
      case 'revenue.reported':
      case 'cost.reported':
      case 'event.happened':
        return visitor.report(event);
      case 'contact.changed':
        return visitor.changeContact(event);
      case 'page.scrolled':
      case 'exit.intended':
        return visitor.read(event);
      case 'invite.accepted':
        await visitor.answerInvite('accepted');
        return this.#staff.barrier();
      case 'invite.declined':
        return visitor.answerInvite('declined');
      case 'chat.requested':
        await visitor.requestChat();
        return this.#staff.barrier();
      case 'chat.accepted':
        if (visitor.chatId !== null) await this.#staff.accept(this.#site.id, visitor.chatId);
        return this.#staff.barrier();
      case 'chat.ended':
        await visitor.endChat();
        return this.#staff.barrier();
      default:
        return assertNever(event);
    }
  }

  /** What name servers and browsers do by themselves at this instant. */
  async #actDue(): Promise<void> {
    const { clock, world } = this.#server;
    if (world.nextAnswerAt <= clock.at) {
      world.answerDue();
      await this.#settle();
    }
    for (const visitor of this.#visitors.values()) {
      if (visitor.nextAt > clock.at) continue;
      await visitor.act();
      await this.#settle();
    }
  }

  /** Wakes the visits that are due by now, on the nodes in turn, and answers when the next one is due. */
  #wakeVisits(): Promise<number | null> {
    const { nodes } = this.#server;
    this.#turn += 1;
    return (nodes[this.#turn % nodes.length] ?? nodes[0]).app.wakeVisits();
  }

  /** Waits until all is decided, stored and told, and lets browsers take notice of what they were told. */
  async #settle(): Promise<void> {
    await this.#server.settled();
    const { db } = this.#server.storage;
    const [queued, ended] = await Promise.all([
      db
        .selectFrom('invitation')
        .select(['id', 'visitor_id'])
        .where('site_id', '=', this.#site.id)
        .where('state', '=', 'queued')
        .orderBy('id')
        .execute(),
      db
        .selectFrom('visit')
        .select(['id', 'visitor_id', 'ended_at'])
        .where('site_id', '=', this.#site.id)
        .where('ended_at', 'is not', null)
        .execute(),
    ]);
    for (const { id, visitor_id } of queued) await this.#visitorOf(visitor_id).expectInvite(id);
    for (const { id, visitor_id, ended_at } of ended) {
      if (this.#endedAt.has(id)) continue;
      const now = this.#server.clock.at;
      this.#endedAt.set(id, now);
      const visitor = this.#visitorOf(visitor_id);
      // A visit that ends before its time is that of a visitor who is excluded, even if there is no page to tell.
      const isEarly = now <= (ended_at ?? 0) + this.#timeoutMs;
      if (isEarly && !visitor.hasPages) this.#noteExclusion(this.#nameById.get(visitor_id) ?? visitor_id);
      await visitor.forgetPages();
    }
  }

  #visitorOf(visitorId: string): ReplayedVisitor {
    const visitor = this.#visitors.get(this.#nameById.get(visitorId) ?? '');
    if (visitor === undefined) throw new Error(`the server knows a visitor ${visitorId} whom nobody played`);
    return visitor;
  }

  #noteExclusion(name: string): void {
    const instants = this.#excludedAt.get(name) ?? [];
    this.#excludedAt.set(name, [...instants, this.#server.clock.at]);
  }
}
