import type { Experiment } from '@foyer/protocol/experiment';
import type { Invite } from '@foyer/protocol/invite';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { ApiError, errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { changeInvite, refreshInvites } from '../invites/invites-api.ts';
import {
  changeExperiment,
  deleteExperiment,
  refreshExperiments,
  restoreExperiment,
  takeVariant,
} from './experiments-api.ts';

/** Starts an experiment, or stops it once that is confirmed. */
export function useSwitchExperiment(siteId: string): (experiment: Experiment) => void {
  const { t } = useTranslation('experiments');
  const { t: tShell } = useTranslation('shell');
  const change = async (experiment: Experiment) => {
    try {
      await changeExperiment(siteId, { ...experiment, enabled: !experiment.enabled });
      notifyDone(experiment.enabled ? t('stopped') : t('started'));
    } catch (error) {
      const text = isProblem(error, 'conflict') ? tShell('staleTitle') : faultText(error);
      notifyFailed(text, t('changeFailed'));
    }
    await refreshExperiments(siteId);
  };
  return (experiment) => {
    if (!experiment.enabled) return void change(experiment);
    modals.openConfirmModal({
      title: t('stopTitle'),
      children: t('stopText'),
      labels: { confirm: t('stop'), cancel: tShell('cancel') },
      closeButtonProps: { 'aria-label': tShell('close') },
      onConfirm: () => void change(experiment),
    });
  };
}

/** Deletes an experiment, and for 8 seconds offers to put it back. `onDone`: it is gone. */
export function useDeleteExperiment(siteId: string): (experiment: Experiment, onDone: () => void) => Promise<void> {
  const { t } = useTranslation('experiments');
  const { t: tShell } = useTranslation('shell');
  const restore = async (experiment: Experiment) => {
    try {
      await restoreExperiment(siteId, experiment);
      notifyDone(t('restored', { name: experiment.name }));
    } catch (error) {
      notifyFailed(faultText(error));
    }
    await refreshExperiments(siteId);
  };
  return async (experiment, onDone) => {
    try {
      await deleteExperiment(siteId, experiment);
    } catch (error) {
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('removeFailed'));
      return;
    } finally {
      await refreshExperiments(siteId);
    }
    onDone();
    notifyUndoable(t('removed', { name: experiment.name }), tShell('undo'), () => void restore(experiment));
  };
}

/** Gives the invite the look of a variant, once that is confirmed; for 8 seconds offers to give its own look back. */
export function useTakeVariant(
  siteId: string,
): (
  experiment: Experiment,
  variant: { id: string; name: string },
  names: { invite: string; doubt: string | null },
) => void {
  const { t } = useTranslation('experiments');
  const { t: tShell } = useTranslation('shell');
  const refresh = () => Promise.all([refreshExperiments(siteId), refreshInvites(siteId)]);
  const giveBack = async (before: Invite, changed: Invite) => {
    try {
      await changeInvite(siteId, { ...before, version: changed.version });
      notifyDone(t('usedUndone', { invite: before.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refresh();
  };
  const take = async (experiment: Experiment, { id, name }: { id: string; name: string }) => {
    try {
      const { before, invite } = await takeVariant(siteId, experiment, id);
      notifyUndoable(t('used', { invite: invite.name, name }), tShell('undo'), () => void giveBack(before, invite));
    } catch (error) {
      notifyFailed(errorText(error), t('changeFailed'));
    }
    await refresh();
  };
  return (experiment, variant, names) =>
    modals.openConfirmModal({
      title: t('useTitle', { name: variant.name }),
      children: [t('useText', { invite: names.invite }), names.doubt].filter((one) => one !== null).join(' '),
      labels: { confirm: t('use'), cancel: tShell('cancel') },
      closeButtonProps: { 'aria-label': tShell('close') },
      onConfirm: () => void take(experiment, variant),
    });
}

/** What a refusal says, where there is no field to say it beside. */
function faultText(error: unknown): string {
  const faults = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return faults.length === 0 ? errorText(error) : faults.map(({ message }) => message).join('; ');
}
