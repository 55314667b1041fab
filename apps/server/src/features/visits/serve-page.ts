import { assertNever } from '@foyer/protocol/assert-never';
import { pagePrivacy } from '@foyer/protocol/privacy';
import type { RoutingWish } from '@foyer/protocol/routing';
import type { AskedSurveys } from '@foyer/protocol/survey';
import { type PageFrame, type PageMessage, pageVerbs, type VisitorHello } from '@foyer/protocol/visitor-socket';
import { cleanTextOrNull } from '@foyer/rules/clean-text';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import type { Logger } from 'pino';
import type { VisitStore } from '../../bus/visit-store.ts';
import { toErrorFrame } from '../../http/error-frame.ts';
import { InOrder } from '../../http/in-order.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import { readFrame } from '../../http/read-frame.ts';
import type { SocketConnection } from '../../http/socket-connection.ts';
import type { VisitorHandshake } from '../../http/visitor-handshake.ts';
import type { VisitorTickets } from '../chats/visitor-ticket.ts';
import type { Places } from './facts/find-place.ts';
import { findInviteFrame } from './invite-frame.ts';
import { isShutOut } from './is-excluded.ts';
import type { OpenPage, PageHub } from './page-hub.ts';
import { readHit } from './read-hit.ts';
import { readReport, refuseWrongRevenue } from './read-report.ts';
import type { SiteConfiguration, SiteConfigurations } from './site-configuration.ts';
import type { IncomingEvent, Outcome, VisitEngine } from './visit-engine.ts';
import { windowSettings } from './window-settings.ts';

export interface PageParts {
  readonly hub: PageHub;
  readonly engine: VisitEngine;
  readonly store: VisitStore<Visit>;
  readonly configurations: SiteConfigurations;
  readonly places: Places;
  readonly tickets: VisitorTickets;
  readonly limits: RateLimits;
  readonly staffOf: (siteId: string) => StaffFacts;
  /** Whether anybody is Online for what a page asks for. */
  readonly isOnlineFor: (site: SiteConfiguration, wish: RoutingWish) => boolean;
  /** What the chat window asks this visitor. */
  readonly surveysFor: (where: {
    readonly configuration: SiteConfiguration;
    readonly visitorId: string;
    readonly visit: Visit | null;
  }) => AskedSurveys;
  readonly nodeId: string;
  readonly maxPerVisitor: number;
  readonly logger: Logger;
  readonly now: () => number;
  readonly isOrderBooked: (siteId: string, orderId: string) => Promise<boolean>;
  /** Whether all that was known of a visitor was erased. */
  readonly isErased: (siteId: string, visitorId: string) => boolean;
  /** The tracking code reported from this page. */
  readonly onCodeSeen: (siteId: string, url: string) => void;
  /** A visitor with an open chat went to another page. */
  readonly onPageChanged: (siteId: string, chatId: string, page: { url: string; title: string }) => void;
}

type PageHello = Extract<VisitorHello, { kind: 'page' }>;

/** Requests that may wait in one connection. */
const maxWaiting = 100;

