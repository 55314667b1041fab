import type { InviteFrame } from '@foyer/protocol/invite';
import type { PagePrivacy } from '@foyer/protocol/privacy';
import type { PageFrame, PageMessage, WindowSettings } from '@foyer/protocol/visitor-socket';
import { type ChatFrame, chatFrame } from './chat-frame.ts';
import { cleanText } from './clean-text.ts';
import { isTaken, takeCommands } from './commands.ts';
import { connect } from './connection.ts';
import { type Contact, contactDetails, variables, whosOnContact } from './contact.ts';
import { guard, later, listen } from './guard.ts';
import { hits } from './hits.ts';
import type { Invitations } from './invitations.ts';
import { findKept, keepId } from './kept-id.ts';
import { loadLater } from './later-files.ts';
import { type Launcher, launcher } from './launcher.ts';
import { ownText } from './own-text.ts';
import { pageFacts } from './page-facts.ts';
import { costReport, eventReport, revenueReport, whosOnMoney } from './page-reports.ts';
import { randomHex } from './random-hex.ts';
import { type Report, reports } from './reports.ts';
import { watchRoutes } from './route-changes.ts';
import { surface } from './surface.ts';
import type { Watch } from './watch.ts';
import { whenLoaded } from './when-loaded.ts';
import { type Wish, whosOnWish, wishOf } from './wish.ts';

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
  /** Whether an earlier page was allowed to keep the id that this one has. */
  let known = findKept();
  const kept = reports();
  /** What this page may do; null: the server has not said yet. */
  let allowed: PagePrivacy | null = null;
  let isTracking = false;
  /** The visitor does not want it, whatever the site would allow. */
  let isRefused = false;
  /** The language that the page asks for the window. */
  let language = tag?.dataset.language;
  const who = {
    site: siteKey,
    // A number of this page alone until it may be kept.
    visitor: known?.id ?? randomHex(16),
    tab: randomHex(8),
    consent: !!known?.consent,
    signal: !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl,
    get languages() {
      return languageWishes();
    },
  };
  const byHttp = hits(
    origin,
    who,
    kept,
    (answer) => {
      if (answer.erased) return stop(true);
      allow(answer.privacy);
      learn(answer);
    },
    () => !!(allowed || known),
  );
  let isUp = false;
  let usesHits = false;
  /** What else waits for the connection, oldest first. */
  let facts: PageMessage[] = [];
  let contact: Contact = {};
  let toldContact = '{}';
  /** For whom this page's chats are. */
  let wish: Wish = {};
  let viewedAt = Date.now();
  let activeAt = viewedAt;
  let isRead = false;
  let watching: Watch | null = null;

  let server: {
    online: boolean;
    excluded: boolean;
    chatOpen: boolean;
    settings: WindowSettings;
    buttonHidden?: boolean | undefined;
  } | null = null;

  let ui: { root: ShadowRoot; launcher: Launcher; frame: ChatFrame } | null = null;
  let invites: Invitations | null = null;
  /** The newest invite, on its way to `invites`. */
  let invited: InviteFrame | null = null;
  let unread = 0;
  let wantsWindow = false;
  let wantsTicket = false;
  const warned: string[] = [];
  const listeners: { event: unknown; call: unknown }[] = [];

  const connection = connect<PageMessage, PageFrame>(`${origin.replace(/^http/, 'ws')}/t/socket`, {
    hello: () => ({
      type: 'hello',
      kind: 'page',
      protocol: protocolVersion,
      ...who,
      ...wish,
      resumed: !!server,
      url: mayTell() ? cleanText(location.href, 2000) : undefined,
    }),
    onFrame: hear,
    onDown(neverWelcomed) {
      isUp = false;
      usesHits = neverWelcomed >= triesUntilHits;
      if (usesHits) byHttp.flush();
    },
  });

  // ── What the visitor allows ───────────────────────────────────────────────────────────────────────────────────────

  /** Whether there is a word, from the server or from an earlier page, and it is yes. */
  function mayTell(): boolean {
    return allowed ? isTracking : !!known;
  }

  function sendFact(fact: PageMessage): boolean {
    return isTracking && connection.send(fact);
  }

  function allow(given: PagePrivacy): void {
    allowed = given;
    const { tracks, keeps } = given;
    if (isRefused || tracks === 'no' || (tracks === 'consent' && !who.consent)) return stop();
    const other = keeps === 'page' ? known && { id: randomHex(16) } : findKept();
    // What this page calls itself is another tab's word for it, or was to be kept no longer.
    const isAnother = !!other && other.id !== who.visitor;
    isTracking = true;
    if (isAnother) who.visitor = other.id;
    known = keeps === 'page' ? null : { id: who.visitor, consent: who.consent };
    keepId(known, keeps);
    if (isAnother) again();
    else if (isRead && !kept.page()) {
      view(location.href, document.referrer);
      whosOnMoney(window).forEach(report);
    }
  }

  /** Nothing is kept or told from here on; what was the visitor's id is nobody's. */
  function stop(wasKnown = isTracking || !!known): void {
    keepId(null, 'page');
    sessionFlag('');
    kept.clear();
    isTracking = false;
    known = null;
    if (!wasKnown) return;
    who.consent = false;
    who.visitor = randomHex(16);
    again();
  }

  /** Connects as who it is now. */
  function again(): void {
    isUp = false;
    connection.close();
    connection.open();
  }

  function agree(given: boolean): void {
    isRefused = !given;
    if (given && who.consent) return;
    who.consent = given;
    connection.send({ type: 'consent.changed', given });
    if (!given) stop();
    else if (allowed) allow(allowed);
  }

  // ── What the page does ────────────────────────────────────────────────────────────────────────────────────────────

  function view(url: string, referrer: string, title?: string): void {
    viewedAt = activeAt = Date.now();
    mergeContact(whosOnContact(window));
    wish = { ...wish, ...whosOnWish(window) };
    watching?.restart();
    report(pageFacts(url, referrer, title));
    tellContact();
  }

  function report(told: Report): void {
    if (allowed && !isTracking) return;
    for (const fresh of kept.add(told, Date.now())) connection.send(fresh);
    if (usesHits) byHttp.flush();
  }

  /** The first view waits for the title where the page is still being read, but not beyond leaving it. */
  function firstView(): void {
    if (!kept.page()) view(location.href, document.referrer);
  }

  /** Once the page is read, or left, its variables are those of this load; later views don't book them again. */
  function readPage(): void {
    firstView();
    if (!isRead) whosOnMoney(window).forEach(report);
    isRead = true;
  }

  function mergeContact(more: Contact): void {
    contact = { ...contact, ...more };
  }

  function tellContact(): void {
    const json = JSON.stringify(contact);
    if (json !== toldContact && isUp && kept.page() && connection.send({ type: 'contact.changed', ...contact }))
      toldContact = json;
  }

  function tell(fact: PageMessage): void {
    if (!connection.send(fact)) facts = [...facts, fact].slice(-mostFacts);
  }

  watchRoutes((from, to) => later(() => view(to, from), 0));
  listen(document, 'visibilitychange', () => {
    sendFact({ type: document.hidden ? 'page.hidden' : 'page.visible' });
    if (!document.hidden) connection.check();
  });
  listen(window, 'online', () => connection.check());
  listen(window, 'pagehide', () => {
    readPage();
    if (mayTell() && !connection.send({ type: 'page.left' })) byHttp.leave();
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
      sendFact({ type: 'activity.seen' });
    });

  // ── What the server says ──────────────────────────────────────────────────────────────────────────────────────────

  function hear(frame: PageFrame): void {
    switch (frame.type) {
      case 'welcome':
        welcome(frame);
        return;
      case 'page.recorded':
        kept.recorded(frame.n);
        return;
      case 'availability.changed':
        change({ online: frame.online });
        return;
      case 'button.changed':
        change({ buttonHidden: frame.hidden });
        return;
      case 'settings.changed':
        change({ settings: frame.settings });
        if (ui?.frame.isOpen()) openWindow(false);
        return;
      case 'exclusion.changed':
        change({ excluded: frame.excluded });
        return;
      case 'privacy.changed':
        allow(frame.privacy);
        draw();
        return;
      case 'consent.withdrawn':
        isRefused = true;
        stop(true);
        return;
      case 'visitor.erased':
        stop(true);
        return;
      case 'chat.changed':
        emit('chat', { open: frame.chatOpen });
        change({ chatOpen: frame.chatOpen });
        return;
      case 'invite.sent':
        invite(frame.invite);
        return;
      case 'invite.withdrawn':
        if (invited?.invitationId === frame.invitationId) invited = null;
        invites?.withdraw(frame.invitationId);
        return;
      case 'chat.ticket':
        ui?.frame.learn(frame.surveys);
        if (wantsTicket) ui?.frame.answer(frame.ticket);
        wantsTicket = false;
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
        if (frame.code === 'invalid_request') warn(frame.message);
        if (wantsTicket) ui?.frame.answer(null);
        wantsTicket = false;
        if (frame.retryAfterMs) later(sendKept, frame.retryAfterMs);
    }
  }

  function welcome(frame: Extract<PageFrame, { type: 'welcome' }>): void {
    const isFirst = !server;
    isUp = true;
    usesHits = false;
    const { watch, privacy } = frame;
    allow(privacy);
    if (!isUp) return;
    sendKept();
    // What it was before the connection broke may be otherwise by now.
    if (!isFirst) sendFact({ type: document.hidden ? 'page.hidden' : 'page.visible' });
    for (const fact of facts) connection.send(fact);
    facts = [];
    if (wantsTicket) connection.send({ type: 'ticket.requested' });
    learn(frame);
    if (watch?.[0])
      loadLater(origin, 'watch', (file) => {
        watching ??= file.watch(sendFact);
        watching.start(watch);
      });
  }

  function sendKept(): void {
    for (const report of kept.untold(Date.now())) connection.send(report);
    tellContact();
  }

  /** The state of things as a welcome or a hit's answer gives it. */
  function learn({
    online,
    excluded,
    chatOpen,
    settings,
    buttonHidden,
    ...rest
  }: NonNullable<typeof server> & { invite?: InviteFrame | null }): void {
    const isFirst = !server;
    server = { online, excluded, chatOpen, settings, buttonHidden };
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
    if (!mayInvite()) return;
    invited = frame;
    loadLater(origin, 'invite', (file) => {
      if (!ui || invited !== frame || !mayInvite()) return;
      invites ??= file.invitations({
        host: ui.root,
        origin,
        pageAgeMs: () => Date.now() - viewedAt,
        report: tell,
        onAccepted: (invitationId) => openWindow(true, invitationId),
        onChange: draw,
        onState: (invitationId, state) => emit('invite', { invitationId, state }),
      });
      invites.receive(frame);
    });
  }

  function mayInvite(): boolean {
    return !!server?.online && !server.excluded && !server.chatOpen && !ui?.frame.isOpen();
  }

  // ── What is drawn ─────────────────────────────────────────────────────────────────────────────────────────────────

  function draw(): void {
    if (!server) return;
    const { online, excluded, chatOpen, settings, buttonHidden } = server;
    if (!mayInvite()) {
      invited = null;
      invites?.clear();
    }
    if (excluded) {
      closeWindow();
      // It was told that it may not chat: should that change, it begins anew.
      ui?.frame.drop();
    }
    if (!excluded) ui ??= makeUi();
    const isOpen = !!ui?.frame.isOpen();
    // An invite takes the button's place.
    const isHidden =
      excluded ||
      !!invites?.isShown() ||
      (!chatOpen && !isOpen && (!!buttonHidden || (!online && settings.whenOffline === 'hidden')));
    ui?.launcher.draw({ settings, isHidden, isOpen, hasChat: chatOpen, unread });
  }

  function makeUi(): NonNullable<typeof ui> {
    const root = surface();
    return {
      root,
      launcher: launcher(root, () => (ui?.frame.isOpen() ? closeWindow() : leave() || openWindow(true))),
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
        onHidden() {
          sessionFlag('');
          draw();
        },
      }),
    };
  }

  function openWindow(focus: boolean, invitationId?: string): void {
    wantsWindow = !server;
    if (!server || server.excluded || !ui) return;
    unread = 0;
    const { settings, online, chatOpen } = server;
    // What it will ask is on its way before it runs.
    if (!chatOpen && !ui.frame.isOpen()) connection.send({ type: 'ticket.requested' });
    const keeps = allowed?.keeps ?? 'tab';
    // Of a chat that was asked for, the tab may know.
    const chatKeeps = isTracking || keeps === 'page' ? keeps : 'tab';
    ui.frame.show({ settings, online, chatOpen }, chatKeeps, focus, wish, invitationId);
    if (ui.frame.isOpen() && isTracking && allowed?.keeps !== 'page') sessionFlag('1');
    draw();
  }

  function closeWindow(): void {
    wantsWindow = false;
    if (ui?.frame.isOpen()) ui.frame.hide();
  }

  /** With nobody Online the button may lead somewhere else. */
  function leave(): boolean {
    const address = server && !server.online && !server.chatOpen && server.settings.offlineUrl;
    if (address) location.href = address;
    return !!address;
  }

  /** Most wanted first: what the page asks for, its own, the browser's. */
  function languageWishes(): string[] {
    return [language, document.documentElement.lang, ...navigator.languages]
      .flatMap((wish) => cleanText(wish ?? '', 35) || [])
      .slice(0, 8);
  }

  // ── What the page may ask for ─────────────────────────────────────────────────────────────────────────────────────

  /** The page's own function runs by itself: its errors are the page's. */
  function emit(event: string, detail: object): void {
    for (const { event: wanted, call } of listeners)
      if (wanted === event && typeof call === 'function') setTimeout(call as () => void, 0, detail);
  }

  function warn(text: string): void {
    if (warned.includes(text)) return;
    warned.push(text);
    console.warn(`Foyer: ${text}`);
  }

  function reportOr(told: Report | null, wrong: string): void {
    if (told) report(told);
    else warn(wrong);
  }

  takeCommands({
    consent: (given) => agree(given === true),
    identify(given) {
      mergeContact(contactDetails(given));
      tellContact();
    },
    set(given) {
      const { department: _department, skills: _skills, ...others } = Object(given) as Record<string, unknown>;
      wish = { ...wish, ...wishOf(given) };
      const wanted = ownText(given, 'language', 35);
      if (wanted && wanted !== language) {
        language = wanted;
        connection.send({ type: 'language.chosen', languages: languageWishes() });
      }
      mergeContact({ variables: { ...contact.variables, ...variables(others) } });
      tellContact();
    },
    revenue: (given) => reportOr(revenueReport(given), 'revenue needs an amount such as 12.50'),
    cost: (given) => reportOr(costReport(given), 'cost needs an amount such as 12.50'),
    event: (name) => reportOr(eventReport(name), 'event needs a name: 1 to 64 letters, digits, blanks or _ . : -'),
    page(given, named) {
      const { url, title } = Object(typeof given === 'string' ? { url: given, title: named } : given) as {
        url?: unknown;
        title?: unknown;
      };
      const full = new URL(typeof url === 'string' ? url : location.href, location.href).href;
      if (/^https?:/.test(full))
        view(full, kept.page()?.url ?? document.referrer, typeof title === 'string' ? title : undefined);
    },
    open(given) {
      wish = { ...wish, ...wishOf(given) };
      openWindow(true);
    },
    close: () => closeWindow(),
    on(event, call) {
      listeners.push({ event, call });
      if (event === 'ready' && server && typeof call === 'function')
        setTimeout(call as () => void, 0, { online: server.online });
    },
  });

  if (document.title) firstView();
  if (document.readyState !== 'loading') readPage();
  else document.addEventListener('DOMContentLoaded', guard(readPage), { once: true });
}

/** Reads the tab's flag, or sets it where a value is given. */
function sessionFlag(value?: string): string | null {
  try {
    if (value) sessionStorage.setItem(windowFlag, value);
    else if (value === '') sessionStorage.removeItem(windowFlag);
    return sessionStorage.getItem(windowFlag);
  } catch {
    return null;
  }
}
