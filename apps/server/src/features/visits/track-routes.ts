import { createHmac } from 'node:crypto';
import { assertNever } from '@foyer/protocol/assert-never';
import {
  availabilityQuerySchema,
  availabilitySchema,
  hitAnswerSchema,
  hitSchema,
  pixelQuerySchema,
} from '@foyer/protocol/hit';
import { pagePrivacy } from '@foyer/protocol/privacy';
import type { RoutingWish } from '@foyer/protocol/routing';
import type { Effect } from '@foyer/rules/effect';
import { localTime } from '@foyer/rules/site-time';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { VisitStore } from '../../bus/visit-store.ts';
import { isAllowedOrigin } from '../../http/allowed-origin.ts';
import { AppError } from '../../http/app-error.ts';
import { randomHex } from '../../http/new-id.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Places } from './facts/find-place.ts';
import { findInviteFrame } from './invite-frame.ts';
import { isShutOut } from './is-excluded.ts';
import { readHit } from './read-hit.ts';
import { readReport, refuseWrongRevenue } from './read-report.ts';
import type { SiteConfiguration, SiteConfigurations } from './site-configuration.ts';
import type { IncomingEvent, VisitEngine } from './visit-engine.ts';
import { windowSettings } from './window-settings.ts';

export interface TrackParts {
  readonly engine: VisitEngine;
  readonly store: VisitStore<Visit>;
  readonly configurations: SiteConfigurations;
  readonly places: Places;
  readonly limits: RateLimits;
  readonly staffOf: (siteId: string) => StaffFacts;
  /** Whether anybody is Online for what a page asks for. */
  readonly isOnlineFor: (site: SiteConfiguration, wish: RoutingWish) => boolean;
  readonly addressOf: (request: FastifyRequest) => string;
  readonly limitKeyOf: (address: string) => string;
  readonly ownOrigins: () => readonly string[];
  readonly onCodeSeen: (siteId: string, url: string) => void;
  /** Whether all that was known of a visitor was erased. */
  readonly isErased: (siteId: string, visitorId: string) => boolean;
  readonly isOrderBooked: (siteId: string, orderId: string) => Promise<boolean>;
  /** Key for the day-long id of visitors without a script. */
  readonly secret: string;
  readonly now: () => number;
}

