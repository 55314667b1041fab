import { assertNever } from '@foyer/protocol/assert-never';
import type { InviteFrame } from '@foyer/protocol/invite';
import { simulatedOrganisation } from '@foyer/protocol/simulated';
import type { PageFrame } from '@foyer/protocol/visitor-socket';
import { findInviteFrame } from '../visits/invite-frame.ts';
import type { OpenPage, PageHub } from '../visits/page-hub.ts';
import { readReport } from '../visits/read-report.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import type { VisitEngine } from '../visits/visit-engine.ts';
import type { JourneyEvent, Walk } from './journey.ts';
import { readScenarioHit } from './scenario-hit.ts';

/** How many in a hundred close an invite; the others let it stand until its time is over or they go on. */
const declines = 40;
/** How long somebody looks at an invite before they close it. */
const looksAtMs = { least: 2000, more: 8000 };

/** What simulated visitors find around them. */
export interface DemoSurroundings {
  readonly siteId: string;
  readonly engine: VisitEngine;
  readonly hub: PageHub;
  readonly configurations: SiteConfigurations;
  /** The node that plays them, which stands for the one that their pages are connected to. */
  readonly nodeId: string;
  readonly isOrderBooked: (siteId: string, orderId: string) => Promise<boolean>;
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** How somebody stays: when the last visit of their walk begins, epoch ms, and how long their last page stays open. */
export interface Stay {
  readonly beginsAt: number;
  readonly lingerMs: number;
}

interface Step {
  readonly at: number;
  readonly run: (at: number) => Promise<void>;
}

/** A page that a simulated visitor has open. */
interface DemoPage extends OpenPage {
  /** Reports so far. */
  n: number;
  isVisible: boolean;
  /** The invite that it will show; null: none, or it is on the screen. */
  invite: InviteFrame | null;
}

/** One simulated visitor: does what their walk says, and answers invites as a page and a person do. */
export class DemoVisitor {
  readonly #around: DemoSurroundings;
  readonly #walk: Walk;
  readonly #id: string;
  readonly #onInvited: () => void;
  /** Open pages by the tab of the scenario. */
  readonly #pages = new Map<string, DemoPage>();
  #lastTab = '';
  /** In order of time. */
  #steps: Step[];
  /** Steps of the walk that are still to be done. */
  #ahead: number;

