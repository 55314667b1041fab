import type { Hit } from '@foyer/protocol/hit';
import type { ReferringSite } from '@foyer/protocol/referring-site';
import type { PageMessage } from '@foyer/protocol/visitor-socket';
import { cleanText } from '@foyer/rules/clean-text';
import { readReferrer } from '@foyer/rules/read-referrer';
import type { Places } from './facts/find-place.ts';
import { isSpider, spiderName } from './facts/is-spider.ts';
import { parseBrowser } from './facts/parse-browser.ts';
import { readCampaign } from './facts/read-campaign.ts';
import type { IncomingEvent } from './visit-engine.ts';

/** The connection a report came over. */
export interface HitOrigin {
  readonly siteId: string;
  readonly visitorId: string;
  readonly tab: string;
  /** Node that holds the tab's socket; null: it came by a beacon. */
  readonly nodeId: string | null;
  readonly address: string;
  readonly userAgent: string;
}

type PageReport =
  | Omit<Extract<PageMessage, { type: 'page.viewed' }>, 'type'>
  | Omit<Extract<Hit, { type: 'page.viewed' }>, 'type' | 'site' | 'visitor' | 'tab'>;

/** Turns a page view as the script reports it into the engine's event, with all that address and browser tell. */
export function readHit(
  report: PageReport,
  origin: HitOrigin,
  places: Places,
  referringSites: readonly ReferringSite[],
  now: number,
): Extract<IncomingEvent, { type: 'page.viewed' }> {
  const referrer = readReferrer(report.referrer === '' ? null : report.referrer, report.url, referringSites);
  const campaign = readCampaign(report.url);
  const browser = parseBrowser(origin.userAgent);
  // Programs that test a site on their own machine are not robots of the web.
  const allowHeadless = origin.address === '127.0.0.1' || origin.address === '::1';
  return {
    type: 'page.viewed',
    at: now - report.ageMs,
    siteId: origin.siteId,
    visitorId: origin.visitorId,
    tab: origin.tab,
    n: report.n,
    nodeId: origin.nodeId,
    url: report.url,
    title: cleanText(report.title, 300),
    visible: report.visible,
    source: {
      ...referrer,
      utm: campaign,
    },
    place: { address: origin.address, ...places.find(origin.address) },
    technology: {
      language: report.language ?? null,
      timeZone: report.timeZone ?? null,
      browser: browser.browser,
      os: browser.os,
      device: browser.device,
      screenWidth: report.screenWidth ?? null,
    },
    spider: isSpider(origin.userAgent, { allowHeadless }) ? spiderName(origin.userAgent) : null,
  };
}
