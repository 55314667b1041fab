import type { PageHub } from '../visits/page-hub.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';

/** Lets changed privacy settings take effect on the pages of this node at once. */
export function followPrivacy({
  hub,
  configurations,
  report,
}: {
  readonly hub: PageHub;
  readonly configurations: SiteConfigurations;
  readonly report: (work: Promise<unknown>) => void;
}): void {
  const look = async (siteId: string) => {
    const configuration = await configurations.find(siteId);
    if (configuration) for (const page of hub.pagesOf(siteId)) page.lookAtPrivacy?.(configuration);
  };
  configurations.onChange(({ siteId, documents }) => {
    // `site`: everything may have changed, such as after the bus was away.
    if (documents === 'privacy' || documents === 'site') report(look(siteId));
  });
}
