import { createHash } from 'node:crypto';
import { type Hit, hitAnswerSchema } from '@foyer/protocol/hit';
import type { InviteFrame } from '@foyer/protocol/invite';
import type { ScenarioEvent } from '@foyer/protocol/scenario';
import type { PageMessage } from '@foyer/protocol/visitor-socket';
import { randomHex } from '../../http/new-id.ts';
import { type AnyFrame, browser } from '../test-socket.ts';
import type { ReplayServer } from './replay-server.ts';
import { ReplaySocket } from './replay-socket.ts';
import { isSpiderView } from './sends-beacons.ts';

type EventOf<T extends ScenarioEvent['type']> = Extract<ScenarioEvent, { type: T }>;
type Numbered = EventOf<'revenue.reported' | 'cost.reported' | 'event.happened'>;
type HitMessage = Hit extends infer H ? (H extends Hit ? Omit<H, 'site' | 'visitor' | 'tab'> : never) : never;

/** The address of a visitor whose scenario gives none, as the server spells that. */
export const noAddress = '0.0.0.0';

/** One page that is open in a tab of the visitor's browser. */
interface Load {
  readonly tab: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly socket: ReplaySocket;
  readonly origin: string;
  readonly startedAt: number;
  /** Reports sent so far. */
  n: number;
  /** When the page last said something of itself. */
  seenAt: number;
  isVisible: boolean;
  /** Frames looked at so far. */
  read: number;
}

/** An invite that waits in the visitor's browser, or is on the screen. */
interface HeardInvite {
  readonly frame: InviteFrame;
  /** When the page will have been open for the invite's delay. */
  dueAt: number;
  /** The page that shows it; null: none yet. */
  shownBy: Load | null;
  /** When that page takes it off the screen by itself; null: it does not. */
  endsAt: number | null;
}

/** Who the visitors of a replay come to. */
export interface VisitedSite {
  readonly server: ReplayServer;
  readonly siteId: string;
  readonly siteKey: string;
}

/**
 * A visitor of a scenario with a real browser's share in the protocol: each page has a socket of its own, on the nodes in
 * turn, and invites are drawn, clicked and timed out as the visitor script does it. One that sends beacons makes its
 * reports by `POST /t/hit`; its sockets say only what no hit can, and hear: no page is known to be open by them.
 */
export class ReplayedVisitor {
  /** 32 hex digits. */
  readonly id: string;
  readonly #site: VisitedSite;
  readonly #isBeacon: boolean;
  readonly #loads = new Map<string, Load>();
  /** Sockets of pages that no tab shows: for what a visitor does who has none open. */
  readonly #spare: ReplaySocket[] = [];
  readonly #onExcluded: () => void;
  #lastTab = 'a';
  #opened = 0;
  #invite: HeardInvite | null = null;
  /** Ids of all invites that a page was sent. */
  readonly #heard = new Set<string>();
  #window: ReplaySocket | null = null;
  #chatId: string | null = null;
  #headers: Readonly<Record<string, string>> = headersOf('', undefined);

  constructor(name: string, site: VisitedSite, isBeacon: boolean, onExcluded: () => void) {
    this.id = createHash('sha256').update(`${site.siteId} ${name}`).digest('hex').slice(0, 32);
    this.#site = site;
    this.#isBeacon = isBeacon;
    this.#onExcluded = onExcluded;
  }

  /** Chat that is pending or active as far as the window knows; null: none. */
  get chatId(): string | null {
    return this.#chatId;
  }

  /** Opens a page: in a tab that shows one already, in its place. */
  async viewPage(event: EventOf<'page.viewed'>): Promise<void> {
    const headers = headersOf(event.address, event.userAgent);
    const { url, title, visible, language, timeZone, screenWidth } = event;
    const view = {
      type: 'page.viewed',
      n: 1,
      url,
      title,
      referrer: event.referrer ?? '',
      ageMs: 0,
      visible,
      ...(language === undefined ? {} : { language }),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(screenWidth === undefined ? {} : { screenWidth }),
    } as const;
    if (isSpiderView(event)) {
      await this.#hit(view, this.#nextOrigin(), headers, randomHex(8));
      return;
    }
    const tab = event.tab ?? this.#lastTab;
    await this.changePage('page.left', tab);
    this.#headers = headers;
    const load = await this.#open(headers, visible);
    this.#loads.set(tab, load);
    this.#lastTab = tab;
    const waiting = this.#invite?.shownBy === null ? this.#invite : null;
    if (waiting !== null) this.#invite = null;
    await this.#report(load, view);
    await this.#site.server.settled();
    await load.socket.caughtUp();
    // One that no page has shown yet follows the visitor to the next, if it is still to be shown, and waits there anew.
    this.hear();
  }

