import { assertNever } from '@foyer/protocol/assert-never';
import type { Scenario, ScenarioConfiguration, ScenarioEvent } from '@foyer/protocol/scenario';
import { withContact } from '@foyer/rules/change-contact';
import type { RuleSet } from '@foyer/rules/compile-rules';
import { decide } from '@foyer/rules/decide';
import type { Effect } from '@foyer/rules/effect';
import type { FreshIds, VisitEvent } from '@foyer/rules/event';
import { factsAfter } from '@foyer/rules/facts-after';
import { isOnScreen } from '@foyer/rules/invites';
import { formatAmount } from '@foyer/rules/money';
import { localTime } from '@foyer/rules/site-time';
import { unknownVisitor } from '@foyer/rules/unknown-visitor';
import type { StaffFacts, Visit, VisitorFacts } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import { WakeHeap } from '../../bus/wake-heap.ts';
import { isClickFraud } from '../visits/is-click-fraud.ts';
import { compileScenario } from './compile-scenario.ts';
import { readScenarioHit } from './scenario-hit.ts';
import { Totals, type TraceEntry, traceFields } from './trace.ts';

/** What a scenario led to (rules.md section 11). */
export interface SimulationResult {
  readonly trace: readonly TraceEntry[];
  readonly dayTotals: Readonly<Record<string, unknown>>;
  readonly referrers: Readonly<Record<string, unknown>>;
  readonly visitors: Readonly<Record<string, unknown>>;
}

/** One visitor of a scenario: the live visit, and what would be stored of them. */
interface Actor {
  readonly id: string;
  visit: Visit | null;
  facts: VisitorFacts;
  wakeAt: number | null;
  /** The page load that each tab of the scenario shows. */
  readonly loads: Map<string, { readonly id: string; readonly since: number; n: number }>;
  lastTab: string;
  /** What the visitor's browser and the name server will do by themselves. */
  pending: { readonly at: number; readonly kind: 'show' | 'timeOut' | 'facts'; readonly run: () => void }[];
  alertName: string | null;
}

type Happening = Pick<VisitEvent, 'type'> & Record<string, unknown>;

/** Runs the engine over a scenario: no server, no network, no real time. The same scenario gives the same result. */
export function simulate(scenario: Scenario): SimulationResult {
  return new Simulation(scenario).run();
}

