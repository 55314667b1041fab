import type { OpenWindow } from '../chats/serve-chat-window.ts';
import type { PageHub } from '../visits/page-hub.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';

interface FollowBlocksParts {
  readonly hub: PageHub;
  readonly windows: ReadonlySet<OpenWindow>;
  readonly configurations: SiteConfigurations;
  readonly now: () => number;
  readonly report: (work: Promise<unknown>) => void;
}

/** Lets blocks take effect on the pages and chat windows of this node: when they are made or undone, and when they run out. */
export class BlockFollower {
  readonly #parts: FollowBlocksParts;
  #sweptAt: number;

  constructor(parts: FollowBlocksParts) {
    this.#parts = parts;
    this.#sweptAt = parts.now();
    parts.configurations.onChange(({ siteId, documents }) => {
      // `site`: everything may have changed, such as after the bus was away.
      if (documents === 'blocks' || documents === 'site') parts.report(this.#look(siteId));
    });
  }

  /** Looks for blocks that have run out since the last time. */
  async sweep(): Promise<void> {
    const { hub, configurations, now } = this.#parts;
    const after = this.#sweptAt;
    const upTo = now();
    for (const siteId of hub.siteIds()) {
      const configuration = await configurations.find(siteId);
      if (configuration?.blocks.haveEnded(after, upTo)) await this.#look(siteId);
    }
    this.#sweptAt = upTo;
  }

  async #look(siteId: string): Promise<void> {
    const { hub, windows, configurations } = this.#parts;
    const configuration = await configurations.find(siteId);
    if (!configuration) return;
    await Promise.all([
      ...[...hub.pagesOf(siteId)].map((page) => page.lookAtBlocks?.(configuration)),
      ...[...windows].filter((window) => window.siteId === siteId).map((window) => window.lookAtBlocks()),
    ]);
  }
}
