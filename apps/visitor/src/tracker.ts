import type { InviteFrame } from '@foyer/protocol/invite';
import type { PageFrame, PageMessage, WindowSettings } from '@foyer/protocol/visitor-socket';
import { type ChatFrame, chatFrame } from './chat-frame.ts';
import { isTaken, takeCommands } from './commands.ts';
import { connect } from './connection.ts';
import { type Contact, contactDetails, variables, whosOnContact } from './contact.ts';
import { guard, later, listen } from './guard.ts';
import { hits } from './hits.ts';
import { type Invitations, invitations } from './invitations.ts';
import { type Launcher, launcher } from './launcher.ts';
import { pageFacts } from './page-facts.ts';
import { pageViews } from './page-views.ts';
import { randomHex } from './random-hex.ts';
import { watchRoutes } from './route-changes.ts';
import { surface } from './surface.ts';
import { visitorId } from './visitor-id.ts';

const protocolVersion = 1;
const activityEveryMs = 60_000;
const mostFacts = 20;
/** So many sockets in a row without a welcome: this network lets none through. */
const triesUntilHits = 3;
/** Remembers, for this tab, that the chat window was open. */
const windowFlag = 'foyer.window';

const tag = document.currentScript as HTMLScriptElement | null;
guard(() => {
  const siteKey = tag?.dataset.site;
  if (!tag || !siteKey || isTaken()) return;
  const { origin } = new URL(tag.src);
  // A page that the browser only prepares has no visitor yet.
  if ('prerendering' in document && document.prerendering)
    document.addEventListener(
      'prerenderingchange',
      guard(() => track(origin, siteKey)),
      { once: true },
    );
  else track(origin, siteKey);
})();