  /** The page of a tab is hidden, shown again, or left. */
  async changePage(type: 'page.hidden' | 'page.visible' | 'page.left', named: string | undefined): Promise<void> {
    const tab = named ?? this.#lastTab;
    const load = this.#loads.get(tab);
    if (load === undefined) return;
    load.isVisible = type === 'page.visible';
    await this.#report(load, { type });
    if (type !== 'page.left') return;
    this.#loads.delete(tab);
    if (this.#loads.size === 0 && this.#invite?.shownBy) this.#invite = null;
    await load.socket.close();
  }

  /** Revenue, cost, a custom event: what a page counts. */
  async report(event: Numbered): Promise<void> {
    const load = this.#loads.get(event.tab ?? this.#lastTab);
    const { at: _at, visitor: _visitor, tab: _tab, ...fields } = event;
    if (load !== undefined) {
      load.n += 1;
      return this.#report(load, { ...fields, n: load.n, ageMs: 0 } as HitMessage);
    }
    // From a page that the visit knows nothing of.
    await this.#hit({ ...fields, n: 1, ageMs: 0 } as HitMessage, this.#nextOrigin(), this.#headers, randomHex(8));
  }

  async changeContact(event: EventOf<'contact.changed'>): Promise<void> {
    const { at: _at, visitor: _visitor, ...contact } = event;
    await this.#say(contact);
  }

  async read(event: EventOf<'page.scrolled' | 'exit.intended'>): Promise<void> {
    const load = this.#loads.get(event.tab ?? this.#lastTab);
    if (load === undefined) return;
    await load.socket.tell(
      event.type === 'page.scrolled' ? { type: event.type, depth: event.depth } : { type: event.type },
    );
  }

  /** The visitor clicks on the invite, or closes it: whatever its delay, it is on the screen then. */
  async answerInvite(answer: 'accepted' | 'declined'): Promise<void> {
    const invite = this.#invite;
    if (invite === null || !this.hasPages) return;
    const { invitationId } = invite.frame;
    if (invite.shownBy === null) await this.#say({ type: 'invite.shown', invitationId });
    this.#invite = null;
    await this.#say({ type: `invite.${answer}`, invitationId });
    if (answer === 'accepted') await this.requestChat(invitationId);
  }

  /** Asks for a chat in the chat window. With nobody there the server wants a message instead, and there is no chat. */
  async requestChat(invitationId?: string): Promise<void> {
    this.#window ??= await this.#openWindow();
    if (this.#window === null) return;
    const cid = randomHex(16);
    this.#window.send({ type: 'chat.requested', cid, ...(invitationId === undefined ? {} : { invitationId }) });
    const answer = await this.#window.frame('an answer to a chat request', (frame) => frame.cid === cid);
    this.#chatId = answer.type === 'chat.changed' ? String(answer.chat.chatId) : null;
  }

  async endChat(): Promise<void> {
    if (this.#window === null || this.#chatId === null) return;
    await this.#window.tell({ type: 'chat.ended', chatId: this.#chatId });
    this.#chatId = null;
  }

  get hasPages(): boolean {
    return this.#loads.size > 0;
  }

  /** When the browser will do something by itself; infinite: never, as things are. */
  get nextAt(): number {
    const invite = this.#invite;
    if (invite === null) return Number.POSITIVE_INFINITY;
    if (invite.shownBy !== null) return invite.endsAt ?? Number.POSITIVE_INFINITY;
    return this.#visibleLoad() === null ? Number.POSITIVE_INFINITY : invite.dueAt;
  }

  /** Does what the browser does by itself at this instant. */
  async act(): Promise<void> {
    const invite = this.#invite;
    const now = this.#site.server.clock.at;
    if (invite === null || this.nextAt > now) return;
    const { invitationId, displaySeconds } = invite.frame;
    if (invite.shownBy !== null) {
      this.#invite = null;
      return this.#say({ type: 'invite.timedOut', invitationId });
    }
    invite.shownBy = this.#visibleLoad();
    invite.endsAt = displaySeconds > 0 ? now + Math.round(displaySeconds * 1000) : null;
    await this.#say({ type: 'invite.shown', invitationId });
  }

  /** Waits until the invite that the server has stored for this visitor is heard in a page. */
  async expectInvite(invitationId: string): Promise<void> {
    if (this.#heard.has(invitationId)) return;
    const load = this.#invitedLoad();
    // With no page open it waits for the next one.
    if (load === undefined) return;
    const isSent = (frame: AnyFrame) => frame.type === 'invite.sent' && frame.invite.invitationId === invitationId;
    await load.socket.frame(`invite ${invitationId}`, isSent);
    this.hear();
  }

  /** Resolves when all that was sent to this visitor's pages so far is here, and takes notice of it. */
  async caughtUp(): Promise<void> {
    for (const { socket } of this.#loads.values()) await socket.caughtUp();
    this.hear();
  }

  /** Takes notice of what the pages were sent: once, if all were told the same. */
  hear(): void {
    let isExcluded = false;
    for (const load of this.#loads.values()) {
      for (const frame of load.socket.frames.slice(load.read)) {
        if (frame.type === 'invite.sent') this.#take(frame.invite);
        if (frame.type === 'invite.withdrawn') this.#withdraw(frame.invitationId, load);
        if (frame.type === 'exclusion.changed' && frame.excluded) isExcluded = true;
      }
      load.read = load.socket.frames.length;
    }
    if (isExcluded) this.#onExcluded();
  }

  /** The visit is over: whatever is open shows nothing of it any more. */
  async forgetPages(): Promise<void> {
    for (const { socket } of this.#loads.values()) await socket.close();
    this.#loads.clear();
    this.#invite = null;
  }

  async close(): Promise<void> {
    await this.forgetPages();
    for (const socket of this.#spare) await socket.close();
    await this.#window?.close();
  }

  /** The page that shows, the newest heard of: the one that the server sends an invite to. */
  #visibleLoad(): Load | null {
    const visible = [...this.#loads.values()].filter((load) => load.isVisible);
    return visible.sort((one, other) => other.seenAt - one.seenAt)[0] ?? null;
  }

  /** The page that an invite goes to: the one that shows; with none showing, the newest. */
  #invitedLoad(): Load | undefined {
    return this.#visibleLoad() ?? [...this.#loads.values()].at(-1);
  }

  #take(frame: InviteFrame): void {
    if (this.#invite?.frame.invitationId === frame.invitationId) return;
    this.#heard.add(frame.invitationId);
    this.#invite = { frame, dueAt: this.#dueAt(frame), shownBy: null, endsAt: null };
  }

  /** Shown in one page it is off the others, which says nothing of that one. */
  #withdraw(invitationId: string, load: Load): void {
    const invite = this.#invite;
    if (invite?.frame.invitationId !== invitationId) return;
    if (invite.shownBy === null || invite.shownBy === load) this.#invite = null;
  }

  /** When the page shows an invite: after its delay on that page. */
  #dueAt({ delaySeconds }: InviteFrame): number {
    return (this.#invitedLoad()?.startedAt ?? 0) + Math.round(delaySeconds * 1000);
  }

  /** The next of the nodes, so that each page is on another one than that before it. */
  #nextOrigin(): string {
    const { nodes } = this.#site.server;
    this.#opened += 1;
    return (nodes[this.#opened % nodes.length] ?? nodes[0]).origin;
  }

  async #open(headers: Readonly<Record<string, string>>, isVisible: boolean): Promise<Load> {
    const origin = this.#nextOrigin();
    const tab = randomHex(8);
    const socket = await ReplaySocket.open(`${origin}/t/socket`, headers);
    socket.send({ type: 'hello', kind: 'page', protocol: 1, site: this.#site.siteKey, visitor: this.id, tab });
    await socket.frame('the welcome of a page', (frame) => frame.type === 'welcome');
    const now = this.#site.server.clock.at;
    return { tab, headers, socket, origin, startedAt: now, n: 1, seenAt: now, isVisible, read: 0 };
  }

  /** Reports by the page's socket, or as a beacon. */
  async #report(load: Load, message: HitMessage): Promise<void> {
    load.seenAt = this.#site.server.clock.at;
    if (!this.#isBeacon) return load.socket.tell(message);
    const answer = await this.#hit(message, load.origin, load.headers, load.tab);
    if (answer?.invite) this.#take(answer.invite);
    if (answer?.excluded && message.type === 'page.viewed') this.#onExcluded();
  }

  async #hit(message: HitMessage, origin: string, headers: Readonly<Record<string, string>>, tab: string) {
    const response = await fetch(`${origin}/t/hit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...message, site: this.#site.siteKey, visitor: this.id, tab }),
    });
    const body = await response.text();
    // An amount that can't be booked is refused, and that is all there is to it.
    if (response.status === 400 && message.type === 'revenue.reported') return null;
    if (!response.ok) throw new Error(`a hit was answered by ${response.status}: ${body}`);
    return hitAnswerSchema.parse(JSON.parse(body));
  }

  /** Says something that only a socket can, from the page that shows, or any other. */
  async #say(message: PageMessage): Promise<void> {
    await (await this.#anyPage()).tell(message);
  }

  async #anyPage(): Promise<ReplaySocket> {
    const load = this.#invitedLoad();
    if (load !== undefined) return load.socket;
    const [spare = (await this.#open(this.#headers, false)).socket] = this.#spare;
    if (this.#spare.length === 0) this.#spare.push(spare);
    return spare;
  }

  async #openWindow(): Promise<ReplaySocket | null> {
    const page = await this.#anyPage();
    const known = page.frames.length;
    page.send({ type: 'ticket.requested' });
    const ticket = await page.until('a ticket', () =>
      page.frames.slice(known).find((frame) => frame.type === 'chat.ticket'),
    );
    const window = await ReplaySocket.open(`${this.#nextOrigin()}/t/socket`, this.#headers);
    window.send({ type: 'hello', kind: 'chat', protocol: 1, site: this.#site.siteKey, ticket: ticket.ticket });
    const answer = await window.frame('an answer to the window', ({ type }) => type === 'welcome' || type === 'error');
    return answer.type === 'welcome' ? window : null;
  }
}

/** What the visitor's browser and the proxy before the server say with every request. */
function headersOf(address: string, userAgent: string | undefined): Readonly<Record<string, string>> {
  // A header has bytes: other letters than theirs go as UTF-8.
  const agent = Buffer.from(userAgent ?? browser, 'utf8').toString('latin1');
  return { 'x-forwarded-for': address || noAddress, 'user-agent': agent };
}
