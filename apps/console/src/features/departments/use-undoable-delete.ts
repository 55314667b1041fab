import { useTranslation } from 'react-i18next';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { refreshDepartments } from './departments-api.ts';

/** Deletes a department or skill, and for 8 seconds offers to make it again, with its operators. */
export function useUndoableDelete<T extends { readonly name: string }>(
  siteId: string,
  remove: (siteId: string, known: T) => Promise<void>,
  restore: (known: T) => Promise<unknown>,
): (known: T) => Promise<void> {
  const { t } = useTranslation('departments');
  const { t: tShell } = useTranslation('shell');
  const undo = async (known: T) => {
    try {
      await restore(known);
      notifyDone(t('restored', { name: known.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refreshDepartments(siteId);
  };
  return async (known) => {
    try {
      await remove(siteId, known);
    } catch (error) {
      notifyFailed(
        isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error),
        t('removeFailed', { name: known.name }),
      );
      return;
    } finally {
      await refreshDepartments(siteId);
    }
    notifyUndoable(t('removed', { name: known.name }), tShell('undo'), () => void undo(known));
  };
}
