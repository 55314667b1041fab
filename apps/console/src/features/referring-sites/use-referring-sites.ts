import type { ReferringSite, ReferringSites } from '@foyer/protocol/referring-site';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { ApiError, errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { alertsQuery } from '../alerts/alerts-api.ts';
import { referringSitesQuery, resetReferringSites, saveReferringSites } from './referring-sites-api.ts';

/** Reads the list again, and the alerts, which follow a site that was renamed. */
export async function refreshReferringSites(siteId: string): Promise<void> {
  await Promise.all(
    [referringSitesQuery(siteId), alertsQuery(siteId)].map(({ queryKey }) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

/** Changes of the list that take effect at once, and can be taken back where something is lost by them. */
export function useReferringSites(siteId: string) {
  const { t } = useTranslation('referringSites');
  const { t: tShell } = useTranslation('shell');
  const { queryKey } = referringSitesQuery(siteId);
  const tellFailed = (error: unknown, title: string) =>
    notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : reasonOf(error), title);

  const restore = async (items: ReferringSite[]) => {
    try {
      const { version } = await queryClient.fetchQuery({ ...referringSitesQuery(siteId), staleTime: 0 });
      queryClient.setQueryData(queryKey, await saveReferringSites(siteId, version, items));
      notifyDone(t('restored'));
    } catch (error) {
      tellFailed(error, t('changeFailed'));
    }
    await refreshReferringSites(siteId);
  };

  return {
    /** Shows the new order at once, and takes it back when the server refuses it. */
    async order(before: ReferringSites, items: ReferringSite[]) {
      queryClient.setQueryData(queryKey, { ...before, items });
      try {
        queryClient.setQueryData(queryKey, await saveReferringSites(siteId, before.version, items));
      } catch (error) {
        queryClient.setQueryData(queryKey, before);
        tellFailed(error, t('changeFailed'));
        await refreshReferringSites(siteId);
      }
    },

    async remove(before: ReferringSites, site: ReferringSite) {
      const items = before.items.filter((one) => one !== site);
      try {
        queryClient.setQueryData(queryKey, await saveReferringSites(siteId, before.version, items));
      } catch (error) {
        tellFailed(error, t('changeFailed'));
        await refreshReferringSites(siteId);
        return;
      }
      notifyUndoable(t('removed', { name: site.name }), tShell('undo'), () => void restore(before.items));
    },

    async reset(before: ReferringSites) {
      try {
        await resetReferringSites(siteId, before.version);
      } catch (error) {
        tellFailed(error, t('resetFailed'));
        return;
      } finally {
        await refreshReferringSites(siteId);
      }
      notifyUndoable(t('resetDone'), tShell('undo'), () => void restore(before.items));
    },
  };
}

/** What was wrong, in the words of the fields: the list has no form that could show them. */
function reasonOf(error: unknown): string {
  const faults = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return faults.length === 0 ? errorText(error) : faults.map(({ message }) => message).join('\n');
}
