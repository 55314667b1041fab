import type { Invite } from '@foyer/protocol/invite';
import { modals } from '@mantine/modals';
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { useUsesText } from './invite-uses-line.tsx';
import {
  changeInvite,
  copyInvite,
  deleteInvite,
  invitesQuery,
  inviteUsesQuery,
  orderInvites,
  refreshInvites,
  restoreInvite,
} from './invites-api.ts';

/** Switches an invite on or off at once, and back when the server refuses. */
export function useSwitchInvite(siteId: string): UseMutationResult<Invite, Error, Invite> {
  const { t } = useTranslation('invites');
  const { t: tShell } = useTranslation('shell');
  return useMutation({
    mutationFn: (invite: Invite) => changeInvite(siteId, invite),
    onMutate: (invite) => {
      void queryClient.cancelQueries({ queryKey: invitesQuery(siteId).queryKey }); // what is on its way is older than this
      queryClient.setQueryData(invitesQuery(siteId).queryKey, (list) =>
        list?.map((one) => (one.id === invite.id ? invite : one)),
      );
    },
    onError: (error) =>
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('changeFailed')),
    onSettled: () => refreshInvites(siteId),
  });
}

/** Puts a disabled copy right behind an invite. */
export function useCopyInvite(siteId: string): (invite: Invite) => Promise<void> {
  const { t } = useTranslation('invites');
  return async (invite) => {
    try {
      const copy = await copyInvite(siteId, invite);
      notifyDone(t('copied', { name: copy.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refreshInvites(siteId);
  };
}

/** Shows the new order at once, and takes it back when the server refuses it. */
export function useOrderInvites(siteId: string): (invites: Invite[]) => Promise<void> {
  const { t } = useTranslation('invites');
  const { queryKey } = invitesQuery(siteId);
  return async (invites) => {
    const before = queryClient.getQueryData(queryKey);
    queryClient.setQueryData(queryKey, invites);
    try {
      await orderInvites(
        siteId,
        invites.map((invite) => invite.id),
      );
    } catch (error) {
      queryClient.setQueryData(queryKey, before);
      notifyFailed(errorText(error), t('orderFailed'));
    }
    await refreshInvites(siteId);
  };
}

/**
 * Deletes an invite, and for 8 seconds offers to put it back at its old place. Asks first when rules send it, and says
 * which. `onDone`: it is gone.
 */
export function useDeleteInvite(siteId: string): (invite: Invite, onDone?: () => void) => void {
  const { t } = useTranslation('invites');
  const { t: tShell } = useTranslation('shell');
  const usesText = useUsesText();

  const remove = async (invite: Invite, onDone?: () => void) => {
    const ids = queryClient.getQueryData(invitesQuery(siteId).queryKey)?.map((one) => one.id) ?? [];
    try {
      await deleteInvite(siteId, invite);
    } catch (error) {
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('removeFailed'));
      return;
    } finally {
      await refreshInvites(siteId);
    }
    onDone?.();
    notifyUndoable(t('removed', { name: invite.name }), tShell('undo'), () => void restore(invite, ids));
  };

  const restore = async (invite: Invite, ids: string[]) => {
    try {
      await restoreInvite(siteId, invite);
      await orderInvites(siteId, ids);
      notifyDone(t('restored', { name: invite.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refreshInvites(siteId);
  };

  const ask = async (invite: Invite, onDone?: () => void) => {
    // Asked now: a rule may have come to send it a moment ago.
    const uses = await queryClient
      .fetchQuery({ ...inviteUsesQuery(siteId), staleTime: 0 })
      .then((all) => all.find((one) => one.inviteId === invite.id));
    const tried = uses?.experiments.map(({ name }) => `“${name}”`) ?? [];
    if (tried.length > 0) {
      notifyFailed(t('removeTried', { count: tried.length, names: tried.join(', ') }), t('removeFailed'));
      return;
    }
    if (uses === undefined) return remove(invite, onDone);
    modals.openConfirmModal({
      title: t('removeTitle', { name: invite.name }),
      children: t('removeUsed', { rules: usesText(uses) }),
      labels: { confirm: t('remove'), cancel: tShell('cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': tShell('close') },
      onConfirm: () => void remove(invite, onDone),
    });
  };

  return (invite, onDone) => {
    ask(invite, onDone).catch((error: unknown) => notifyFailed(errorText(error), t('removeFailed')));
  };
}
