import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import type { OpenWindow } from '../chats/serve-chat-window.ts';
import type { PageHub } from '../visits/page-hub.ts';
import type { VisitEngine } from '../visits/visit-engine.ts';
import type { OpenConsole } from './serve-console.ts';
import type { Staff } from './staff.ts';

/** A page or chat window. */
interface Asking {
  readonly siteId: string;
  readonly isOnline?: (() => boolean) | null;
  readonly send: (frame: { type: 'availability.changed'; online: boolean }) => void;
}

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
  /** What pages and windows were told last that ask for a department or skills. */
  const toldAsking = new WeakMap<object, boolean>();
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
      for (const page of hub.pagesOf(siteId)) if (!page.isOnline) page.send(frame);
      for (const window of windows)
        if (window.siteId === siteId && !window.isOnline) window.send({ ...frame, opensAt: opens });
      if (!online) report(withdrawInvites(siteId));
    }
    for (const siteId of told.keys()) if (!siteIds.has(siteId)) told.delete(siteId);
    for (const siteId of hub.siteIds()) for (const page of hub.pagesOf(siteId)) tellAsking(page);
    for (const window of windows) tellAsking(window);
    for (const window of windows) window.refresh();
    for (const one of consoles) one.tellColleagues();
  });

  /** Those who ask for a department or skills are told for whom they ask. */
  function tellAsking(one: Asking): void {
    const online = one.isOnline && staff.factsOf(one.siteId).online > 0 && one.isOnline();
    if (typeof online !== 'boolean' || toldAsking.get(one) === online) return;
    toldAsking.set(one, online);
    one.send({ type: 'availability.changed', online });
  }

  async function withdrawInvites(siteId: string): Promise<void> {
    for (const visitorId of hub.visitorsOf(siteId)) {
      const state = (await store.get(siteId, visitorId))?.invitation?.state;
      if (state === 'queued' || state === 'shown')
        await engine.happen({ type: 'staff.changed', siteId, visitorId, at: now() });
    }
  }
}
