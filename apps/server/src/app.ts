import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { RoutingWish } from '@foyer/protocol/routing';
import type { Visit } from '@foyer/rules/visit';
import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { openBus } from './bus/open-bus.ts';
import type { Config } from './config.ts';
import { alertRoutes } from './features/alerts/alert-routes.ts';
import { apiKeyRoutes } from './features/api-keys/api-key-routes.ts';
import { findKeyPrincipal, readBearer } from './features/api-keys/find-key-principal.ts';
import { blockRoutes } from './features/blocks/block-routes.ts';
import { liftExpired } from './features/blocks/find-block.ts';
import { BlockFollower } from './features/blocks/follow-blocks.ts';
import { attachmentRoutes } from './features/canned-responses/attachment-routes.ts';
import { cannedResponseRoutes, ownCannedResponseRoutes } from './features/canned-responses/canned-response-routes.ts';
import { removeUnusedAttachments } from './features/canned-responses/remove-unused-attachments.ts';
import { changeRoutes } from './features/changes/change-routes.ts';
import { chatFileRoutes } from './features/chat-files/chat-file-routes.ts';
import { FileLinks } from './features/chat-files/file-links.ts';
import { FileReceiver } from './features/chat-files/receive-file.ts';
import { linkedFileRoutes, visitorFileRoutes } from './features/chat-files/visitor-file-routes.ts';
import { chatOptionsRoutes } from './features/chat-options/chat-options-routes.ts';
import { AbsentSupervisors } from './features/chats/absent-supervisors.ts';
import { readChatFacts } from './features/chats/chat-facts.ts';
import { ChatFollowers } from './features/chats/chat-followers.ts';
import { ChatMonitors } from './features/chats/chat-monitors.ts';
import { chatNoteRoutes } from './features/chats/chat-note-routes.ts';
import { chatNoticeRoutes } from './features/chats/chat-notice-routes.ts';
import { ChatNotices } from './features/chats/chat-notices.ts';
import { ChatRouter } from './features/chats/chat-router.ts';
import { chatRoutes } from './features/chats/chat-routes.ts';
import { ChatService } from './features/chats/chat-service.ts';
import { chatTagRoutes } from './features/chats/chat-tag-routes.ts';
import { chatWrapUpRoutes } from './features/chats/chat-wrap-up-routes.ts';
import { contactRoutes } from './features/chats/contact-routes.ts';
import { eligibleOperators } from './features/chats/eligible-operators.ts';
import { endRefusedChat } from './features/chats/end-blocked-chats.ts';
import { fieldRequestRoutes } from './features/chats/field-request-routes.ts';
import { countOpenChats, markAllVisitorsLeft } from './features/chats/list-chats.ts';
import { missedChatRoutes } from './features/chats/missed-chat-routes.ts';
import { PendingReminders } from './features/chats/pending-reminders.ts';
import { QueueBoard } from './features/chats/queue-board.ts';
import { sendDueTranscripts } from './features/chats/send-transcript.ts';
import { greetChat, type OpenWindow } from './features/chats/serve-chat-window.ts';
import { transcriptRoutes } from './features/chats/transcript-routes.ts';
import { sweepTransfers } from './features/chats/transfer-chat.ts';
import { VisitorTickets } from './features/chats/visitor-ticket.ts';
import { type SurveyWhere, surveysFor } from './features/chats/window-surveys.ts';
import { clientFormRoutes, formExchangeRoutes } from './features/client-form/client-form-routes.ts';
import { formFrameRoutes } from './features/client-form/form-frame-routes.ts';
import { FormTokens } from './features/client-form/form-tokens.ts';
import { FrameTickets } from './features/client-form/frame-tickets.ts';
import { configurationRoutes } from './features/configuration/configuration-routes.ts';
import { ImportFollower } from './features/configuration/follow-imports.ts';
import { contentGroupRoutes } from './features/content-groups/content-group-routes.ts';
import { dashboardRoutes } from './features/dashboard/dashboard-routes.ts';
import { departmentRoutes, skillRoutes } from './features/departments/department-routes.ts';
import { readMemberships } from './features/departments/memberships.ts';
import { exclusionsRoutes } from './features/exclusions/exclusions-routes.ts';
import { exportRoutes } from './features/exports/export-routes.ts';
import { ImageEncoder } from './features/invite-images/encode-image.ts';
import { removeDeletedImages } from './features/invite-images/find-invite-image.ts';
import { inviteImageRoutes } from './features/invite-images/image-routes.ts';
import { serveInviteImages } from './features/invite-images/serve-invite-images.ts';
import { inviteRoutes } from './features/invites/invite-routes.ts';
import { listRoutes } from './features/lists/list-routes.ts';
import { notificationsRoutes } from './features/notifications/notifications-routes.ts';
import { OpeningHoursClock } from './features/opening-hours/opening-hours-clock.ts';
import { openingHoursRoutes } from './features/opening-hours/opening-hours-routes.ts';
import { accountLinkRoutes } from './features/operators/account-link-routes.ts';
import { accountRoutes } from './features/operators/account-routes.ts';
import { findSignedOut } from './features/operators/list-sessions.ts';
import { OperatorStatuses } from './features/operators/operator-statuses.ts';
import { removeExpiredSessions } from './features/operators/remove-expired-sessions.ts';
import { routineRoutes } from './features/operators/routine-routes.ts';
import { type OpenConsole, serveOperator } from './features/operators/serve-console.ts';
import { readSessionCookie, sessionCookieName } from './features/operators/session-cookie.ts';
import { sessionRoutes } from './features/operators/session-routes.ts';
import { findPrincipal, findPrincipalByHash } from './features/operators/sign-in.ts';
import { Staff } from './features/operators/staff.ts';
import { userAccessRoutes } from './features/operators/user-access-routes.ts';
import { userRoutes } from './features/operators/user-routes.ts';
import { watchStaff } from './features/operators/watch-staff.ts';
import { openOutbox } from './features/outbox/open-outbox.ts';
import { outboxRoutes } from './features/outbox/outbox-routes.ts';
import { unsubscribeRoutes } from './features/outbox/unsubscribe-routes.ts';
import { prospectRuleRoutes } from './features/prospects/prospect-rule-routes.ts';
import { announceByPush } from './features/push/announce-by-push.ts';
import { pushRoutes } from './features/push/push-routes.ts';
import { referringSiteRoutes } from './features/referring-sites/referring-site-routes.ts';
import { reportScheduleRoutes } from './features/report-schedules/report-schedule-routes.ts';
import { sendDueReports } from './features/report-schedules/send-due-reports.ts';
import { checkTotals } from './features/reports/check-totals.ts';
import { reportRoutes } from './features/reports/report-routes.ts';
import { totalsCheckRoutes } from './features/reports/totals-check-routes.ts';
import { isAnswerable, needsOf, resolveWish } from './features/routing/chat-wish.ts';
import { findTransferTarget } from './features/routing/find-transfer-target.ts';
import { routingRoutes } from './features/routing/routing-routes.ts';
import { savedViewRoutes } from './features/saved-views/saved-view-routes.ts';
import { demoScenario } from './features/simulator/demo-scenario.ts';
import { DemoPlayer, waitByTimer } from './features/simulator/play-demo.ts';
import { announceConfigurationChange, type ConfiguredDocuments } from './features/sites/configuration-changes.ts';
import { findDemoSite } from './features/sites/demo-site.ts';
import { lookUpSite, noteCodeSeen } from './features/sites/list-sites.ts';
import { siteRoutes } from './features/sites/site-routes.ts';
import { surveysRoutes } from './features/surveys/surveys-routes.ts';
import { tagRoutes } from './features/tags/tag-routes.ts';
import { TeamChat } from './features/team/team-chat.ts';
import { teamRoutes } from './features/team/team-routes.ts';
import { visitorNoteRoutes } from './features/visitor-notes/visitor-note-routes.ts';
import { applyToConnected, applyToOthers } from './features/visits/apply-changed-rules.ts';
import { customerRoutes } from './features/visits/customer-routes.ts';
import { endAbandonedVisits } from './features/visits/end-abandoned-visits.ts';
import { exceptionRoutes } from './features/visits/exception-routes.ts';
import { FactWriter } from './features/visits/fact-writer.ts';
import { openPlaces, type Places } from './features/visits/facts/find-place.ts';
import { createHostNameResolver, type HostNameResolver } from './features/visits/facts/resolve-host-name.ts';
import { isOrderBooked } from './features/visits/find-order.ts';
import { LiveLists } from './features/visits/live-lists.ts';
import { PageHub } from './features/visits/page-hub.ts';
import { greetPage } from './features/visits/serve-page.ts';
import { type SiteConfiguration, SiteConfigurations } from './features/visits/site-configuration.ts';
import { trackRoutes } from './features/visits/track-routes.ts';
import { VisitEngine } from './features/visits/visit-engine.ts';
import { visitRoutes } from './features/visits/visit-routes.ts';
import { WakeUps } from './features/visits/wake-ups.ts';
import { readWrapUp } from './features/wrap-up/read-wrap-up.ts';
import { WrapUpCallbacks } from './features/wrap-up/wrap-up-callbacks.ts';
import { wrapUpReportRoutes } from './features/wrap-up/wrap-up-report-routes.ts';
import { wrapUpRoutes } from './features/wrap-up/wrap-up-routes.ts';
import { type DeclaredRoute, enforceAccess } from './http/access.ts';
import { createClientAddress, limitKey } from './http/client-address.ts';
import { cutSlowBodies } from './http/cut-slow-bodies.ts';
import { documentRoutes } from './http/documentation.ts';
import { answerErrors, answerUnreadableAddress } from './http/error-handler.ts';
import { healthRoutes } from './http/health-routes.ts';
import { newId } from './http/new-id.ts';
import { pageRoutes } from './http/page-routes.ts';
import type { OperatorPrincipal } from './http/principal.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { refuseDeepBodies } from './http/refuse-deep-bodies.ts';
import { isOwnOrigin, refuseCrossSite } from './http/same-origin.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import { UnderWay } from './http/under-way.ts';
import type { VisitorHandshake } from './http/visitor-handshake.ts';
import { operatorEndpoint } from './realtime/operator-endpoint.ts';
import { SocketServer } from './realtime/socket-server.ts';
import { visitorEndpoint } from './realtime/visitor-endpoint.ts';
import { isRetryable } from './storage/is-retryable.ts';
import { makePartitions } from './storage/partitions.ts';
import type { Storage } from './storage/storage.ts';
import { startTimers } from './timers.ts';
import { version } from './version.ts';