/** A transparent image of one pixel (GIF89a). */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** What pages send without a socket: /t/hit, /t/pixel.gif, /t/availability. Anyone may call; the site's origins only, in a browser. */
export const trackRoutes: FastifyPluginAsyncZod<TrackParts> = async (app, parts) => {
  const config = { access: { who: 'anyone', touches: 'visitor' } } as const;
  // Beacons come as text, so that no preflight is needed; what they say is parsed all the same.
  app.addContentTypeParser('text/plain', { parseAs: 'string', bodyLimit: 16 * 1024 }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(new AppError('invalid_request', 'The body must be one JSON object'), undefined);
    }
  });

  /** The site of a key, for a page of this origin. Throws. */
  async function siteFor(key: string, request: FastifyRequest, reply: FastifyReply): Promise<SiteConfiguration> {
    const configuration = await parts.configurations.findByKey(key);
    if (!configuration) throw new AppError('not_found', 'No site has this key');
    const { origin } = request.headers;
    if (!isAllowedOrigin(origin, configuration.site.allowedOrigins, parts.ownOrigins()))
      throw new AppError('forbidden', 'This web site may not use this key');
    if (origin !== undefined) reply.header('access-control-allow-origin', origin);
    reply.header('vary', 'Origin').header('cache-control', 'no-store');
    return configuration;
  }

  app.options(
    '/hit',
    { config: { access: { who: 'anyone', touches: 'nothing' } }, schema: { response: { 204: z.null() } } },
    async (request, reply) => {
      // Which site it is, only the request itself says: the browser is let through to it, the answer names the origin or not.
      const { origin } = request.headers;
      if (origin !== undefined)
        reply
          .header('access-control-allow-origin', origin)
          .header('access-control-allow-methods', 'POST')
          .header('access-control-allow-headers', 'content-type')
          .header('access-control-max-age', '600');
      return reply.header('vary', 'Origin').code(204).send(null);
    },
  );

  app.post(
    '/hit',
    { schema: { body: hitSchema, response: { 200: hitAnswerSchema } }, config },
    async (request, reply) => {
      const hit = request.body;
      const configuration = await siteFor(hit.site, request, reply);
      const { site, rules, invites } = configuration;
      const address = parts.addressOf(request);
      await parts.limits.take('pageEventsByVisitor', `${site.id} ${hit.visitor}`);
      await parts.limits.take('pageEventsByAddress', parts.limitKeyOf(address));
      const origin = {
        siteId: site.id,
        visitorId: hit.visitor,
        tab: hit.tab,
        nodeId: null,
        address,
        userAgent: request.headers['user-agent'] ?? '',
      };
      const now = parts.now();
      const privacy = pagePrivacy(configuration.privacy, hit.signal === true || asksForPrivacy(request));
      const mayTrack = privacy.tracks === 'yes' || (privacy.tracks === 'consent' && hit.consent === true);
      const outcome = mayTrack || hit.type === 'page.left' ? await parts.engine.happen(await readEvent()) : null;
      if (hit.type === 'page.viewed' && mayTrack) parts.onCodeSeen(site.id, configuration.scrubber.address(hit.url));
      refuseWrongRevenue(outcome?.effects ?? [], site.currency);
      const visit = outcome?.visit ?? null;
      const invitation = visit?.invitation?.state === 'queued' ? visit.invitation : null;
      const invite = invitation && findInviteFrame(site.id, invites, invitation);
      if (invite) await outcome?.stored; // decided is told only once it is stored
      if (hit.type === 'revenue.reported') await outcome?.stored;
      const has = (type: Effect['type']) => outcome?.effects.some((effect) => effect.type === type) ?? false;
      return {
        recorded: has('page.recorded'),
        online: parts.staffOf(site.id).online > 0,
        // By where they came from, which only the hit itself tells, or by where they are.
        excluded:
          has('visitor.excluded') ||
          isShutOut(configuration, hit.visitor, { address, ...parts.places.find(address) }, visit, now),
        chatOpen: visit?.chat != null,
        invite,
        settings: windowSettings(configuration, hit.languages),
        buttonHidden: configuration.hidesButton(hit.type === 'page.viewed' ? hit.url : (visit?.page.url ?? '')),
        privacy,
        erased: parts.isErased(site.id, hit.visitor),
      };

      async function readEvent(): Promise<IncomingEvent> {
        switch (hit.type) {
          case 'page.viewed':
            return readHit(hit, origin, parts.places, rules.source.referringSites, now);
          case 'revenue.reported':
          case 'cost.reported':
          case 'event.happened':
            return readReport(hit, origin, now, parts.isOrderBooked);
          case 'page.left':
          case 'page.hidden':
          case 'page.visible':
            return { type: hit.type, tab: hit.tab, siteId: site.id, visitorId: hit.visitor, at: now };
          default:
            return assertNever(hit);
        }
      }
    },
  );

  app.get('/pixel.gif', { schema: { querystring: pixelQuerySchema }, config }, async (request, reply) => {
    const { site: key, url, title } = request.query;
    const configuration = await siteFor(key, request, reply);
    const { site, rules } = configuration;
    const address = parts.addressOf(request);
    const userAgent = request.headers['user-agent'] ?? '';
    await parts.limits.take('pageEventsByAddress', parts.limitKeyOf(address));
    const now = parts.now();
    const page = url ?? request.headers.referer ?? '';
    const privacy = pagePrivacy(configuration.privacy, asksForPrivacy(request));
    // Nobody can say yes to an image.
    if (privacy.tracks === 'yes' && /^https?:\/\//i.test(page) && URL.canParse(page)) {
      // No script, no id: the same address and browser are one visitor for the day, and can't be told on the next. Where
      // nothing may outlive a page, each page is a visitor of its own.
      const visitorId =
        privacy.keeps === 'page'
          ? randomHex(16)
          : createHmac('sha256', parts.secret)
              .update([site.id, localTime(now, site.timeZone).date, address, userAgent].join('\n'))
              .digest('hex')
              .slice(0, 32);
      const origin = { siteId: site.id, visitorId, tab: visitorId.slice(0, 16), nodeId: null, address, userAgent };
      const live = await parts.store.get(site.id, visitorId);
      const n = (live?.tabs[origin.tab]?.n ?? 0) + 1;
      await parts.engine.happen(
        readHit(
          { n, url: page, title: title ?? '', referrer: '', ageMs: 0, visible: true },
          origin,
          parts.places,
          rules.source.referringSites,
          now,
        ),
      );
    }
    return reply.header('content-type', 'image/gif').header('cross-origin-resource-policy', 'cross-origin').send(pixel);
  });

  app.get(
    '/availability',
    {
      schema: { querystring: availabilityQuerySchema, response: { 200: availabilitySchema } },
      config: { access: { who: 'anyone', touches: 'nothing' } },
    },
    async (request, reply) => {
      const { site: key, department, skills } = request.query;
      const configuration = await siteFor(key, request, reply);
      const wish = { department, skills: skills?.split(',') };
      const isOnline = parts.staffOf(configuration.site.id).online > 0 && parts.isOnlineFor(configuration, wish);
      return { online: isOnline };
    },
  );
};

/** Whether the browser asks for Global Privacy Control. */
function asksForPrivacy(request: FastifyRequest): boolean {
  return request.headers['sec-gpc'] === '1';
}
