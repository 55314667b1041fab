import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import type { OpenWindow } from '../chats/serve-chat-window.ts';
import type { PageHub } from '../visits/page-hub.ts';
import type { VisitEngine } from '../visits/visit-engine.ts';
import type { OpenConsole } from './serve-console.ts';
import type { Staff } from './staff.ts';

/**
 * Tells pages, chat windows and consoles on this node when staff comes or goes. When the last operator leaves, invites
 * that nobody would answer are withdrawn.
 */
export function watchStaff(parts: {
  staff: Staff;
  hub: PageHub;
  windows: ReadonlySet<OpenWindow>;
  consoles: ReadonlySet<OpenConsole>;
  store: VisitStore<Visit>;
  engine: VisitEngine;
  now: () => number;
  report: (work: Promise<unknown>) => void;
}): void {
  const { staff, hub, windows, consoles, store, engine, now, report } = parts;
  const wasOnline = new Map<string, boolean>();

  staff.onChange(() => {
    const siteIds = new Set([...hub.siteIds(), ...[...windows].map((window) => window.siteId)]);
    for (const siteId of siteIds) {
      const online = staff.factsOf(siteId).online > 0;
      if (wasOnline.get(siteId) === online) continue;
      wasOnline.set(siteId, online);
      const frame = { type: 'availability.changed', online } as const;
      for (const page of hub.pagesOf(siteId)) page.send(frame);
      for (const window of windows) if (window.siteId === siteId) window.send(frame);
      if (!online) report(withdrawInvites(siteId));
    }
    for (const siteId of wasOnline.keys()) if (!siteIds.has(siteId)) wasOnline.delete(siteId);
    for (const window of windows) window.refresh();
    for (const one of consoles) one.tellColleagues();
  });

  async function withdrawInvites(siteId: string): Promise<void> {
    for (const visitorId of hub.visitorsOf(siteId)) {
      const state = (await store.get(siteId, visitorId))?.invitation?.state;
      if (state === 'queued' || state === 'shown')
        await engine.happen({ type: 'staff.changed', siteId, visitorId, at: now() });
    }
  }
}