/** The whole server, wired and ready to listen. */
export interface App {
  readonly http: FastifyInstance;
  /** Every route with who may call it, for the authorisation matrix. */
  readonly routes: readonly DeclaredRoute[];
  readonly storage: Storage;
  readonly nodeId: string;
  /** Sockets open on this node. */
  readonly socketCount: () => number;
  /** Wakes the visits that are due by now. Answers when the next one is due, epoch ms, or null. For a server without timers. */
  readonly wakeVisits: () => Promise<number | null>;
  /** Resolves when nothing is under way on this node: what has reached it is decided, stored, and told. */
  readonly settled: () => Promise<void>;
  /** Listens; the answer is the address it is reached at. */
  listen(): Promise<string>;
  /** Sends clients away, finishes what was taken over, closes everything. */
  close(): Promise<void>;
}

/** What a server finds around it; a test brings its own. */
export interface Surroundings {
  /** GeoIP. Default: the databases of the configuration. */
  readonly places?: Places;
  /** Reverse DNS. Default: the system's name servers. */
  readonly hostNames?: HostNameResolver;
  /** False: nothing happens because time passes, except by `App.wakeVisits`. Default true. */
  readonly timers?: boolean;
  /** Told of a write that should have left an entry in the change log and has not. Default: it is logged. */
  readonly onUnrecorded?: (route: string) => void;
}