function track(origin: string, siteKey: string): void {
  const identity = { site: siteKey, visitor: visitorId(Date.now()), tab: randomHex(8) };
  const views = pageViews();
  const byHttp = hits(origin, identity, views, learn);
  let isUp = false;
  let usesHits = false;
  /** What else waits for the connection, oldest first. */
  let facts: PageMessage[] = [];
  let contact: Contact = {};
  let toldContact = '{}';
  let viewedAt = Date.now();
  let activeAt = viewedAt;

  let server: { online: boolean; excluded: boolean; chatOpen: boolean; settings: WindowSettings } | null = null;
  let ui: { launcher: Launcher; frame: ChatFrame; invitations: Invitations } | null = null;
  let unread = 0;
  let wantsWindow = false;
  let wantsTicket = false;
  const listeners: { event: unknown; call: unknown }[] = [];

  const connection = connect<PageMessage, PageFrame>(`${origin.replace(/^http/, 'ws')}/t/socket`, {
    hello: () => ({ type: 'hello', kind: 'page', protocol: protocolVersion, ...identity, resumed: !!server }),
    onFrame: hear,
    onDown(neverWelcomed) {
      isUp = false;
      usesHits = neverWelcomed >= triesUntilHits;
      if (usesHits) byHttp.flush();
    },
  });

  // ── What the page does ────────────────────────────────────────────────────────────────────────────────────────────

  function view(url: string, referrer: string, title?: string): void {
    viewedAt = activeAt = Date.now();
    mergeContact(whosOnContact(window));
    const report = views.add(pageFacts(url, referrer, title), viewedAt);
    if (isUp) connection.send(report);
    else if (usesHits) byHttp.flush();
    tellContact();
  }

  /** The first view waits for the title where the page is still being read, but not beyond leaving it. */
  function firstView(): void {
    if (!views.newest()) view(location.href, document.referrer);
  }

  function mergeContact(more: Contact): void {
    contact = { ...contact, ...more };
  }

  function tellContact(): void {
    const json = JSON.stringify(contact);
    if (json !== toldContact && isUp && views.newest() && connection.send({ type: 'contact.changed', ...contact }))
      toldContact = json;
  }

  function tell(fact: PageMessage): void {
    if (!connection.send(fact)) facts = [...facts, fact].slice(-mostFacts);
  }

  watchRoutes((from, to) => later(() => view(to, from), 0));
  listen(document, 'visibilitychange', () => {
    connection.send({ type: document.hidden ? 'page.hidden' : 'page.visible' });
    if (!document.hidden) connection.check();
  });
  listen(window, 'online', () => connection.check());
  listen(window, 'pagehide', () => {
    firstView();
    if (!connection.send({ type: 'page.left' })) byHttp.leave();
    connection.close();
    isUp = false;
  });
  listen(window, 'pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    connection.open();
    view(location.href, document.referrer);
  });
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'scroll'])
    listen(window, type, () => {
      if (Date.now() - activeAt < activityEveryMs) return;
      activeAt = Date.now();
      connection.send({ type: 'activity.seen' });
    });

  // ── What the server says ──────────────────────────────────────────────────────────────────────────────────────────

  function hear(frame: PageFrame): void {
    switch (frame.type) {
      case 'welcome':
        welcome(frame);
        return;
      case 'page.recorded':
        views.recorded(frame.n);
        return;
      case 'availability.changed':
        change({ online: frame.online });
        return;
      case 'exclusion.changed':
        change({ excluded: frame.excluded });
        return;
      case 'chat.changed':
        emit('chat', { open: frame.chatOpen });
        change({ chatOpen: frame.chatOpen });
        return;
      case 'invite.sent':
        invite(frame.invite);
        return;
      case 'invite.withdrawn':
        ui?.invitations.withdraw(frame.invitationId);
        return;
      case 'chat.ticket':
        wantsTicket = false;
        ui?.frame.answer(frame.ticket);
        return;
      case 'error':
        // Refused for good at the door: this page stays silent.
        if (
          !isUp &&
          !frame.retryable &&
          !frame.retryAfterMs &&
          /^(not_found|forbidden|invalid_request)$/.test(frame.code)
        )
          connection.close();
        if (!isUp) return;
        if (wantsTicket) ui?.frame.answer(null);
        wantsTicket = false;
        if (frame.retryAfterMs) later(sendKept, frame.retryAfterMs);
    }
  }

  function welcome(frame: Extract<PageFrame, { type: 'welcome' }>): void {
    const isFirst = !server;
    isUp = true;
    usesHits = false;
    sendKept();
    // What it was before the connection broke may be otherwise by now.
    if (!isFirst) connection.send({ type: document.hidden ? 'page.hidden' : 'page.visible' });
    for (const fact of facts) connection.send(fact);
    facts = [];
    if (wantsTicket) connection.send({ type: 'ticket.requested' });
    learn(frame);
  }

  function sendKept(): void {
    for (const report of views.reports(Date.now())) connection.send(report);
    tellContact();
  }

  /** The state of things as a welcome or a hit's answer gives it. */
  function learn({
    online,
    excluded,
    chatOpen,
    settings,
    ...rest
  }: NonNullable<typeof server> & { invite?: InviteFrame | null }): void {
    const isFirst = !server;
    server = { online, excluded, chatOpen, settings };
    draw();
    if (isFirst) {
      emit('ready', { online });
      // A small screen would be covered whole: there the button says that a chat is open.
      if (chatOpen && sessionFlag() && innerWidth > 480) whenLoaded(() => openWindow(false));
    }
    if (wantsWindow) openWindow(true);
    if (rest.invite) invite(rest.invite);
  }

  function change(part: Partial<NonNullable<typeof server>>): void {
    if (!server) return;
    Object.assign(server, part);
    draw();
  }

  function invite(frame: InviteFrame): void {
    if (mayInvite()) whenLoaded(() => mayInvite() && ui?.invitations.receive(frame));
  }

  function mayInvite(): boolean {
    return !!server?.online && !server.excluded && !server.chatOpen && !ui?.frame.isOpen();
  }

  // ── What is drawn ─────────────────────────────────────────────────────────────────────────────────────────────────

  function draw(): void {
    if (!server) return;
    const { online, excluded, chatOpen, settings } = server;
    if (!mayInvite()) ui?.invitations.clear();
    if (excluded) closeWindow();
    if (!excluded) ui ??= makeUi();
    const isOpen = !!ui?.frame.isOpen();
    // An invite takes the button's place.
    const isHidden =
      excluded || !!ui?.invitations.isShown() || (!online && !chatOpen && !isOpen && settings.whenOffline === 'hidden');
    ui?.launcher.draw({ settings, isHidden, isOpen, hasChat: chatOpen, unread });
  }

  function makeUi(): NonNullable<typeof ui> {
    const root = surface();
    return {
      launcher: launcher(root, () => (ui?.frame.isOpen() ? closeWindow() : openWindow(true))),
      frame: chatFrame({
        root,
        origin,
        siteKey,
        onTicketWanted() {
          wantsTicket = true;
          connection.send({ type: 'ticket.requested' });
        },
        onUnread(count) {
          unread = count;
          draw();
        },
        onCloseWanted() {
          closeWindow();
          ui?.launcher.focus();
        },
      }),
      invitations: invitations({
        host: root,
        origin,
        pageAgeMs: () => Date.now() - viewedAt,
        report: tell,
        onAccepted: (invitationId) => openWindow(true, invitationId),
        onChange: draw,
        onState: (invitationId, state) => emit('invite', { invitationId, state }),
      }),
    };
  }

  function openWindow(focus: boolean, invitationId?: string): void {
    wantsWindow = !server;
    if (!server || server.excluded || !ui) return;
    unread = 0;
    sessionFlag('1');
    ui.frame.show(server.settings, focus, invitationId);
    draw();
  }

  function closeWindow(): void {
    wantsWindow = false;
    if (!ui?.frame.isOpen()) return;
    sessionFlag('');
    ui.frame.hide();
    draw();
  }

  // ── What the page may ask for ─────────────────────────────────────────────────────────────────────────────────────

  /** The page's own function runs by itself: its errors are the page's. */
  function emit(event: string, detail: object): void {
    for (const { event: wanted, call } of listeners)
      if (wanted === event && typeof call === 'function') setTimeout(call as () => void, 0, detail);
  }

  takeCommands({
    identify(given) {
      mergeContact(contactDetails(given));
      tellContact();
    },
    set(given) {
      mergeContact({ variables: { ...contact.variables, ...variables(given) } });
      tellContact();
    },
    page(given) {
      const { url, title } = Object(given) as { url?: unknown; title?: unknown };
      const full = new URL(typeof url === 'string' ? url : location.href, location.href).href;
      if (/^https?:/.test(full))
        view(full, views.newest()?.url ?? document.referrer, typeof title === 'string' ? title : undefined);
    },
    open: () => openWindow(true),
    close: () => closeWindow(),
    on(event, call) {
      listeners.push({ event, call });
      if (event === 'ready' && server && typeof call === 'function')
        setTimeout(call as () => void, 0, { online: server.online });
    },
  });

  if (document.title || document.readyState !== 'loading') firstView();
  else document.addEventListener('DOMContentLoaded', guard(firstView), { once: true });
}

/** Runs once the page has loaded, or is taking its time: our frame and pictures must not put off its load event. */
function whenLoaded(run: () => void): void {
  if (document.readyState === 'complete') {
    run();
    return;
  }
  let isDone = false;
  const once = (): void => {
    if (!isDone) run();
    isDone = true;
  };
  listen(window, 'load', () => later(once, 0));
  later(once, 4_000);
}

/** Reads the tab's flag, or sets it where a value is given. */
function sessionFlag(value?: string): string | null {
  try {
    if (value !== undefined) sessionStorage.setItem(windowFlag, value);
    return sessionStorage.getItem(windowFlag);
  } catch {
    return null;
  }
}