  /** `onInvited`: told when an invite came, so that there may be something to do earlier than before. */
  constructor(around: DemoSurroundings, walk: Walk, { beginsAt, lingerMs }: Stay, onInvited: () => void) {
    this.#around = around;
    this.#walk = walk;
    this.#id = randomHex(32, around.random);
    this.#onInvited = onInvited;
    this.#ahead = walk.steps.length;
    this.#steps = walk.steps.map(({ afterMs, event }) => ({
      at: Math.round(beginsAt) + afterMs,
      run: (at) => {
        this.#ahead -= 1;
        return this.#take(event, at);
      },
    }));
    this.#later((this.#steps.at(-1)?.at ?? beginsAt) + lingerMs, (at) => this.#leave(at));
  }

  /** When they do something next, epoch ms; infinite: never. */
  get nextAt(): number {
    return this.#steps[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Whether they have closed their last page and will not come back. */
  get isGone(): boolean {
    return this.#ahead === 0 && this.#pages.size === 0;
  }

  /** Does the next thing, at its own instant, though that be past. */
  async act(): Promise<void> {
    const step = this.#steps.shift();
    await step?.run(step.at);
  }

  /** Breaks the connections of their pages, which stay open. */
  async disconnect(at: number): Promise<void> {
    for (const page of this.#pages.values()) {
      this.#around.hub.remove(page);
      const { tab } = page;
      await this.#around.engine.happen({
        ...this.#who(at),
        type: 'tab.disconnected',
        tab,
        nodeId: this.#around.nodeId,
      });
    }
  }

  /** Connects their pages again, and goes on where they stood `awayMs` ago. */
  async reconnect(at: number, awayMs: number): Promise<void> {
    this.#steps = this.#steps.map((step) => ({ ...step, at: step.at + awayMs }));
    for (const page of this.#pages.values()) {
      await this.#around.hub.add(page);
      const { tab } = page;
      await this.#around.engine.happen({ ...this.#who(at), type: 'tab.connected', tab, nodeId: this.#around.nodeId });
    }
  }

  #who(at: number) {
    return { siteId: this.#around.siteId, visitorId: this.#id, at };
  }

  #later(at: number, run: Step['run']): void {
    this.#steps.push({ at: Math.round(at), run });
    this.#steps.sort((one, other) => one.at - other.at);
  }

  async #take(event: JourneyEvent, at: number): Promise<void> {
    if (event.type === 'page.viewed') return this.#view(event, at);
    const { engine } = this.#around;
    const who = this.#who(at);
    if (event.type === 'contact.changed') {
      const { type, name, company, email, phone, variables } = event;
      await engine.happen({ ...who, type, name, company, email, phone, variables });
      return;
    }
    const label = event.tab ?? this.#lastTab;
    const page = this.#pages.get(label);
    if (page === undefined) return;
    const { tab } = page;
    switch (event.type) {
      case 'page.hidden':
        page.isVisible = false;
        await engine.happen({ ...who, type: event.type, tab });
        return;
      case 'page.visible':
        page.isVisible = true;
        await engine.happen({ ...who, type: event.type, tab });
        if (page.invite !== null) this.#later(at, (then) => this.#show(page, then));
        return;
      case 'page.left':
        return this.#close(label, page, at);
      case 'page.scrolled':
        await engine.happen({ ...who, type: event.type, tab, depth: event.depth });
        return;
      case 'exit.intended':
        await engine.happen({ ...who, type: event.type, tab });
        return;
      case 'revenue.reported':
      case 'cost.reported':
      case 'event.happened': {
        const { at: _at, visitor: _visitor, tab: _tab, ...said } = event;
        const report = { ...said, ...('orderId' in said ? this.#ownOrder(said) : {}), n: ++page.n, ageMs: 0 };
        await engine.happen(await readReport(report, { ...who, tab }, at, this.#around.isOrderBooked));
        return;
      }
      default:
        return assertNever(event);
    }
  }

  /** Scenarios count their orders alike; the ledger takes each order id once. */
  #ownOrder({ orderId }: { readonly orderId?: string | undefined }) {
    return orderId === undefined ? {} : { orderId: `${orderId}-${this.#id.slice(0, 8)}` };
  }

  /** In a tab that shows a page already the new one takes its place, as in a browser. */
  async #view(event: Extract<JourneyEvent, { type: 'page.viewed' }>, at: number): Promise<void> {
    const { siteId, engine, hub, configurations, nodeId, random } = this.#around;
    const configuration = await configurations.find(siteId);
    if (configuration === null) return;
    const label = event.tab ?? this.#lastTab;
    const shown = this.#pages.get(label);
    if (shown !== undefined) await this.#close(label, shown, at);

    const page: DemoPage = {
      siteId,
      visitorId: this.#id,
      tab: randomHex(16, random),
      send: (frame) => this.#hear(page, frame),
      n: 1,
      isVisible: event.visible,
      invite: null,
    };
    this.#pages.set(label, page);
    this.#lastTab = label;
    await hub.add(page);
    const { referringSites } = configuration.rules.source;
    const hit = readScenarioHit(event, this.#walk.scenario, { tab: page.tab, n: page.n, now: at, referringSites });
    const { organisation, hostName = null } = hit.place;
    const place = { ...hit.place, organisation: simulatedOrganisation(organisation), hostName };
    const outcome = await engine.happen({ ...hit, ...this.#who(at), nodeId, place });
    // An invite that no page has shown yet follows the visitor to the next one.
    const invitation = outcome?.visit?.invitation;
    const isQueuedBefore = invitation?.state === 'queued' && outcome?.before?.invitation?.id === invitation.id;
    const invite = isQueuedBefore ? findInviteFrame(configuration.site.id, configuration.invites, invitation) : null;
    if (invite) page.send({ type: 'invite.sent', invite });
  }

  async #close(label: string, page: DemoPage, at: number): Promise<void> {
    this.#pages.delete(label);
    this.#around.hub.remove(page);
    await this.#around.engine.happen({ ...this.#who(at), type: 'page.left', tab: page.tab });
  }

  async #leave(at: number): Promise<void> {
    for (const [label, page] of this.#pages) await this.#close(label, page, at);
  }

  #hear(page: DemoPage, frame: PageFrame): void {
    if (frame.type === 'invite.withdrawn' && page.invite?.invitationId === frame.invitationId) page.invite = null;
    if (frame.type !== 'invite.sent') return;
    page.invite = frame.invite;
    this.#later(this.#around.now() + frame.invite.delaySeconds * 1000, (at) => this.#show(page, at));
    this.#onInvited();
  }

  async #show(page: DemoPage, at: number): Promise<void> {
    const { invite } = page;
    // A hidden page shows it when it is looked at again.
    if (invite === null || !page.isVisible || !this.#isOpen(page)) return;
    page.invite = null;
    const { invitationId, displaySeconds } = invite;
    const { engine, random } = this.#around;
    await engine.happen({ ...this.#who(at), type: 'invite.shown', invitationId });
    const answer = (type: 'invite.declined' | 'invite.timedOut') => async (then: number) => {
      if (this.#isOpen(page)) await engine.happen({ ...this.#who(then), type, invitationId });
    };
    if (random() * 100 < declines)
      this.#later(at + looksAtMs.least + random() * looksAtMs.more, answer('invite.declined'));
    if (displaySeconds > 0) this.#later(at + displaySeconds * 1000, answer('invite.timedOut'));
  }

  #isOpen(page: DemoPage): boolean {
    return [...this.#pages.values()].includes(page);
  }
}

function randomHex(digits: number, random: () => number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}
