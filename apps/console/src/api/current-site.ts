import type { Me } from '@foyer/protocol/operator';
import { useStore } from './create-store.ts';
import { useMe } from './me.ts';
import { createRememberedValue } from './remembered-value.ts';

/** Id of the site that lists and settings are about. */
export const chosenSiteId = createRememberedValue('foyer.site', '', (value) =>
  typeof value === 'string' ? value : null,
);

/** The chosen site, or the first that this operator works on; null when there is none. */
export function useSite(): Me['sites'][number] | null {
  const { sites } = useMe();
  const id = useStore(chosenSiteId);
  return sites.find((site) => site.id === id) ?? sites[0] ?? null;
}

/** Id of the chosen site. Only inside the shell, which shows no screen without a site. */
export function useSiteId(): string {
  const site = useSite();
  if (site === null) throw new Error('There is no site');
  return site.id;
}