const visitorSocketsPerAddress = 100;
const visitorPages = 20;
/** How often one site's *code seen* is stored at most. */
const codeSeenEveryMs = 30_000;
/** How long the way from one page to the next may take. */
const walkMs = 5000;
const sessionChannel = 'sessions';
/** How long a body may take to come in; of a file, which comes in slowly where the line is slow. */
const bodyMs = 30_000;
const fileMs = 300_000;

/** Opens bus and features on an open, migrated storage. `secret`: key for tickets and the like, the same on every node. */
export async function createApp(
  config: Config,
  storage: Storage,
  secret: string,
  now: () => number = Date.now,
  surroundings: Surroundings = {},
): Promise<App> {
  const { timers = true } = surroundings;
  const logger = pino({ level: config.logLevel });
  const onUnrecorded =
    surroundings.onUnrecorded ??
    ((route: string) => logger.error({ route }, 'a change left no entry in the change log'));
  const nodeId = newId();
  const { db } = storage;
  const shared = await openBus({ redisUrl: config.redisUrl, nodeId, logger, prefix: busPrefix(config.redisUrl) });
  const { bus, presence } = shared;
  const limitsRedis = config.redisUrl
    ? new Redis(config.redisUrl, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        commandTimeout: 1000,
        lazyConnect: true,
      })
    : null;
  limitsRedis?.on('error', () => undefined); // limits are then counted per node
  await limitsRedis?.connect().catch(() => undefined);
  const limits = createRateLimits(limitsRedis, config.limitFactor);

  const isSecure = config.publicUrl?.startsWith('https:') ?? false;
  const publicOrigin = config.publicUrl === null ? null : new URL(config.publicUrl).origin;
  let listeningOrigins: string[] = [];
  const publicAddress = () => config.publicUrl ?? listeningOrigins[0] ?? '';
  const ownOrigins = () => (publicOrigin === null ? listeningOrigins : [publicOrigin, ...listeningOrigins]);
  const clientAddress = createClientAddress([...config.trustedProxies]);
  const addressOf = (request: { socket: { remoteAddress?: string | undefined }; headers: Record<string, unknown> }) =>
    clientAddress({
      socketAddress: request.socket.remoteAddress,
      forwardedFor: [request.headers['x-forwarded-for']].flat().filter(Boolean).join(',') || undefined,
    });

  const outbox = openOutbox({
    storage,
    secret,
    egressAllow: config.egressAllow,
    origin: publicAddress,
    announce: (siteId, documents) => announce(siteId, documents),
    logger,
    now,
  });
  const wakeOutbox = () => outbox.worker.wake();
  const dueReports = { storage, origin: publicAddress, wake: wakeOutbox, logger, now };

  // Visits
  const places =
    surroundings.places ??
    openPlaces({
      ...(config.geoip.cityFile ? { cityFile: config.geoip.cityFile } : {}),
      ...(config.geoip.organisationFile ? { organisationFile: config.geoip.organisationFile } : {}),
      ...(storage.dataFolder ? { cacheFolder: join(storage.dataFolder, 'cache') } : {}),
      onWarning: (message, cause) => logger.warn({ error: String(cause) }, message),
    });
  const store = shared.createVisitStore<Visit>();
  const configurations = new SiteConfigurations(db);
  await configurations.follow(bus);
  const facts = new FactWriter(storage, {
    onOutbox: wakeOutbox,
    ...(timers ? {} : { schedule: (work: () => void) => void setImmediate(work) }),
  });
  const wakeUps = new WakeUps(store, logger, now);
  const hostNames = surroundings.hostNames ?? createHostNameResolver({ timeoutMs: 2000, cacheSize: 10_000 });
  const readLoad = async () => ({ ...(await countOpenChats(db)), membershipsOf: await readMemberships(db, null) });
  const hours = new OpeningHoursClock(db, now);
  const opensAt = (siteId: string) => hours.opensAt(siteId);
  const staff = new Staff(presence, bus, readLoad, now, (siteId) => hours.isInside(siteId));
  const statuses = new OperatorStatuses({ storage, bus, staff, logger, now });
  const eligible = eligibleOperators(staff);
  const team = new TeamChat({ storage, bus, logger, now });
  const staffOf = (siteId: string) => staff.factsOf(siteId);
  const isOnlineFor = (site: SiteConfiguration, wish: RoutingWish) =>
    isAnswerable(staff.membersOf(site.site.id), needsOf(resolveWish(site, wish)), site.routing);
  const hub = new PageHub(bus);
  const underWay = new UnderWay();

  const engine = new VisitEngine({
    underWay,
    storage,
    store,
    bus,
    configurations,
    facts,
    staffOf,
    logger,
    now,
    onWakeUp: (at) => wakeUps.expect(at),
    onPresenceChanged: ({ siteId, visitorId, chat }, presence) => {
      if (!chat) return;
      const note = (isPresent: boolean) => report(chats.noteVisitorPresence(siteId, chat.id, isPresent));
      if (presence !== 'mayWalk') return note(presence === 'here');
      const look = async () => {
        const visit = await store.get(siteId, visitorId);
        if (!visit || visit.disconnectedAt !== null) note(false);
      };
      setTimeout(() => report(look()), walkMs).unref();
    },
    onHostNameWanted: (siteId, visitorId, address, isAwaited) => {
      void hostNames.resolve(address).then((hostName) => {
        if (hostName !== null || isAwaited)
          report(engine.happen({ type: 'facts.arrived', hostName, siteId, visitorId, at: now() }));
      });
    },
  });
  const liveLists = new LiveLists({ bus, store, configurations, now });
  const isBooked = (siteId: string, orderId: string) => isOrderBooked(db, siteId, orderId);

  // The demo's visitors
  const demoSite = timers && config.demo !== false && config.demoVisitors > 0 ? await findDemoSite(db) : null;
  const demoPlayer =
    demoSite &&
    new DemoPlayer({
      siteId: demoSite.id,
      maxVisitors: config.demoVisitors,
      scenarioOf: (seed) => demoScenario(seed, publicAddress()),
      engine,
      hub,
      configurations,
      nodeId,
      isOrderBooked: isBooked,
      now,
      random: Math.random,
      wait: waitByTimer,
      report,
    });
  liveLists.onWatched((siteId, isWatched) => {
    if (siteId === demoSite?.id) demoPlayer?.watch(isWatched);
  });

  // Chats
  const tickets = new VisitorTickets(secret);
  const requiresWrapUp = async (siteId: string) => {
    const { enabled, required } = await readWrapUp(db, siteId);
    return enabled && required;
  };
  const notices = new ChatNotices({ storage, eligible, now });
  const push = { storage, eligible, notices, now, wake: wakeOutbox };
  const followers = new ChatFollowers(storage, bus, logger);
  const monitors = new ChatMonitors(presence, bus);
  const routingOf = async (siteId: string) => (await configurations.find(siteId))?.routing ?? null;
  /** Where chats are offered to one after the other, each is called in turn instead. */
  const callAll = async (chat: ChatSummary) => {
    if ((await routingOf(chat.siteId))?.strategy === 'ringAll') await announceByPush(push, chat, 'request');
  };
  const chats = new ChatService({
    storage,
    bus,
    logger,
    now,
    isOperatorConnected: (operatorId) => staff.isConnected(operatorId),
    limitsOf: async (siteId) => {
      const site = (await configurations.find(siteId))?.site;
      return site
        ? {
            chatReturnMs: site.chatReturnMinutes * 60_000,
            pendingTimeoutMs: site.pendingTimeoutMinutes * 60_000,
            inactivity: {
              messageMs: site.chatInactivity.messageSeconds * 1000,
              message: site.chatInactivity.message,
              closeMs: site.chatInactivity.closeSeconds * 1000,
            },
          }
        : null;
    },
    tellVisit: (siteId, visitorId, chat) => {
      report(engine.happen({ type: 'chat.changed', chat, siteId, visitorId, at: now() }));
      report(
        hub.tell(siteId, {
          visitorId,
          frame: { type: 'chat.changed', chatOpen: chat !== null },
          onlyTab: null,
          exceptTab: null,
        }),
      );
    },
    requiresWrapUp,
    onPending: (chat) => report(callAll(chat)),
    onWaiting: (chat) => report(notices.requested(chat)),
    onLoadChanged: () => report(staff.announce()),
  });
  const routingParts = {
    storage,
    chats,
    routingOf,
    membersOf: (siteId: string) => staff.membersOf(siteId),
    now,
  };
  const onOffered = (chat: ChatSummary) => report(announceByPush(push, chat, 'request'));
  const router = new ChatRouter({ ...routingParts, onOffered });
  const transfers = {
    ...routingParts,
    findTarget: (siteId: string, to: Parameters<typeof findTransferTarget>[2]) => findTransferTarget(db, siteId, to),
  };
  const endingBlocked = { storage, chats, requiresWrapUp, now };
  const absentSupervisors = new AbsentSupervisors({
    storage,
    chats,
    now,
    isWatching: (chatId, operatorId) => monitors.isWatching(chatId, operatorId),
  });
  const timeZoneOf = async (siteId: string) => (await configurations.find(siteId))?.site.timeZone ?? 'UTC';
  const classify = {
    storage,
    chats,
    timeZoneOf,
    onClassified: (siteId: string, visitorId: string) => {
      const tell = async () => {
        const known = await readChatFacts(db, siteId, visitorId);
        await engine.happen({ type: 'chat.classified', ...known, siteId, visitorId, at: now() });
      };
      report(tell());
    },
    now,
  };

  const transcripts = { storage, chats, wake: wakeOutbox, logger, now };
  const reminders = new PendingReminders({
    storage,
    bus,
    optionsOf: async (siteId) => (await configurations.find(siteId))?.chatOptions ?? null,
    now,
    onReminded: (due, level) => {
      report(
        chats.get(due.siteId, due.chatId).then(async (chat) => {
          await notices.reminded(chat, level);
          await announceByPush(push, chat, level);
        }),
      );
    },
  });

  /** For work nobody waits for: a failure is logged, never unhandled. */
  function report(work: Promise<unknown>): void {
    underWay.follow(work);
    work.catch((error) => logger.warn({ err: error }, 'background work failed'));
  }

  // HTTP
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: fileMs,
    connectionTimeout: 60_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: answerUnreadableAddress,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain'); // a page of any web site may send it without a preflight
  app.server.headersTimeout = bodyMs;
  cutSlowBodies(app as unknown as FastifyInstance, bodyMs);
  answerErrors(app as unknown as FastifyInstance, isRetryable);
  setSecurityHeaders(app as unknown as FastifyInstance, isSecure);
  await app.register(fastifyCookie);
  const routes = enforceAccess(app as unknown as FastifyInstance, {
    authenticate: async (request) => {
      const bearer = readBearer(request.headers.authorization);
      if (bearer !== null) return findKeyPrincipal(db, bearer, now());
      const token = readSessionCookie(request, isSecure);
      return token ? findPrincipal(db, token, now()) : null;
    },
    siteExists: async (siteId) => (await lookUpSite(db, siteId)) !== null,
    now,
    onUnrecorded,
  });
  app.addHook('onRequest', async (request) => {
    // No other web site can make a browser send an API key.
    if (request.operator?.scopes) return;
    if (request.url.startsWith('/api/') && !['GET', 'HEAD', 'OPTIONS'].includes(request.method))
      refuseCrossSite(request, publicOrigin);
  });
  app.addHook('preValidation', async (request) => {
    if (!request.operator) return;
    const { operatorId, scopes } = request.operator;
    await limits.take(scopes === null ? 'apiByOperator' : 'apiByKey', operatorId);
  });
  refuseDeepBodies(app as unknown as FastifyInstance);
  await documentRoutes(app as unknown as FastifyInstance, version);

  // What is told here is committed already: with the bus away it is true on this node at once, and the others find out
  // when they hear again (documents), or by looking (sessions, every 5 s).
  const changedRules = { engine, store, hub, now };
  const announce = async (siteId: string, documents: ConfiguredDocuments) => {
    configurations.forget({ siteId, documents });
    await announceConfigurationChange(bus, { siteId, documents }).catch((error) =>
      logger.warn({ error: String(error) }, 'the bus is away'),
    );
    report(applyToOthers(changedRules, siteId, documents));
  };
  const announceApplied = async (siteId: string, documents: ConfiguredDocuments) => {
    await announce(siteId, documents);
    if (documents === 'wrapUp') await chats.closeEased(siteId);
  };
  const imports = new ImportFollower(db, now, announceApplied);
  const endSessions = async (operatorId: string) => {
    // Whoever is still signed in elsewhere goes on with their chats there.
    const gone = await findSignedOut(db, operatorId, now());
    if (gone) await chats.leaveAll(gone);
    await renewSessions(operatorId);
    await bus
      .publish(sessionChannel, { operatorId })
      .catch((error) => logger.warn({ error: String(error) }, 'the bus is away'));
  };
  const formParts = { storage, store, chats, tokens: new FormTokens(secret), now };
  const frameTickets = new FrameTickets(secret);
  const files = {
    chats,
    optionsOf: async (siteId: string) => (await configurations.find(siteId))?.chatOptions.files ?? null,
    receiver: new FileReceiver(),
    encoder: new ImageEncoder(),
    now,
  };
  const fileLinks = new FileLinks(secret);
  const signIn = {
    db,
    limits,
    box: outbox.box,
    now,
    isSecure,
    whereaboutsOf: (request: FastifyRequest) => {
      const address = addressOf(request.raw);
      return { address, limitKey: limitKey(address), userAgent: request.headers['user-agent'] ?? '' };
    },
    onSessionsEnded: endSessions,
    report,
  };
  await app.register(
    async (api) => {
      await api.register(sessionRoutes, signIn);
      await api.register(accountRoutes, { prefix: '/me', ...signIn });
      await api.register(accountLinkRoutes, { prefix: '/account-links', ...signIn });
      await api.register(userRoutes, {
        prefix: '/users',
        ...signIn,
        dialect: storage.dialect,
        origin: publicAddress,
        onMembersChanged: () => report(staff.announce()),
        wake: wakeOutbox,
      });
      await api.register(userAccessRoutes, { db, now, onSessionsEnded: endSessions });
      await api.register(apiKeyRoutes, { prefix: '/api-keys', db, now });
      await api.register(departmentRoutes, { prefix: '/sites/:siteId/departments', db, announce });
      await api.register(skillRoutes, { prefix: '/sites/:siteId/skills', db, announce });
      await api.register(siteRoutes, { prefix: '/sites', db, now, announce });
      await api.register(changeRoutes, { db });
      await api.register(alertRoutes, {
        prefix: '/sites/:siteId/alerts',
        storage,
        announce,
        organisationState: () => places.organisationState(),
        now,
      });
      await api.register(inviteRoutes, {
        prefix: '/sites/:siteId/invites',
        db,
        reports: storage.reports,
        announce,
        now,
      });
      await api.register(inviteImageRoutes, { prefix: '/sites/:siteId/invite-images', db, announce, limits, now });
      await api.register(prospectRuleRoutes, { prefix: '/sites/:siteId/prospect-rules', storage, announce, now });
      await api.register(referringSiteRoutes, { prefix: '/sites/:siteId/referring-sites', db, announce });
      await api.register(exclusionsRoutes, {
        prefix: '/sites/:siteId/exclusions',
        storage,
        announce,
        addressOf: (request) => addressOf(request.raw),
        countryOf: (address) => places.find(address).country,
        now,
      });
      await api.register(notificationsRoutes, {
        prefix: '/sites/:siteId/notifications',
        ...outbox,
        db,
        now,
        announce,
        wake: wakeOutbox,
      });
      await api.register(configurationRoutes, {
        parts: { ...outbox, storage, now },
        announce: announceApplied,
        onApplied: (importId) => imports.note(importId),
        wake: wakeOutbox,
      });
      await api.register(outboxRoutes, { prefix: '/sites/:siteId/outbox', db, now, wake: wakeOutbox });
      await api.register(chatRoutes, { prefix: '/sites/:siteId/chats', storage, chats, limits });
      await api.register(chatWrapUpRoutes, {
        prefix: '/sites/:siteId/chats/:chatId/wrap-up',
        parts: classify,
        callbacks: new WrapUpCallbacks(secret),
        origin: publicAddress,
      });
      await api.register(chatFileRoutes, {
        prefix: '/sites/:siteId/chats/:chatId/files',
        db,
        parts: files,
        limits,
      });
      await api.register(chatNoteRoutes, { prefix: '/sites/:siteId/chats/:chatId/notes', parts: classify });
      await api.register(visitorNoteRoutes, { prefix: '/sites/:siteId/visitors/:visitorId/notes', db, now });
      await api.register(chatTagRoutes, { prefix: '/sites/:siteId/chats/:chatId/tags', parts: classify, announce });
      await api.register(chatNoticeRoutes, { prefix: '/sites/:siteId/chats/:chatId/notices', db, chats });
      await api.register(transcriptRoutes, {
        prefix: '/sites/:siteId/chats/:chatId/transcript',
        parts: transcripts,
      });
      await api.register(missedChatRoutes, { prefix: '/sites/:siteId/missed-chats', parts: transcripts, limits });
      await api.register(wrapUpRoutes, {
        prefix: '/sites/:siteId/wrap-up',
        db,
        announce,
        onEased: (siteId) => chats.closeEased(siteId),
      });
      await api.register(exportRoutes, { prefix: '/sites/:siteId', storage, limits, now });
      await api.register(dashboardRoutes, {
        prefix: '/sites/:siteId/reports',
        ...{ storage, store, configurations, staff, now },
      });
      await api.register(wrapUpReportRoutes, {
        prefix: '/sites/:siteId/reports/wrap-ups',
        reports: storage.reports,
        timeZoneOf,
      });
      await api.register(totalsCheckRoutes, { prefix: '/sites/:siteId/reports/totals-check', db });
      await api.register(reportRoutes, { prefix: '/sites/:siteId/reports', storage, limits, now });
      await api.register(reportScheduleRoutes, {
        prefix: '/sites/:siteId/report-schedules',
        ...dueReports,
        limits,
        announce,
      });
      await api.register(routingRoutes, { prefix: '/sites/:siteId/routing', db, staff, announce });
      await api.register(tagRoutes, { prefix: '/sites/:siteId/tags', db, announce });
      await api.register(contactRoutes, { prefix: '/sites/:siteId/chats/:chatId/contact', chats, engine, now });
      await api.register(clientFormRoutes, {
        prefix: '/sites/:siteId/client-form',
        ...formParts,
        tickets: frameTickets,
        ownHosts: ({ headers }) => hostNamesOf([headers.host && `http://${headers.host}`, publicOrigin]),
        announce,
      });
      await api.register(formExchangeRoutes, {
        prefix: '/client-form',
        ...formParts,
        limits,
        limitKeyOf: (request) => limitKey(addressOf(request.raw)),
      });
      await api.register(blockRoutes, { prefix: '/sites/:siteId/blocks', ...endingBlocked, store, announce });
      await api.register(fieldRequestRoutes, {
        prefix: '/sites/:siteId/chats/:chatId/field-requests',
        ...{ storage, chats, now, configurations },
      });
      await api.register(surveysRoutes, { prefix: '/sites/:siteId/surveys', db, announce });
      await api.register(chatOptionsRoutes, { prefix: '/sites/:siteId/chat-options', db, announce });
      await api.register(attachmentRoutes, {
        prefix: '/sites/:siteId/canned-responses/files',
        db,
        receiver: files.receiver,
        encoder: new ImageEncoder(),
        limits,
        now,
      });
      await api.register(contentGroupRoutes, { prefix: '/sites/:siteId/content-groups', db, announce });
      await api.register(openingHoursRoutes, { prefix: '/sites/:siteId/opening-hours', db, announce });
      await api.register(routineRoutes, { db, now });
      await api.register(pushRoutes, {
        prefix: '/me/push-subscriptions',
        db,
        box: outbox.box,
        guard: outbox.guard,
        limits,
        origin: publicAddress,
        now,
      });
      await api.register(teamRoutes, { prefix: '/team-messages', db, team });
      await api.register(cannedResponseRoutes, { prefix: '/sites/:siteId/canned-responses', db, announce });
      await api.register(ownCannedResponseRoutes, { prefix: '/me/canned-responses', db });
      await api.register(savedViewRoutes, { prefix: '/sites/:siteId/saved-views', db });
      await api.register(customerRoutes, { prefix: '/sites/:siteId', storage, configurations, engine, now });
      await api.register(listRoutes, { prefix: '/sites/:siteId', storage, configurations, limits });
      await api.register(exceptionRoutes, { prefix: '/sites/:siteId/exceptions', db });
      await api.register(visitRoutes, { prefix: '/sites/:siteId', storage, store, configurations, staffOf, now });
    },
    { prefix: '/api/v1' },
  );

  const codeSeenAt = new Map<string, number>();
  const onCodeSeen = (siteId: string, url: string) => {
    const at = now();
    if (at - (codeSeenAt.get(siteId) ?? 0) < codeSeenEveryMs) return;
    codeSeenAt.set(siteId, at);
    report(noteCodeSeen(db, siteId, at, url));
  };
  await app.register(trackRoutes, {
    prefix: '/t',
    engine,
    isOrderBooked: isBooked,
    store,
    configurations,
    places,
    limits,
    staffOf,
    isOnlineFor,
    ownOrigins,
    onCodeSeen,
    secret,
    now,
    addressOf: (request) => addressOf(request.raw),
    limitKeyOf: limitKey,
  });
  await app.register(visitorFileRoutes, {
    prefix: '/t/chats/:chatId/files',
    storage,
    files,
    links: fileLinks,
    configurations,
    store,
    places,
    limits,
    addressOf: (request) => addressOf(request.raw),
    limitKeyOf: limitKey,
    publicOrigin,
    now,
  });
  await app.register(linkedFileRoutes, { prefix: '/files', storage, links: fileLinks, now });
  await app.register(formFrameRoutes, { tickets: frameTickets, now });
  await app.register(serveInviteImages, { prefix: '/invite-images', db });
  await app.register(unsubscribeRoutes, { prefix: '/unsubscribe', db, links: outbox.links, now });
  let isClosing = false;
  await app.register(healthRoutes, {
    prefix: '/health',
    isReady: async () => {
      if (isClosing || !facts.hasRoom) return false;
      return db
        .selectFrom('installation')
        .select('name')
        .limit(1)
        .execute()
        .then(
          () => true,
          () => false,
        );
    },
  });
  await pageRoutes(app as unknown as FastifyInstance, {
    demoSiteKey: async () => (await findDemoSite(db))?.key ?? null,
    framedBy: async (siteKey) => (await configurations.findByKey(siteKey))?.site.allowedOrigins ?? null,
  });
  await app.ready();

  // Sockets
  const windows = new Set<OpenWindow>();
  /** Whether they are Online does not matter: somebody Away will be back. */
  const takersOf = (chat: ChatSummary) =>
    eligible(chat).flatMap(({ operatorId, obstacle }) => (obstacle === 'notRouted' ? [] : operatorId));
  const queue = new QueueBoard(db, takersOf, now);
  const consoles = new Set<OpenConsole>();
  const readHandshake = (request: IncomingMessage): VisitorHandshake => {
    const address = addressOf(request);
    return {
      origin: request.headers.origin,
      address,
      limitKey: limitKey(address),
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
    };
  };
  const page = {
    hub,
    engine,
    isOrderBooked: isBooked,
    store,
    configurations,
    places,
    tickets,
    limits,
    staffOf,
    isOnlineFor,
    nodeId,
    logger,
    now,
    onCodeSeen,
    maxPerVisitor: Math.ceil(visitorPages * config.limitFactor),
    surveysFor: (where: SurveyWhere) => surveysFor(chatWindow, where, null),
    onPageChanged: (siteId: string, chatId: string, shown: { url: string; title: string }) =>
      report(chats.notePage(siteId, chatId, shown)),
  };
  const chatWindow = {
    storage,
    store,
    engine,
    chats,
    followers,
    tickets,
    configurations,
    places,
    limits,
    staffOf,
    membersOf: routingParts.membersOf,
    isOnlineFor,
    opensAt,
    transcripts,
    windows,
    endRefused: (siteId: string, chatId: string, content: Parameters<typeof endRefusedChat>[3]) =>
      endRefusedChat(endingBlocked, siteId, chatId, content),
    queue,
    logger,
    now,
    onRated: classify.onClassified,
  };
  const visitors = visitorEndpoint({
    findSite: (key) => configurations.findByKey(key),
    limitFactor: config.limitFactor,
    limits,
    logger,
    ownOrigins,
    readHandshake,
    maxPerAddress: Math.ceil(visitorSocketsPerAddress * config.limitFactor),
    greetPage: (connection, hello, configuration, handshake) =>
      greetPage(page, connection, hello, configuration, handshake),
    greetChat: (connection, hello, configuration, handshake) =>
      greetChat(chatWindow, connection, hello, configuration, handshake),
  });
  const console_ = {
    storage,
    store,
    bus,
    configurations,
    engine,
    chats,
    followers,
    monitors,
    notices,
    liveLists,
    staff,
    transfers,
    statuses,
    team,
    connections: consoles,
    logger,
    now,
  };
  const operators = operatorEndpoint({
    limitFactor: config.limitFactor,
    isOwnOrigin: ({ headers }) => isOwnOrigin(headers.origin, headers.host, publicOrigin),
    authenticate: async (request) => {
      const token = app.parseCookie(request.headers.cookie ?? '')[sessionCookieName(isSecure)];
      return token ? mayHaveConsole(await findPrincipal(db, token, now())) : null;
    },
    countOpen: (operatorId) => [...consoles].filter((one) => one.principal().operatorId === operatorId).length,
    serve: (connection, principal) => serveOperator(console_, connection, principal),
  });
  const sockets = new SocketServer(app.server, [visitors, operators], logger);

  /** Looks again at what the sessions behind open consoles may do. */
  const renewSessions = async (operatorId: string | null) => {
    for (const one of consoles) {
      const known = one.principal();
      if (operatorId !== null && known.operatorId !== operatorId) continue;
      one.renew(mayHaveConsole(await findPrincipalByHash(db, known.sessionHash, now())));
    }
  };
  await bus.subscribe(sessionChannel, (message) =>
    report(renewSessions((message as { operatorId: string }).operatorId)),
  );

  staff.onChange(() => report(router.sweep()));
  staff.onChange(() => queue.look());
  watchStaff({ staff, opensAt, hub, windows, consoles, store, engine, now, report });
  configurations.onChange(({ siteId, documents }) => {
    report(applyToConnected(changedRules, siteId, documents));
    // Who belongs to what decides who gets which chats.
    if (documents === 'departments' || documents === 'skills') report(staff.refresh());
    if (documents === 'routing') report(router.sweep());
    if (documents === 'site' || documents === 'openingHours') report(hours.load(siteId).then(() => staff.refresh()));
    if (documents === 'site' || documents === 'surveys' || documents === 'departments' || documents === 'skills')
      for (const window of windows) if (window.siteId === siteId) report(window.tellSurveys());
    if (documents === 'site' || documents === 'chatOptions' || documents === 'notifications')
      for (const window of windows) if (window.siteId === siteId) report(window.tellSettings());
  });
  presence.onNodesChanged((nodeIds) => {
    const drop = async () => {
      for (const site of await configurations.listIds())
        for (const visit of await store.list(site))
          if (Object.values(visit.tabs).some((tab) => tab.nodeId !== null && !nodeIds.includes(tab.nodeId)))
            await engine.happen({
              type: 'nodes.changed',
              nodeIds,
              siteId: site,
              visitorId: visit.visitorId,
              at: now(),
            });
    };
    report(drop());
  });
  if (config.redisUrl === null) await markAllVisitorsLeft(db, now());
  if (config.redisUrl === null) await statuses.begin();
  await hours.loadAll();
  bus.onReconnected(() => report(hours.loadAll()));
  await staff.follow();
  await monitors.follow();
  const blocks = new BlockFollower({ hub, windows, configurations, now, report });
  if (timers) wakeUps.start(engine);
  const stopTimers = timers
    ? startTimers(
        [
          { everyMs: 2000, run: () => followers.sweep() },
          { everyMs: 5000, run: () => chats.sweep() },
          { everyMs: 1000, run: () => reminders.sweep() },
          { everyMs: 1000, run: () => router.sweep() },
          { everyMs: 1000, run: () => sweepTransfers(transfers) },
          { everyMs: 5000, run: () => absentSupervisors.sweep() },
          { everyMs: 1000, run: () => blocks.sweep() },
          { everyMs: 3_600_000, run: () => liftExpired(db, now() - 3_600_000) },
          { everyMs: 1000, run: () => sendDueTranscripts(transcripts) },
          { everyMs: 5000, run: () => renewSessions(null) },
          { everyMs: 15_000, run: () => staff.refresh() },
          { everyMs: 1000, run: async () => void (hours.hasTurned() && (await staff.refresh())) },
          { everyMs: 2000, run: () => statuses.sweep() },
          { everyMs: 15_000, run: async () => queue.look() },
          { everyMs: 86_400_000, run: () => makePartitions(storage, now()) },
          { everyMs: 600_000, run: () => checkTotals({ storage, logger, now }) },
          { everyMs: 600_000, run: () => endAbandonedVisits(db, now() - 5 * 3_600_000) },
          { everyMs: 1000, run: () => outbox.worker.tick() },
          { everyMs: 15_000, run: () => sendDueReports(dueReports) },
          { everyMs: 1000, run: () => imports.look() },
          { everyMs: 600_000, run: () => outbox.worker.sweep() },
          { everyMs: 3_600_000, run: () => removeExpiredSessions(db, now()) },
          { everyMs: 3_600_000, run: () => removeDeletedImages(db, now()) },
          { everyMs: 3_600_000, run: () => removeUnusedAttachments(db, now()) },
        ],
        report,
      )
    : () => undefined;
  report(places.ready());

  return {
    http: app as unknown as FastifyInstance,
    routes,
    storage,
    nodeId,
    socketCount: () => sockets.size,
    wakeVisits: () => wakeUps.wakeDue(engine),
    settled: () => underWay.settled(),
    async listen() {
      await app.listen({ port: config.port, host: config.host });
      const { port } = app.server.address() as AddressInfo;
      const hosts = ['127.0.0.1', 'localhost', '[::1]', config.host.includes(':') ? `[${config.host}]` : config.host];
      listeningOrigins = [...new Set(hosts)].map((host) => `http://${host}${port === 80 ? '' : `:${port}`}`);
      return (
        config.publicUrl ??
        `http://${config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host}:${port}`
      );
    },
    async close() {
      isClosing = true;
      stopTimers();
      wakeUps.stop();
      queue.close();
      await demoPlayer?.close();
      await sockets.close();
      await statuses.close();
      await outbox.worker.close();
      await app.close();
      await liveLists.close();
      await facts.close();
      await shared.close();
      limitsRedis?.disconnect();
    },
  };
}

/** Names of the hosts of these addresses, without ports. */
function hostNamesOf(addresses: readonly (string | null | undefined)[]): string[] {
  return addresses.flatMap((address) => (address && URL.canParse(address) ? [new URL(address).hostname] : []));
}

/** Who still has to set up their second factor reaches their own account alone. */
function mayHaveConsole(principal: OperatorPrincipal | null): OperatorPrincipal | null {
  return principal?.needsTwoFactor ? null : principal;
}

/** Installations that share a Redis by database number must not hear each other: its channels know no numbers. */
function busPrefix(redisUrl: string | null): string {
  const number = redisUrl === null ? '' : new URL(redisUrl).pathname.slice(1);
  return number === '' || number === '0' ? 'foyer:' : `foyer${number}:`;
}
