import type { PageFrame } from '@foyer/protocol/visitor-socket';
import type { EventBus } from '../../bus/event-bus.ts';
import type { SiteConfiguration } from './site-configuration.ts';
import { pagesChannel, type ToPages } from './visit-channels.ts';

/** One open page connected to this node. */
export interface OpenPage {
  readonly siteId: string;
  readonly visitorId: string;
  readonly tab: string;
  readonly send: (frame: PageFrame) => void;
  /** Whether anybody is Online for what it asks for; null: it asks for nothing, and the site's word counts. */
  readonly isOnline?: (() => boolean) | null;
  /** Looks again at what its visitor has to allow. */
  readonly lookAtPrivacy?: (configuration: SiteConfiguration) => void;
  /** Looks again at whether its visitor is blocked. */
  readonly lookAtBlocks?: (configuration: SiteConfiguration) => Promise<void>;
}

interface SitePages {
  readonly byVisitor: Map<string, Set<OpenPage>>;
  readonly stop: Promise<() => Promise<void>>;
}

/** The open pages on this node, and the way to them from any other. */
export class PageHub {
  readonly #bus: EventBus;
  readonly #sites = new Map<string, SitePages>();

  constructor(bus: EventBus) {
    this.#bus = bus;
  }

  async add(page: OpenPage): Promise<void> {
    const site = this.#open(page.siteId);
    const pages = site.byVisitor.get(page.visitorId);
    if (pages) pages.add(page);
    else site.byVisitor.set(page.visitorId, new Set([page]));
    await site.stop.catch(() => undefined);
  }

  remove(page: OpenPage): void {
    const site = this.#sites.get(page.siteId);
    const pages = site?.byVisitor.get(page.visitorId);
    if (!site || !pages?.delete(page)) return;
    if (pages.size === 0) site.byVisitor.delete(page.visitorId);
    if (site.byVisitor.size === 0) {
      this.#sites.delete(page.siteId);
      void site.stop.then((stop) => stop()).catch(() => undefined);
    }
  }

  /** How many pages a visitor has connected here. */
  count(siteId: string, visitorId: string): number {
    return this.#sites.get(siteId)?.byVisitor.get(visitorId)?.size ?? 0;
  }

  siteIds(): string[] {
    return [...this.#sites.keys()];
  }

  /** Pages of a site connected here. */
  *pagesOf(siteId: string): Iterable<OpenPage> {
    for (const pages of this.#sites.get(siteId)?.byVisitor.values() ?? []) yield* pages;
  }

  visitorsOf(siteId: string): string[] {
    return [...(this.#sites.get(siteId)?.byVisitor.keys() ?? [])];
  }

  /** Sends a frame to a visitor's pages on every node. */
  tell(siteId: string, message: ToPages): Promise<void> {
    return this.#bus.publish(pagesChannel(siteId), message).catch(() => undefined);
  }

  #open(siteId: string): SitePages {
    const known = this.#sites.get(siteId);
    if (known) return known;
    const byVisitor: SitePages['byVisitor'] = new Map();
    const site = {
      byVisitor,
      stop: this.#bus.subscribe(pagesChannel(siteId), (message) => deliver(byVisitor, message as ToPages)),
    };
    this.#sites.set(siteId, site);
    return site;
  }
}

function deliver(byVisitor: SitePages['byVisitor'], { visitorId, frame, onlyTab, exceptTab }: ToPages): void {
  for (const page of byVisitor.get(visitorId) ?? [])
    if ((onlyTab === null || page.tab === onlyTab) && page.tab !== exceptTab) page.send(frame);
}