/** Serves one open page: its views go to the engine, invites come to it. */
export async function greetPage(
  parts: PageParts,
  connection: SocketConnection,
  hello: PageHello,
  configuration: SiteConfiguration,
  handshake: VisitorHandshake,
): Promise<(frame: string) => void> {
  const siteId = configuration.site.id;
  const { visitor: visitorId, tab } = hello;
  if (parts.hub.count(siteId, visitorId) >= parts.maxPerVisitor) {
    connection.close(4429, 'too many pages');
    return () => undefined;
  }
  const send = (frame: PageFrame) => connection.send(frame);
  if (parts.isErased(siteId, visitorId)) {
    send({ type: 'visitor.erased' });
    return () => undefined;
  }
  const asks = hello.department !== undefined || hello.skills !== undefined;
  const isOnline = asks ? () => parts.isOnlineFor(configuration, hello) : null;
  let isShut = false;
  const page: OpenPage = { siteId, visitorId, tab, send, isOnline, lookAtBlocks, lookAtPrivacy };
  await parts.hub.add(page);
  const privacyOf = ({ privacy }: SiteConfiguration) =>
    pagePrivacy(privacy, hello.signal === true || handshake.hasSignal === true);
  let allowed = privacyOf(configuration);
  let hasConsent = hello.consent === true;
  const mayTrack = () => allowed.tracks === 'yes' || (allowed.tracks === 'consent' && hasConsent);
  // A page that may tell where it is, and has not yet, tells it at once: until then there is no button to be taken away again.
  let toldHidden =
    hello.url === undefined ? mayTrack() && configuration.hidesAnyButton : configuration.hidesButton(hello.url);

  const origin = {
    siteId,
    visitorId,
    tab,
    nodeId: parts.nodeId,
    address: handshake.address,
    userAgent: handshake.userAgent,
  };
  const happen = (event: Pick<IncomingEvent, 'type'> & Record<string, unknown>): Promise<Outcome | null> =>
    parts.engine.happen({ ...event, siteId, visitorId, at: parts.now() } as IncomingEvent);

  connection.onClosed(() => {
    parts.hub.remove(page);
    happen({ type: 'tab.disconnected', tab, nodeId: parts.nodeId }).catch((error) =>
      parts.logger.warn({ error: String(error) }, 'a closed page could not be noted'),
    );
  });

  const visit = await parts.store.get(siteId, visitorId);
  const place = { address: handshake.address, ...parts.places.find(handshake.address) };
  isShut = isShutOut(configuration, visitorId, place, visit, parts.now());
  send({
    type: 'welcome',
    online: parts.staffOf(siteId).online > 0 && (isOnline?.() ?? true),
    excluded: isShut,
    chatOpen: visit?.chat != null,
    settings: windowSettings(configuration, hello.languages),
    ...(toldHidden ? { buttonHidden: true } : {}),
    privacy: allowed,
    ...(configuration.rules.watches.length > 0 ? { watch: [...configuration.rules.watches] } : {}),
  });
  // A page that comes back after a break tells nothing new: its visit goes on, or is built again from what is stored.
  if (hello.resumed && mayTrack()) await happen({ type: 'tab.connected', tab, nodeId: parts.nodeId });

  const inOrder = new InOrder(maxWaiting);
  return (text) => {
    const taken = inOrder.add(async () => {
      try {
        await handle(readFrame(text, pageVerbs));
      } catch (error) {
        send(toErrorFrame(error, {}, parts.logger));
      }
    });
    if (!taken) connection.close(1008, 'too many frames');
  };

  /** What may come from a page whose visitor is not tracked. */
  function isNeededByChat({ type }: PageMessage): boolean {
    return ['ping', 'ticket.requested', 'language.chosen', 'consent.changed', 'page.left'].includes(type);
  }

  function lookAtPrivacy(current: SiteConfiguration): void {
    const next = privacyOf(current);
    if (next.tracks === allowed.tracks && next.keeps === allowed.keeps) return;
    allowed = next;
    send({ type: 'privacy.changed', privacy: allowed });
  }

  async function changeConsent(given: boolean): Promise<void> {
    await parts.limits.take('pageEventsByVisitor', `${siteId} ${visitorId}`);
    hasConsent = given;
    if (given) return;
    await happen({ type: 'page.left', tab });
    await parts.hub.tell(siteId, { visitorId, frame: { type: 'consent.withdrawn' }, onlyTab: null, exceptTab: tab });
  }

  async function handle(message: PageMessage): Promise<void> {
    if (!mayTrack() && !isNeededByChat(message)) {
      // Not taken in, and not to be sent again.
      if ('n' in message) send({ type: 'page.recorded', n: message.n });
      return;
    }
    switch (message.type) {
      case 'consent.changed':
        return changeConsent(message.given);
      case 'page.viewed':
        return viewPage(message);
      case 'page.hidden':
      case 'page.visible':
      case 'page.left':
        await happen({ type: message.type, tab });
        return;
      case 'activity.seen':
        await happen({ type: 'activity.seen' });
        return;
      case 'contact.changed': {
        const { type, variables, ...texts } = message;
        const clean = Object.fromEntries(
          // An empty text takes a detail away.
          Object.entries(texts).map(([name, value]) => [name, cleanTextOrNull(value, 254) ?? '']),
        );
        await parts.limits.take('pageEventsByVisitor', `${siteId} ${visitorId}`);
        await happen({ type, ...clean, variables });
        return;
      }
      case 'revenue.reported':
      case 'cost.reported':
      case 'event.happened': {
        await parts.limits.take('pageEventsByVisitor', `${siteId} ${visitorId}`);
        const outcome = await parts.engine.happen(
          await readReport(message, { siteId, visitorId, tab }, parts.now(), parts.isOrderBooked),
        );
        outcome?.stored.then(
          () => send({ type: 'page.recorded', n: message.n }),
          () => undefined, // the page keeps the report and sends it again
        );
        refuseWrongRevenue(outcome?.effects ?? [], configuration.site.currency);
        return;
      }
      case 'page.scrolled':
        await parts.limits.take('pageEventsByVisitor', `${siteId} ${visitorId}`);
        await happen({ type: message.type, tab, depth: message.depth });
        return;
      case 'exit.intended':
        await parts.limits.take('pageEventsByVisitor', `${siteId} ${visitorId}`);
        await happen({ type: message.type, tab });
        return;
      case 'invite.shown':
      case 'invite.accepted':
      case 'invite.declined':
      case 'invite.timedOut': {
        const outcome = await happen({ type: message.type, invitationId: message.invitationId });
        // One visitor, several tabs: shown in one, it is off the others; closed in one, it is closed everywhere.
        if (outcome?.effects.some((effect) => effect.type === message.type))
          await parts.hub.tell(siteId, {
            visitorId,
            frame: { type: 'invite.withdrawn', invitationId: message.invitationId },
            onlyTab: null,
            exceptTab: tab,
          });
        return;
      }
      case 'language.chosen': {
        await parts.limits.take('pageEventsByVisitor', `${siteId} ${visitorId}`);
        const current = (await parts.configurations.find(siteId)) ?? configuration;
        return send({ type: 'settings.changed', settings: windowSettings(current, message.languages) });
      }
      case 'ticket.requested':
        return giveTicket();
      case 'ping':
        return send({ type: 'pong' });
      default:
        return assertNever(message);
    }
  }

  async function giveTicket(): Promise<void> {
    const current = (await parts.configurations.find(siteId)) ?? configuration;
    const live = await parts.store.get(siteId, visitorId);
    send({
      type: 'chat.ticket',
      ticket: parts.tickets.make(siteId, visitorId, parts.now()),
      surveys: parts.surveysFor({ configuration: current, visitorId, visit: live }),
    });
  }

  async function lookAtBlocks(current: SiteConfiguration): Promise<void> {
    const live = await parts.store.get(siteId, visitorId);
    const excluded = isShutOut(current, visitorId, place, live, parts.now());
    if (excluded === isShut) return;
    isShut = excluded;
    send({ type: 'exclusion.changed', excluded });
    // The list of visitors and the rules learn of it, and an invite on the screen is withdrawn.
    await happen({ type: 'rules.changed' });
  }

  async function viewPage(message: Extract<PageMessage, { type: 'page.viewed' }>): Promise<void> {
    await parts.limits.take('pageEventsByVisitor', `${siteId} ${visitorId}`);
    await parts.limits.take('pageEventsByAddress', handshake.limitKey);
    const { site, rules, invites, hidesButton, scrubber } = (await parts.configurations.find(siteId)) ?? configuration;
    parts.onCodeSeen(site.id, scrubber.address(message.url));
    const isHidden = hidesButton(message.url);
    if (isHidden !== toldHidden) send({ type: 'button.changed', hidden: isHidden });
    toldHidden = isHidden;
    const outcome = await parts.engine.happen(
      readHit(message, origin, parts.places, rules.source.referringSites, parts.now()),
    );
    if (!outcome) return;
    // Told once it is stored; frames after this one need not wait for that.
    outcome.stored.then(
      () => send({ type: 'page.recorded', n: message.n }),
      () => undefined, // the page keeps the view and sends it again
    );
    const isExcludedNow = outcome.effects.some((effect) => effect.type === 'visitor.excluded');
    if (isExcludedNow) {
      isShut = true;
      send({ type: 'exclusion.changed', excluded: true });
    }
    const { before, visit: after } = outcome;
    const invitation = after?.invitation;
    // An invite that no page has shown yet follows the visitor to the next one.
    const isQueuedBefore = invitation?.state === 'queued' && before?.invitation?.id === invitation.id;
    const invite = isQueuedBefore ? findInviteFrame(siteId, invites, invitation) : null;
    if (invite) send({ type: 'invite.sent', invite });
    if (after?.chat && before?.chat && before.page.url !== after.page.url)
      parts.onPageChanged(siteId, after.chat.id, { url: after.page.url, title: after.page.title });
  }
}