class Simulation {
  readonly #scenario: Scenario;
  #configuration: ScenarioConfiguration;
  #rules: RuleSet;
  readonly #actors = new Map<string, Actor>();
  readonly #operators = new Map<string, string>();
  readonly #trace: TraceEntry[] = [];
  readonly #totals = new Totals();
  readonly #orders = new Set<string>();
  readonly #clicks = new Map<string, number>();
  readonly #heap = new WakeHeap();
  #ids = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#configuration = scenario.configuration;
    this.#rules = compileScenario(scenario, scenario.configuration);
  }

  run(): SimulationResult {
    const events = this.#scenario.events
      .map((event) => ({ event, at: Date.parse(event.at) }))
      .sort((one, other) => one.at - other.at);
    for (const { event, at } of events) {
      this.#passTime(at);
      this.#take(event, at);
      this.#passTime(at);
    }
    const now = events.at(-1)?.at ?? 0;
    // The end of a visit is noticed a moment after the instant it is told for.
    this.#trace.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
    return {
      trace: this.#trace,
      dayTotals: this.#totals.days(this.#rules),
      referrers: this.#totals.referrers(this.#rules),
      visitors: Object.fromEntries(
        [...this.#actors.values()].flatMap((actor) => {
          const described = this.#describe(actor, now);
          // Spiders, and who was excluded from the first page on, are no visitors.
          return described.visits === 0 ? [] : [[actor.id, described]];
        }),
      ),
    };
  }

  /** Lets everything happen that is due by then, in order of time. */
  #passTime(until: number): void {
    for (;;) {
      const next = this.#heap.earliest();
      if (next === null || next.at > until) return;
      const { at } = next;
      const actor = this.#actor(next.key);
      const due = actor.pending.find((one) => one.at === at);
      if (due === undefined) this.#happen(actor, at, { type: 'clock' });
      else {
        actor.pending = actor.pending.filter((one) => one !== due);
        this.#arm(actor);
        due.run();
      }
    }
  }

  /** Notes when something is next due to happen to a visitor by itself. */
  #arm(actor: Actor): void {
    const at = Math.min(actor.wakeAt ?? Number.POSITIVE_INFINITY, ...actor.pending.map((one) => one.at));
    if (Number.isFinite(at)) this.#heap.set(actor.id, at);
    else this.#heap.delete(actor.id);
  }

  #take(event: ScenarioEvent, at: number): void {
    switch (event.type) {
      case 'clock':
        return;
      case 'operator.status': {
        const before = this.#staff().online;
        this.#operators.set(event.operator, event.status);
        // Who comes Online is no evaluation point; when the last one leaves, invites on the screen are withdrawn.
        if (before > 0 && this.#staff().online === 0) this.#tellAll(at, { type: 'staff.changed' }, mayShowInvite);
        return;
      }
      case 'configuration.changed':
        this.#configuration = { ...this.#configuration, ...definedIn(event.configuration) };
        this.#rules = compileScenario(this.#scenario, this.#configuration);
        return this.#tellAll(at, { type: 'rules.changed' });
      default:
        return this.#takeVisitor(this.#actor(event.visitor), event, at);
    }
  }

  #takeVisitor(
    actor: Actor,
    event: Exclude<ScenarioEvent, { type: 'clock' | 'operator.status' | 'configuration.changed' }>,
    at: number,
  ): void {
    const page = () => {
      const load = actor.loads.get(('tab' in event ? event.tab : undefined) ?? actor.lastTab);
      return load === undefined ? { tab: null, n: null } : { tab: load.id, n: ++load.n };
    };
    switch (event.type) {
      case 'page.viewed':
        return this.#viewPage(actor, event, at);
      case 'page.hidden':
      case 'page.visible':
      case 'page.left': {
        const tab = event.tab ?? actor.lastTab;
        const load = actor.loads.get(tab);
        if (load === undefined) return;
        if (event.type === 'page.left') actor.loads.delete(tab);
        this.#happen(actor, at, { type: event.type, tab: load.id });
        // One whose delay was over while no page showed; else it has still to be waited for.
        const isWaiting = actor.pending.some(({ kind }) => kind === 'show');
        if (event.type === 'page.visible' && !isWaiting) this.#showInvite(actor, at);
        return;
      }
      case 'revenue.reported':
        this.#happen(actor, at, {
          type: event.type,
          ...page(),
          amount: event.amount,
          currency: event.currency ?? null,
          orderId: event.orderId ?? null,
          isOrderKnown: event.orderId !== undefined && this.#orders.has(event.orderId),
        });
        return;
      case 'cost.reported':
        this.#happen(actor, at, { type: event.type, ...page(), amount: event.amount });
        return;
      case 'event.happened':
        this.#happen(actor, at, { type: event.type, ...page(), name: event.name });
        return;
      case 'page.scrolled':
      case 'exit.intended': {
        const load = actor.loads.get(event.tab ?? actor.lastTab);
        if (load === undefined) return;
        const depth = event.type === 'page.scrolled' ? { depth: event.depth } : {};
        this.#happen(actor, at, { type: event.type, tab: load.id, ...depth });
        return;
      }
      case 'contact.changed': {
        const { at: _at, visitor: _visitor, ...contact } = event;
        // Known before any visit, as from an earlier import or another system.
        if (actor.visit === null) actor.facts = withContact(actor.facts, contact);
        this.#happen(actor, at, contact);
        return;
      }
      case 'invite.accepted':
      case 'invite.declined': {
        const invitation = actor.visit?.invitation ?? null;
        // Nobody clicks on what is gone from the screen, nor on what is not there yet: it is, whatever its delay.
        if (!isOnScreen(invitation)) return;
        if (invitation.state === 'queued')
          this.#happen(actor, at, { type: 'invite.shown', invitationId: invitation.id });
        const effects = this.#happen(actor, at, { type: event.type, invitationId: invitation.id });
        // A click starts the chat (rules.md section 9).
        if (effects.some(({ type }) => type === 'invite.accepted')) this.#requestChat(actor, at);
        return;
      }
      case 'chat.requested':
        return this.#requestChat(actor, at);
      case 'chat.accepted': {
        const { chat = null } = actor.visit ?? {};
        if (chat !== null) this.#happen(actor, at, { type: 'chat.changed', chat: { ...chat, state: 'active' } });
        return;
      }
      case 'chat.ended':
        if (actor.visit?.chat) this.#happen(actor, at, { type: 'chat.changed', chat: null });
        return;
      default:
        return assertNever(event);
    }
  }

  /** One chat at a time: who has one does not get another. With nobody Online it is an offline message, and no chat. */
  #requestChat(actor: Actor, at: number): void {
    if (actor.visit === null || actor.visit.chat !== null || this.#staff().online === 0) return;
    this.#happen(actor, at, { type: 'chat.changed', chat: { id: `chat-${++this.#ids}`, state: 'pending' } });
  }

  /** A page view: in a tab that shows a page already it takes that one's place, as a browser does. */
  #viewPage(actor: Actor, event: Extract<ScenarioEvent, { type: 'page.viewed' }>, at: number): void {
    const tab = event.tab ?? actor.lastTab;
    const load = { id: `load-${++this.#ids}`, since: at, n: 1 };
    const shown = actor.loads.get(tab);
    const hit = readScenarioHit(event, this.#scenario, {
      tab: load.id,
      n: load.n,
      now: at,
      referringSites: this.#rules.source.referringSites,
    });
    if (hit.spider === null) {
      if (shown !== undefined) this.#happen(actor, at, { type: 'page.left', tab: shown.id });
      actor.loads.set(tab, load);
      actor.lastTab = tab;
    }
    this.#happen(actor, at, hit);
    const address = Object.hasOwn(this.#scenario.addresses, event.address)
      ? this.#scenario.addresses[event.address]
      : undefined;
    // The name server is asked once there is a visit to ask for: an excluded page counts for nothing.
    const isAsked = actor.visit !== null && hasOpened(actor.visit) && actor.visit.place.hostName === undefined;
    if ((address?.hostNameAfterMs ?? 0) > 0 && isAsked)
      this.#later(actor, 'facts', at + (address?.hostNameAfterMs ?? 0), (then) =>
        this.#happen(actor, then, { type: 'facts.arrived', hostName: address?.hostName ?? null }),
      );
    // One that no page has shown yet follows the visitor to the next.
    if (actor.visit?.invitation?.state === 'queued') this.#scheduleInvite(actor, at);
  }

  /** Decides on what happens to a visitor, and takes over what follows. */
  #happen(actor: Actor, at: number, happening: Happening): readonly Effect[] {
    const before = actor.visit;
    const { visitTimeoutMs, timeZone, currency } = this.#rules.source;
    const event = {
      ...happening,
      at,
      siteId: 'scenario',
      visitorId: actor.id,
      staff: this.#staff(),
      ids: this.#freshIds(),
      visitor: before === null ? actor.facts : factsAfter(before, at, visitTimeoutMs),
    } as unknown as VisitEvent;
    const decision = decide(before, event, this.#rules);
    actor.visit = decision.visit;
    actor.wakeAt = decision.wakeAt;
    for (const effect of decision.effects) {
      // The end of the visit before comes first, and is that visit's.
      const visit = effect.type === 'visit.ended' ? before : (decision.visit ?? before);
      const when = effect.type === 'visit.ended' ? Math.min(at, effect.at + visitTimeoutMs) : at;
      const fields = traceFields(effect, currency);
      if (fields !== null) this.#print(actor, when, visit, effect.type, fields);
      this.#totals.add(effect, at, timeZone, visit);
      this.#followUp(actor, effect, at, visit);
    }
    if (before !== null && decision.visit?.id !== before.id) actor.facts = factsAfter(before, at, visitTimeoutMs);
    this.#arm(actor);
    return decision.effects;
  }

  #followUp(actor: Actor, effect: Effect, at: number, visit: Visit | null): void {
    if (effect.type === 'alert.matched') {
      actor.alertName = effect.alertName;
      this.#countClick(actor, effect, at, visit);
    }
    if (effect.type === 'revenue.booked' && effect.orderId !== null) this.#orders.add(effect.orderId);
    if (effect.type === 'invite.sent') this.#scheduleInvite(actor, at);
    if (effect.type === 'visit.ended') {
      actor.pending = [];
      actor.loads.clear();
    }
  }

  #countClick(actor: Actor, effect: Extract<Effect, { type: 'alert.matched' }>, at: number, visit: Visit | null): void {
    if (effect.paid === null || visit === null) return;
    const day = localTime(visit.startedAt, this.#rules.source.timeZone).date;
    const key = `${day} ${effect.alertId} ${visit.place.address}`;
    const entries = (this.#clicks.get(key) ?? 0) + 1;
    this.#clicks.set(key, entries);
    if (isClickFraud(entries, effect.paid.entriesPerDay))
      this.#print(actor, at, visit, 'exception.raised', {
        kind: 'clickFraud',
        alert: effect.alertName,
        address: visit.place.address,
      });
  }

  /** The visitor's browser shows an invite after its delay, in a visible tab, and for as long as it says. */
  #scheduleInvite(actor: Actor, at: number): void {
    const invitation = actor.visit?.invitation;
    const invite = invitation ? this.#rules.findInvite(invitation.inviteId)?.invite : undefined;
    if (!invitation || !invite) return;
    // The delay is that of the page, which may have been open for longer already.
    const dueAt = pageSince(actor) + Math.round(invite.delaySeconds * 1000);
    actor.pending = actor.pending.filter(({ kind }) => kind === 'facts');
    if (dueAt <= at) return this.#showInvite(actor, at);
    this.#later(actor, 'show', dueAt, (then) => this.#showInvite(actor, then));
  }

  #showInvite(actor: Actor, at: number): void {
    const invitation = actor.visit?.invitation;
    const isVisible = Object.values(actor.visit?.tabs ?? {}).some((tab) => tab.visibleSince !== null);
    if (invitation?.state !== 'queued' || !isVisible) return;
    const invite = this.#rules.findInvite(invitation.inviteId)?.invite;
    this.#happen(actor, at, { type: 'invite.shown', invitationId: invitation.id });
    const displayMs = Math.round((invite?.displaySeconds ?? 0) * 1000);
    if (displayMs > 0)
      this.#later(actor, 'timeOut', at + displayMs, (then) =>
        this.#happen(actor, then, { type: 'invite.timedOut', invitationId: invitation.id }),
      );
  }

  #later(actor: Actor, kind: Actor['pending'][number]['kind'], at: number, run: (at: number) => void): void {
    actor.pending.push({ at, kind, run: () => run(at) });
    this.#arm(actor);
  }

  #tellAll(at: number, happening: Happening, concerns: (visit: Visit) => boolean = () => true): void {
    for (const actor of this.#actors.values())
      if (actor.visit !== null && concerns(actor.visit)) this.#happen(actor, at, happening);
  }

  #print(actor: Actor, at: number, visit: Visit | null, type: string, fields: Readonly<Record<string, unknown>>): void {
    this.#trace.push({
      at: new Date(at).toISOString(),
      visitor: actor.id,
      visitNumber: visit?.visitNumber ?? actor.facts.earlierVisits + 1,
      type,
      ...fields,
    });
  }

  #describe(actor: Actor, now: number) {
    const { visitTimeoutMs, currency } = this.#rules.source;
    const { visit } = actor;
    const facts = visit === null ? actor.facts : factsAfter(visit, now, visitTimeoutMs);
    return {
      visits: facts.earlierVisits,
      pages: facts.earlierPages,
      minutes: Math.floor(facts.earlierVisibleMs / 600) / 100,
      firstReferrer: facts.firstReferrer,
      alert: actor.alertName,
      isProspect: facts.isProspect,
      prospectTypes: Object.values(facts.prospectTypes),
      isCustomer: facts.isCustomer,
      revenue: formatAmount(facts.earlierRevenue, currency),
      name: facts.name,
      company: facts.company,
      email: facts.email,
      phone: facts.phone,
      variables: facts.variables,
      online: visit !== null && hasOpened(visit),
    };
  }

  #staff(): StaffFacts {
    const online = [...this.#operators.values()].filter((status) => status === 'online').length;
    return { online, withRoom: online, queueLength: 0, insideOpeningHours: null };
  }

  #actor(id: string): Actor {
    let actor = this.#actors.get(id);
    if (actor === undefined) {
      actor = {
        id,
        visit: null,
        facts: unknownVisitor,
        wakeAt: null,
        loads: new Map(),
        lastTab: 'a',
        pending: [],
        alertName: null,
      };
      this.#actors.set(id, actor);
    }
    return actor;
  }

  #freshIds(): FreshIds {
    const number = ++this.#ids;
    return { visit: `visit-${number}`, pageView: `page-${number}`, invitation: `invitation-${number}` };
  }
}

/** Whether some open page shows an invite, or is about to. */
function mayShowInvite({ invitation, tabs }: Visit): boolean {
  return isOnScreen(invitation) && Object.keys(tabs).length > 0;
}

/** Since when the page is open that an invite goes to: the one that shows, heard of last; with none showing, the newest. */
function pageSince({ visit, loads }: Actor): number {
  const [shown] = Object.entries(visit?.tabs ?? {})
    .filter(([, tab]) => tab.visibleSince !== null)
    .sort(([, one], [, other]) => other.seenAt - one.seenAt);
  const open = [...loads.values()];
  return (open.find(({ id }) => id === shown?.[0]) ?? open.at(-1))?.since ?? 0;
}

/** The fields of a record that are there. */
function definedIn<T extends object>(fields: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<{
    [K in keyof T]: Exclude<T[K], undefined>;
  }>;
}
