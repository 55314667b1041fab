import type { Hit } from '@foyer/protocol/hit';
import type { InviteFrame } from '@foyer/protocol/invite';
import type { PageFrame } from '@foyer/protocol/visitor-socket';
import { guard } from './guard.ts';
import type { Reports } from './reports.ts';

const nothing = { type: 'page.visible' } as const;

/** What a welcome says, and the invite that this report brought. */
export type HitAnswer = Omit<Extract<PageFrame, { type: 'welcome' }>, 'type'> & {
  invite: InviteFrame | null;
  erased: boolean;
};
/** Who reports: the site, the visitor, and the tab. */
export type Identity = Pick<Hit, 'site' | 'visitor' | 'tab' | 'languages' | 'consent' | 'signal'>;

/** Reports over HTTP, for networks that let no socket through. Plain text, no credentials: no preflight, no cookie. */
export interface Hits {
  /** Sends what is kept, one after the other, oldest first; what the server refuses for good is dropped. */
  flush(): void;
  /** The page is being left: tells so, and what is still kept, by beacon. */
  leave(): void;
}

export function hits(
  origin: string,
  identity: Identity,
  reports: Reports,
  onAnswer: (answer: HitAnswer) => void,
  /** Whether it is known what may be told. */
  isKnown: () => boolean,
): Hits {
  const url = `${origin}/t/hit`;
  let isBusy = false;

  async function sendNext(): Promise<void> {
    // The answer to a report of nothing says what may be told.
    const report = isKnown() ? reports.untold(Date.now())[0] : nothing;
    if (!report || isBusy) return;
    isBusy = true;
    try {
      const body = JSON.stringify({ ...identity, ...report });
      const answer = await fetch(url, { method: 'POST', body, credentials: 'omit', keepalive: true });
      const isFinal = answer.ok || (answer.status < 500 && answer.status !== 429);
      if (isFinal && 'n' in report) reports.recorded(report.n);
      if (answer.ok) guard(onAnswer)(await answer.json());
      if (answer.ok || (isFinal && 'n' in report)) setTimeout(sendNext);
    } catch {
      // Kept for the next time.
    }
    isBusy = false;
  }

  return {
    flush: () => void sendNext(),
    leave() {
      for (const report of [...reports.untold(Date.now()), { type: 'page.left' }])
        navigator.sendBeacon(url, JSON.stringify({ ...identity, ...report }));
    },
  };
}
