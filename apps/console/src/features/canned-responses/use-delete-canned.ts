import type { CannedResponse } from '@foyer/protocol/canned-response';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { cannedResponsesQuery, createCannedResponse, deleteCannedResponse } from './canned-responses-api.ts';

/** Deletes a canned response, and for 8 seconds offers to make it again. */
export function useDeleteCanned(siteId: string): (response: CannedResponse) => Promise<void> {
  const { t } = useTranslation('canned');
  const { t: tShell } = useTranslation('shell');
  const refresh = () => queryClient.invalidateQueries({ queryKey: cannedResponsesQuery(siteId).queryKey });
  return async (response) => {
    const { id: _id, version: _version, ...input } = response;
    const restore = async () => {
      try {
        await createCannedResponse(siteId, input);
        notifyDone(t('restored', { title: response.title }));
      } catch (error) {
        notifyFailed(errorText(error));
      }
      await refresh();
    };
    try {
      await deleteCannedResponse(siteId, response);
    } catch (error) {
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('removeFailed'));
      return;
    } finally {
      await refresh();
    }
    notifyUndoable(t('removed', { title: response.title }), tShell('undo'), () => void restore());
  };
}
