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
  /** When a site that is closed by its hours opens again. */
  opensAt: (siteId: string) => number | null;
  hub: PageHub;
  windows: ReadonlySet<OpenWindow>;
  consoles: ReadonlySet<OpenConsole>;
  store: VisitStore<Visit>;
  engine: VisitEngine;
  now: () => number;
  report: (work: Promise<unknown>) => void;
}): void {
  const { staff, opensAt, hub, windows, consoles, store, engine, now, report } = parts;
  const told = new Map<string, string>();

  staff.onChange(() => {
    const siteIds = new Set([...hub.siteIds(), ...[...windows].map((window) => window.siteId)]);
    for (const siteId of siteIds) {
      const online = staff.factsOf(siteId).online > 0;
      const opens = opensAt(siteId);
      const state = `${online} ${opens}`;
      if (told.get(siteId) === state) continue;
      told.set(siteId, state);
      const frame = { type: 'availability.changed', online } as const;
      for (const page of hub.pagesOf(siteId)) page.send(frame);
      for (const window of windows) if (window.siteId === siteId) window.send({ ...frame, opensAt: opens });
      if (!online) report(withdrawInvites(siteId));
    }
    for (const siteId of told.keys()) if (!siteIds.has(siteId)) told.delete(siteId);
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
