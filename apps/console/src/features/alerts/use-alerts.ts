import type { Alert, AlertInput } from '@foyer/protocol/alert';
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import {
  alertReachQuery,
  alertsQuery,
  changeAlert,
  copyAlert,
  createAlert,
  deleteAlert,
  orderAlerts,
} from './alerts-api.ts';

/** Reads the alerts again, and what they reach. */
export async function refreshAlerts(siteId: string): Promise<void> {
  await Promise.all(
    [alertsQuery(siteId), alertReachQuery(siteId)].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })),
  );
}

/** Copies an alert, and says so. */
export function useCopyAlert(siteId: string): (alert: Alert) => Promise<void> {
  const { t } = useTranslation('alerts');
  return async (alert) => {
    try {
      const { name } = await copyAlert(siteId, alert);
      notifyDone(t('copied', { name }));
    } catch (error) {
      notifyFailed(errorText(error), t('copyFailed'));
    }
    await refreshAlerts(siteId);
  };
}

/** Switches an alert on or off at once, and back when the server refuses. */
export function useSwitchAlert(siteId: string): UseMutationResult<Alert, Error, Alert> {
  const { t } = useTranslation('alerts');
  const { t: tShell } = useTranslation('shell');
  const { queryKey } = alertsQuery(siteId);
  return useMutation({
    mutationFn: (alert: Alert) => changeAlert(siteId, alert),
    onMutate: (alert) => {
      void queryClient.cancelQueries({ queryKey }); // what is on its way is older than this
      queryClient.setQueryData(queryKey, (list) =>
        list === undefined ? list : { ...list, items: list.items.map((one) => (one.id === alert.id ? alert : one)) },
      );
    },
    onError: (error) =>
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('changeFailed')),
    onSettled: () => refreshAlerts(siteId),
  });
}

/** Deletes an alert, and for 8 seconds offers to make it again at its old place. */
export function useDeleteAlert(siteId: string): (alert: Alert) => Promise<void> {
  const { t } = useTranslation('alerts');
  const { t: tShell } = useTranslation('shell');
  return async (alert) => {
    const ids = queryClient.getQueryData(alertsQuery(siteId).queryKey)?.items.map((one) => one.id) ?? [];
    try {
      await deleteAlert(siteId, alert);
    } catch (error) {
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('removeFailed'));
      return;
    } finally {
      await refreshAlerts(siteId);
    }
    notifyUndoable(
      t('removed', { name: alert.name }),
      tShell('undo'),
      () => void restore(siteId, alert, ids, t('restored', { name: alert.name })),
    );
  };
}

async function restore(siteId: string, alert: Alert, idsBefore: string[], done: string): Promise<void> {
  const { id, version: _version, builtIn: _builtIn, ...input } = alert;
  try {
    const made = await createAlert(siteId, input satisfies AlertInput);
    await orderAlerts(
      siteId,
      idsBefore.map((one) => (one === id ? made.id : one)),
    );
    notifyDone(done);
  } catch (error) {
    notifyFailed(errorText(error));
  }
  await refreshAlerts(siteId);
}
